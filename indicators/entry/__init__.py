"""The entry of figures in forms: what is typed into a cell, and what a cell shows."""
