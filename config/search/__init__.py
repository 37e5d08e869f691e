"""One search over everything the public may read, on both engines."""
