"""What is said to a person, in Japanese and in English, with the values filled in."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """What was found, what is wanted, what to do; the same three in every finding."""

    found: str
    wanted: str
    do: str

    def filled(self, values: dict[str, str]) -> "Words":
        """The template with `{name}` places filled; KeyError when a value is missing."""
        return Words(*(text.format_map(values) for text in (self.found, self.wanted, self.do)))


@dataclass(frozen=True, slots=True)
class Term:
    """One name, or one phrase, in both languages."""

    en: str
    ja: str

    def said(self, language: Language) -> str:
        """The name in `language`."""
        return self.ja if language == "ja" else self.en


def unit_term(unit: str) -> Term:
    """A currency or an asset as it is said after a number: 円 for JPY in Japanese, its own code otherwise."""
    return Term(unit, "円" if unit == "JPY" else unit)
