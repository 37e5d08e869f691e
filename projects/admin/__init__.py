"""Screens for projects, estates, minerals and industrial extension."""

from projects.admin import estates, extension, investment, minerals, products

__all__ = ["estates", "extension", "investment", "minerals", "products"]
