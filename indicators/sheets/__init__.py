"""Workbooks of figures as departments lay them out: indicators down, periods and degrees across."""
