"""A result as one self-contained HTML page."""

from hikiate.reports.html.page import html

__all__ = ["html"]
