"""Providers, tokens, insiders, screening: who may do what, and what must be known of whom. Pure."""
