"""Entries of a TOML file that a person wrote, read key by key: exact values, and a fault for every key that is none.

A key that is faulty or missing reads as a placeholder of its type, which is never used: whoever reads a file refuses it
as soon as one fault was found, and then with all of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, TypeGuard, TypeVar

from hikiate.facts import faults
from hikiate.facts.exchange import Exchange
from hikiate.facts.moments import as_moment
from hikiate.kernel.amounts import SCALE_MAX, AmountRefused, minor_units
from hikiate.kernel.findings import Finding, FindingKind, Refused
from hikiate.kernel.parsing import toml_values
from hikiate.kernel.rates import rate
from hikiate.kernel.wording import Term

_NO_MOMENT = datetime.min.replace(tzinfo=UTC)
_ABSENT = object()

_Value = TypeVar("_Value")


def read_toml(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text, its decimals as text; Refused where it is none."""
    try:
        return toml_values(text, parse_float=str)
    except ValueError as error:
        raise Refused([faults.UNREADABLE.at(file, value=error, wanted="TOML", wanted_ja="TOML")]) from error


def wrong(where: str, value: object, wanted: Term) -> Finding:
    """A value that is not what is wanted there."""
    shown = value.isoformat() if isinstance(value, date | datetime) else value
    return faults.WRONG_VALUE.at(where, value=shown, wanted=wanted.en, wanted_ja=wanted.ja)


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a TOML file. `where` names it; faults go to `found`, which all entries of a file share."""

    where: str
    plain: Mapping[str, Any]
    found: list[Finding]

    def only(self, *keys: str) -> None:
        """Find the keys that nobody asked for."""
        allowed = ", ".join(keys)
        self.found.extend(
            faults.UNKNOWN_KEY.at(self.where, value=key, keys=allowed) for key in self.plain if key not in keys
        )

    def __contains__(self, key: str) -> bool:
        return key in self.plain

    def fault(self, key: str, value: object, wanted: Term) -> None:
        """Find that the value of a key is not what is wanted."""
        self.found.append(wrong(f"{self.where} key {key}", value, wanted))

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value = self._value(key)
        if isinstance(value, str) and value.strip():
            return value
        return self._refused(key, value, Term("a text", "文字列"), "")

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is not there."""
        return self.text(key) if key in self else None

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """One of some words."""
        value = self._value(key)
        if value in choices:
            return str(value)
        words = ", ".join(choices)
        return self._refused(key, value, Term(f"one of {words}", f"次のいずれか: {words}"), choices[0])

    def names(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key)
        if isinstance(value, list) and all(isinstance(name, str) and name.strip() for name in value):
            return tuple(value)
        return self._refused(key, value, Term("a list of texts", "文字列の一覧"), ())

    def optional_names(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is not there."""
        return self.names(key) if key in self else ()

    def amount(self, key: str, scale: int) -> int:
        """An amount as text, or a whole number, in minor units of an asset with `scale` decimals."""
        value = self._value(key)
        try:
            return minor_units(_number_text(value), scale)
        except AmountRefused:
            wanted = Term(
                f'an amount as text with at most {scale} decimals, such as "523000000"',
                f'"523000000" のような文字列の数量（小数点以下 {scale} 桁まで）',
            )
            return self._refused(key, value, wanted, 0)

    def asset(self, key: str, exchange: Exchange) -> tuple[str, int]:
        """An asset of the exchange and its scale; the finest scale where it is none, so that one fault is found."""
        asset = self.text(key)
        if asset:
            self.require_asset(key, asset, exchange)
        known = exchange.assets.get(asset)
        return asset, known.scale if known else SCALE_MAX

    def require_asset(self, key: str, asset: str, exchange: Exchange) -> None:
        """Find that the exchange has no such asset."""
        if asset not in exchange.assets:
            names = ", ".join(exchange.assets)
            self.fault(key, asset, Term(f"an asset of exchange.toml: {names}", f"exchange.toml にある資産: {names}"))

    def switch(self, key: str) -> bool:
        """True or false."""
        value = self._value(key)
        if isinstance(value, bool):
            return value
        return self._refused(key, value, Term("true or false", "true または false"), placeholder=False)

    def optional_amount(self, key: str, scale: int) -> int | None:
        """An amount, or None where the key is not there."""
        return self.amount(key, scale) if key in self else None

    def rate(self, key: str) -> Fraction:
        """A share of at most 1, as decimal text or a fraction."""
        value = self._value(key)
        try:
            share = rate(_number_text(value))
        except ValueError:
            share = Fraction(2)
        if share <= 1:
            return share
        wanted = Term(
            'a share of at most 1 as text, such as "0.8" or "603/1000"',
            '"0.8"・"603/1000" のような1以下の割合（文字列）',
        )
        return self._refused(key, value, wanted, Fraction(0))

    def count(self, key: str, default: int) -> int:
        """A whole number from 0."""
        value = self.plain.get(key, default)
        if _is_whole(value) and value >= 0:
            return int(value)
        return self._refused(key, value, Term("a whole number from 0", "0以上の整数"), default)

    def moment(self, key: str) -> datetime:
        """A moment with offset."""
        value = self._value(key)
        if (moment := as_moment(value)) is not None:
            return moment
        self._no_day(faults.NOT_A_MOMENT, key, value, Term("a moment with offset", "時差付き日時"))
        return _NO_MOMENT

    def optional_moment(self, key: str) -> datetime | None:
        """A moment, or None where the key is not there."""
        return self.moment(key) if key in self else None

    def day(self, key: str) -> date:
        """A day."""
        value = self._value(key)
        day = _read(value, date.fromisoformat)
        if isinstance(day, date) and not isinstance(day, datetime):
            return day
        self._no_day(faults.NOT_A_DAY, key, value, Term("a day", "日付"))
        return date.min

    def optional_day(self, key: str) -> date | None:
        """A day, or None where the key is not there."""
        return self.day(key) if key in self else None

    def table(self, key: str) -> "Entry":
        """The table under a key; an empty one where it is not there."""
        value = self.plain.get(key, {})
        if isinstance(value, dict):
            return Entry(f"{self.where} {key}", value, self.found)
        self.fault(key, value, Term(f"a table [{key}]", f"[{key}] の節"))
        return Entry(self.where, {}, self.found)

    def tables(self, key: str) -> list["Entry"]:
        """The tables of a list, numbered as a user counts them; none where the key is not there."""
        value = self.plain.get(key, [])
        if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            return [
                Entry(f"{self.where} {key} {number}", entry, self.found) for number, entry in enumerate(value, start=1)
            ]
        self.fault(key, value, Term(f"[[{key}]] sections", f"[[{key}]] の節"))
        return []

    def named(self, key: str) -> Iterator[tuple[str, "Entry"]]:
        """The tables under a key by their names: `[reference_price.XEM]` is XEM."""
        entry = self.table(key)
        for name in entry.plain:
            yield name, entry.table(name)

    def _value(self, key: str) -> object:
        return self.plain.get(key, _ABSENT)

    def _no_day(self, kind: FindingKind, key: str, value: object, wanted: Term) -> None:
        if value is _ABSENT:
            self.found.append(faults.MISSING_KEY.at(self.where, key=key, wanted=wanted))
        else:
            shown = value.isoformat() if isinstance(value, date) else value
            self.found.append(kind.at(f"{self.where} key {key}", value=shown))

    def _refused(self, key: str, value: object, wanted: Term, placeholder: _Value) -> _Value:
        if value is _ABSENT:
            self.found.append(faults.MISSING_KEY.at(self.where, key=key, wanted=wanted))
        else:
            self.fault(key, value, wanted)
        return placeholder


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _number_text(value: object) -> str:
    """A number that was written as text or as a whole number; blank, which no reader takes, for anything else."""
    return str(value) if _is_whole(value) or isinstance(value, str) else ""


def _read(value: object, reader: Callable[[str], date]) -> object:
    """A day or moment that was written as text or as TOML's own."""
    if not isinstance(value, str):
        return value
    try:
        return reader(value)
    except ValueError:
        return None
