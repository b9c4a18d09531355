"""Surveillance: what in the trades of a pack looks like insider dealing or like trading with oneself."""
