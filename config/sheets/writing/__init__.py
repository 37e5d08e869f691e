"""Writes xlsx, ods and csv files as their rows come: what people take out of the book, staff and readers alike."""
