"""Screening: payees and their addresses held against sanctions lists and against the exchange's own exclusions."""
