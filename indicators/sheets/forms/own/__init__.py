"""A form in the workbook of its own department: taken in once, bound to the form, filled for any period."""
