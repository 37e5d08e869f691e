"""Screens for figures and what they are made of; imported in the order they stand on the index."""

from indicators.admin import figures, vocabulary  # isort: skip
from indicators.admin import accounts, trail  # isort: skip

__all__ = ["accounts", "figures", "trail", "vocabulary"]
