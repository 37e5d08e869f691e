"""The trail as people read it, and the pages that show it."""
