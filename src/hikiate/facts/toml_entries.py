"""One entry of a TOML file read key by key: exact values, or a fault for every key that cannot be worked with."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from hikiate.facts import faults
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding


class Entry:
    """Reads the keys of one entry, gathering faults; a faulty key reads as an empty value that is never used."""

    def __init__(
        self, where: str, entry: Mapping[str, Any], *, required: Collection[str], optional: Collection[str]
    ) -> None:
        self.where, self.entry = where, entry
        self.found: list[Finding] = []
        keys = ", ".join(sorted({*required, *optional}))
        unknown = sorted(set(entry) - {*required, *optional})
        self.found += [faults.UNKNOWN_KEY.at(where, value=key, keys=keys) for key in unknown]
        missing = sorted(set(required) - set(entry))
        self.found += [faults.BLANK_WORD.at(f"{where} key {key}") for key in missing]

    def wrong(self, key: str, value: object, wanted: str, wanted_ja: str) -> None:
        """Note that a key holds something else than is wanted there."""
        self.found.append(wrong(f"{self.where} key {key}", value, wanted, wanted_ja))

    def text(self, key: str) -> str:
        """A text that says something; empty where the key is not there."""
        value = self.entry.get(key, "")
        if key in self.entry and not (isinstance(value, str) and value.strip()):
            self.wrong(key, value, "a text", "文字列")
        return str(value)

    def switch(self, key: str) -> bool:
        """A yes or no; no where the key is not there."""
        value = self.entry.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, value, "true or false", "true または false")
        return value is True

    def names(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        value = self.entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self.wrong(key, value, "a list of words", "語の一覧")
            return ()
        return tuple(value)

    def money(self, key: str, scale: int) -> int | None:
        """An amount in minor units; None where the key is not there."""
        value = self.entry.get(key)
        if value is None:
            return None
        try:
            return minor_units(str(value) if is_whole(value) or isinstance(value, str) else "", scale)
        except AmountRefused:
            self.wrong(
                key, value, 'a whole number, or an amount as text such as "5000000000"', "整数、または文字列の金額"
            )
            return None

    def day(self, key: str) -> date:
        """A day; the first of all days where the key is not there."""
        return self.day_or_none(key) or date.min

    def day_or_none(self, key: str) -> date | None:
        """A day; None where the key is not there."""
        value = self.entry.get(key)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if key in self.entry:
            self.wrong(key, self.entry[key], "a day such as 2026-04-01", "2026-04-01 のような日付")
        return None

    def count(self, key: str) -> int:
        """A whole number from 0; 0 where the key is not there."""
        value = self.entry.get(key, 0)
        if not is_whole(value) or value < 0:
            self.wrong(key, value, "a whole number from 0", "0以上の整数")
            return 0
        return int(value)


def is_whole(value: object) -> bool:
    """Whether a value of a record is a whole number, and no switch."""
    return isinstance(value, int) and not isinstance(value, bool)


def wrong(where: str, value: object, wanted: str, wanted_ja: str) -> Finding:
    """The fault that something else stands at a place than is wanted there."""
    return faults.WRONG_VALUE.at(where, value=value, wanted=wanted, wanted_ja=wanted_ja)
