"""Insiders: who knew what and when, what may not be traded, and who allowed whom to trade."""
