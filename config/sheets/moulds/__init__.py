"""Workbooks of one register to fill in elsewhere: made with hidden codes, and known again by them."""
