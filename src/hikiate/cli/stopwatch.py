"""A stopwatch for drills: each step of one with its seconds, as text to the millisecond."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from hikiate.kernel.amounts import decimal_text
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.drills import Step


class Made:
    """What a step made, said before it ends."""

    def __init__(self) -> None:
        self.words = Term("-", "-")

    def say(self, en: str, ja: str) -> None:
        """In both languages."""
        self.words = Term(en, ja)


class Stopwatch:
    """The steps that were done since it was started."""

    def __init__(self) -> None:
        self.begun = time.monotonic_ns()
        self.steps: list[Step] = []

    @contextmanager
    def step(self, en: str, ja: str) -> Iterator[Made]:
        """Time what is done within."""
        begun, made = time.monotonic_ns(), Made()
        yield made
        self.steps.append(Step(Term(en, ja), _seconds(begun), self.seconds, made.words))

    @property
    def seconds(self) -> str:
        """Since the beginning."""
        return _seconds(self.begun)

    @property
    def plain(self) -> list[dict[str, str]]:
        """The steps as JSON says them."""
        return [
            {
                "step": step.name.en,
                "seconds": step.seconds,
                "since": step.since,
                "made": step.made.en,
                "ja": f"{step.name.ja}: {step.made.ja}",
            }
            for step in self.steps
        ]


def _seconds(begun: int) -> str:
    return decimal_text(Fraction((time.monotonic_ns() - begun) // 10**6, 1_000))
