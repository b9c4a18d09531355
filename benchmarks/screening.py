"""A million payees held against a hundred thousand listed names, and what share of misspelt names the blocks keep.

The names are drawn with a seed from syllables, family names of unequal frequency; nobody of that name is meant. Each
kind of variant is planted by the thousand, scored against its own entry without any block, and looked for in the
result. Ends with 1 when a goal is missed.
"""

import argparse
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator

import polars as pl
from rapidfuzz import fuzz
from steps.measured import verdict

from hikiate.conduct.screening.names import THRESHOLD, alike
from hikiate.conduct.screening.spelling import spellings

SECONDS_GOAL = 60
LOST_GOAL_PERCENT = 2
PAYEES, LISTED, PLANTED_EACH = 1_000_000, 100_000, 1_000

_HEADS = (
    "B",
    "D",
    "F",
    "G",
    "H",
    "J",
    "K",
    "KH",
    "L",
    "M",
    "N",
    "P",
    "R",
    "S",
    "SH",
    "T",
    "TS",
    "V",
    "Y",
    "Z",
    "AB",
    "AL",
    "AN",
    "AR",
    "EL",
    "IB",
    "OM",
    "US",
)
_MIDDLES = ("A", "AI", "E", "I", "O", "U", "AA", "OU")
_TAILS = ("D", "F", "H", "K", "L", "M", "N", "NI", "R", "RI", "S", "SHI", "T", "YA", "ZU", "VA", "MI", "KO")


def words(chance: random.Random, count: int) -> list[str]:
    """Made-up names of two or three syllables."""

    def syllable() -> str:
        return chance.choice(_HEADS) + chance.choice(_MIDDLES) + chance.choice(_TAILS)

    return sorted({"".join(syllable() for _ in range(chance.choice((1, 2, 2, 3)))) for _ in range(count)})


def names(chance: random.Random, count: int, lengths: tuple[int, ...]) -> Iterator[str]:
    """Names of several words, a few words much more frequent than most."""
    family, given = words(chance, 30_000), words(chance, 10_000)
    for _ in range(count):
        others = [given[int(len(given) * chance.random() ** 2)] for _ in range(chance.choice(lengths) - 1)]
        yield " ".join([family[int(len(family) * chance.random() ** 2)], *others])


def _letter_changed(name: str, chance: random.Random) -> str:
    place = chance.choice([place for place, letter in enumerate(name) if letter != " "])
    return name[:place] + chance.choice("ABDEGIKLMNORSTUZ") + name[place + 1 :]


def _letter_lost(name: str, chance: random.Random) -> str:
    place = chance.choice([place for place, letter in enumerate(name) if letter != " "])
    return name[:place] + name[place + 1 :]


def _letters_swapped(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name) - 1)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


VARIANTS: dict[str, Callable[[str, random.Random], str]] = {
    "the same": lambda name, _: name,
    "other order, lower case": lambda name, _: ", ".join(reversed(name.lower().split(" "))),
    "full width": lambda name, _: "".join(chr(ord(letter) + 0xFEE0) if letter != " " else "　" for letter in name),
    "Cyrillic look-alikes": lambda name, _: name.translate(str.maketrans("AEOPCTHKMBX", "АЕОРСТНКМВХ")),
    "accents": lambda name, _: name.replace("A", "Á").replace("O", "Ö"),
    "legal form": lambda name, _: f"{name} Co., Ltd.",
    "a letter changed": _letter_changed,
    "a letter lost": _letter_lost,
    "two letters swapped": _letters_swapped,
    "two letters changed": lambda name, chance: _letter_changed(_letter_changed(name, chance), chance),
}


def scores(pairs: list[tuple[str, str]]) -> list[int]:
    """The score of each pair, without any block."""
    sides = [
        spellings(pl.DataFrame({"row": range(len(pairs)), "name": side}).lazy(), "name").collect()["spelling"].to_list()
        for side in zip(*pairs, strict=True)
    ]
    return [int(fuzz.ratio(one, other)) for one, other in zip(*sides, strict=True)]


def main() -> int:
    """Run it, print what was measured, and judge it against the goals."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--short", action="store_true", help="a hundredth of it, for a look; judges no goal")
    part = 100 if reader.parse_args().short else 1
    chance = random.Random(20261126)  # noqa: S311 - a seed makes every run the same
    listed = list(names(chance, LISTED // part, (2, 2, 3, 4)))
    payees = list(names(chance, PAYEES // part, (2, 2, 2, 3)))
    planted = [
        (kind, entry, change(listed[entry], chance))
        for kind, change in VARIANTS.items()
        for entry in chance.sample(range(len(listed)), min(PLANTED_EACH, len(listed)))
    ]
    customers = [f"c{number}" for number in range(len(payees))] + [f"p{number}" for number in range(len(planted))]
    ours = pl.DataFrame({"customer": customers, "text": payees + [name for *_, name in planted]})
    theirs = pl.DataFrame({"list": "made up", "entry": [str(number) for number in range(len(listed))], "text": listed})

    begun = time.perf_counter()
    found = alike(ours, theirs)
    seconds = time.perf_counter() - begun
    print(f"{len(ours):,} payees, {len(theirs):,} listed names: {seconds:.1f} s, {len(found):,} pairs from {THRESHOLD}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB")

    pairs = set(found.select("customer", "entry").iter_rows())
    direct = scores([(listed[entry], name) for _, entry, name in planted])
    asked: dict[str, list[bool]] = defaultdict(list)
    for number, ((kind, entry, _), score) in enumerate(zip(planted, direct, strict=True)):
        if score >= THRESHOLD:
            asked[kind].append((f"p{number}", str(entry)) in pairs)
    for kind, hits in asked.items():
        print(f"  {kind:<24} {sum(hits):>5} of {len(hits):>5} that score {THRESHOLD} or more were compared")
    every = [hit for hits in asked.values() for hit in hits]
    lost = 100 - sum(every) * 100 / len(every)
    print(f"lost by the blocks {lost:.2f} %")
    if part > 1:
        return 0
    judged = [verdict(seconds, SECONDS_GOAL), verdict(lost, LOST_GOAL_PERCENT)]
    print(f"at most {SECONDS_GOAL} s: {judged[0]}; at most {LOST_GOAL_PERCENT} % lost: {judged[1]}")
    return int("MISSED" in judged)


if __name__ == "__main__":
    sys.exit(main())
