"""Registers as tables to type in, by the same keys and the same saving as forms of figures."""
