"""Chance from a seed: each stream of draws has a name, so that one draw more in one changes nothing in another."""

from random import Random

THOUSAND = 1000


def chance(seed: int, name: str) -> Random:
    """A stream of draws that comes again with the same seed and name."""
    return Random(f"{seed}/{name}")  # noqa: S311 - draws that come again are the point; nothing secret is drawn


def happens(stream: Random, per_mille: int) -> bool:
    """Whether something that happens so often in a thousand happens now."""
    return stream.randrange(THOUSAND) < per_mille
