"""The life of a small exchange, drawn from a seed, lived on the real verbs under faults, checked after every step.

`make simulate` runs many seeds and prints the figures, `make replay SEED=...` one seed exactly as it ran.
"""
