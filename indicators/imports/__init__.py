"""The history of imports: what a file brought, from a row back to the file, and the way back."""
