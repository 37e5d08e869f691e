"""Forms as workbooks: taken out in their own layout, filled or empty, and brought in again by stamp and codes."""
