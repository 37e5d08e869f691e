"""Sheets as people send them: read, checked cell by cell, planned against what is stored, written back."""
