"""Screens for figures and what they are made of; imported in the order they stand on the index."""

from indicators.admin import report_forms, figures, releases, vocabulary  # isort: skip
from indicators.admin import accounts, imports, trail  # isort: skip

__all__ = ["accounts", "figures", "imports", "releases", "report_forms", "trail", "vocabulary"]
