"""The desk on which a release is prepared: gathered, checked, published."""
