"""The staff site: base classes of its screens, and who may do what."""
