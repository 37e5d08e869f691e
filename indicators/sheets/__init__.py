"""Workbooks of forms: out in their own layout, and in again."""
