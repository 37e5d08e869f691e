"""The screen on which handed-in figures are decided."""
