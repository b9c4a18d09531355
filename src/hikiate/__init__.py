"""Hikiate (引当): what an exchange must hold for its customers, shown every business day."""

__version__ = "0.1.0"
