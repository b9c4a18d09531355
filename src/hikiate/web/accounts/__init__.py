"""Accounts: people log in, with a second factor where they approve."""
