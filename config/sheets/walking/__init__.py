"""A preview as it is walked: all rows of a plan, by what comes of them, by columns and words, in pages."""
