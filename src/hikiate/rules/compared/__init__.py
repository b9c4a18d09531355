"""Rulebooks side by side: what each asks in words, its answer, and why they differ."""
