"""The double-entry journal: append-only, hash-chained, per asset in whole minor units. Pure."""
