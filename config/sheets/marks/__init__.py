"""Finds the cells of a workbook that its fast reader gives as empty or as another number than one sees.

The reader hands over values only. An error (#REF!) and a formula that was never computed come out as empty cells, which
an import would take for "no value"; a cell that shows 62 % holds 0,62, and one that shows 00123 holds 123.
"""
