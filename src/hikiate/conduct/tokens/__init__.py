"""Tokens: what a token is in law, by a procedure that is dated and cited, with the reason for every step recorded."""
