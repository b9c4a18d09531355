"""A target tried shortly and without an engine: its corpus as it stands, then mutations by form, drawn from a seed."""

from random import Random

from mutating import mutated, of_bytes
from watching import Target, Watch

_FROM_SOUND = 0.7
"""How often an input is mutated that was read; a change of one that is refused is mostly refused where that was."""
_BY_FORM = 0.9


def tried(target: Target, inputs: int, seed: int) -> Watch:
    """Read every input of the corpus, and so many more; an input that was read is mutated further."""
    watch, chance = Watch(target), Random(f"{seed} {target.name}")  # noqa: S311 - to be repeated by its seed
    known = target.seeds()
    sound = []
    for data in known:
        before = watch.read
        watch(data)
        sound += [data] * (watch.read > before)
    while watch.inputs < len(known) + inputs:
        data = chance.choice(sound if sound and chance.random() < _FROM_SOUND else known or [b""])
        watch(mutated(data, target.form, chance) if chance.random() < _BY_FORM else of_bytes(data, chance))
    return watch
