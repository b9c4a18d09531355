"""Quotes: what insurers offer, layer by layer, read strictly from a file (`quotes.toml`)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hikiate.facts.tables import TIERS
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import toml_values
from hikiate.kernel.rates import rate
from hikiate.risk.kinds import NEGATIVE_PREMIUM
from hikiate.risk.parameters import malformed
from hikiate.risk.tower import KINDS, Layer

LAYERS_MAX = 4
"""The cheapest mix tries every combination of limits; more layers than this would take hours."""

_REQUIRED = ("id", "insurer", "limit", "premium", "perils", "tiers")
_OPTIONAL = (
    "kind", "attachment", "deductible", "share", "aggregate", "reinstatements", "reinstatement_premium",
    "waiting_days", "refusal", "default", "divisible",
)  # fmt: skip
_DENOMINATOR_MAX = 10**9
_COUNT_MAX = 10_000
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quotes:
    """The currency and the layers of a file; money in minor units of that currency."""

    currency: str
    layers: tuple[Layer, ...]


def quoted_currency(text: str, where: str) -> str:
    """The currency that a file of quotes names, which decides how its money is read; Refused where it names none."""
    record = _record(text, where)
    if found := _currency_faults(record, where):
        raise Refused(found)
    return str(record["currency"])


def _currency_faults(record: Mapping[str, Any], where: str) -> list[Finding]:
    currency = record.get("currency")
    if isinstance(currency, str) and currency.strip():
        return []
    return [malformed(f"{where} key currency", str(currency), 'a currency such as "JPY"', '"JPY" などの通貨')]


def read_quotes(text: str, where: str, scale: int) -> Quotes:
    """Read quotes whose currency has `scale` decimals; Refused with every fault of the file."""
    record = _record(text, where)
    found = _currency_faults(record, where)
    found += [
        malformed(where, f"unknown key {key}", "only currency, layer", "currency と layer のみ")
        for key in sorted(set(record) - {"currency", "layer"})
    ]
    entries = record.get("layer")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise Refused([*found, malformed(where, "no [[layer]]", "[[layer]] records", "[[layer]] の節")])
    if len(entries) > LAYERS_MAX:
        found.append(malformed(where, f"{len(entries)} layers", f"at most {LAYERS_MAX}", f"{LAYERS_MAX} 以下"))
    layers: list[Layer] = []
    for number, entry in enumerate(entries, start=1):
        reader = _Reader(f"{where} layer {number}", entry, scale)
        layer = reader.layer()
        if layer.id in [other.id for other in layers]:
            reader.fault("id", layer.id, "each id once", "重複しない id")
        layers.append(layer)
        found += reader.found
    if found:
        raise Refused(found)
    return Quotes(record["currency"], tuple(layers))


def _record(text: str, where: str) -> dict[str, Any]:
    try:
        return toml_values(text, parse_float=str)
    except ValueError as error:
        raise Refused([malformed(where, f"no TOML: {error}", "TOML", "TOML")]) from error


class _Reader:
    """Reads the keys of one layer, gathering faults; a faulty key reads as a value that is never used."""

    def __init__(self, where: str, entry: Mapping[str, Any], scale: int) -> None:
        self.where, self.entry, self.scale = where, entry, scale
        self.found: list[Finding] = []
        for key in sorted(set(entry) - {*_REQUIRED, *_OPTIONAL}):
            keys = ", ".join((*_REQUIRED, *_OPTIONAL))
            self.found.append(malformed(where, f"unknown key {key}", f"only {keys}", f"{keys} のみ"))
        for key in _REQUIRED:
            if key not in entry:
                self.fault(key, "absent", "a value", "値")

    def fault(self, key: str, value: object, wanted: str, wanted_ja: str) -> None:
        """Gather a fault of a key."""
        self.found.append(malformed(f"{self.where} key {key}", str(value), wanted, wanted_ja))

    def layer(self) -> Layer:
        """The layer as read."""
        kind = self.entry.get("kind", "excess")
        if kind not in KINDS:
            self.fault("kind", kind, f"one of {', '.join(KINDS)}", f"次のいずれか: {'、'.join(KINDS)}")
        layer = Layer(
            id=self._text("id"),
            insurer=self._text("insurer"),
            kind=str(kind),
            attachment=self._money("attachment") or 0,
            limit=self._money("limit") or 0,
            share=self._ratio("share", Fraction(1)),
            deductible=self._money("deductible") or 0,
            aggregate=self._money("aggregate"),
            reinstatements=self._count("reinstatements"),
            waiting_days=self._count("waiting_days") or 0,
            perils=self._words("perils"),
            tiers=self._words("tiers", TIERS),
            premium=self._premium(),
            reinstatement_premium=self._ratio("reinstatement_premium", Fraction(0)),
            refusal=self._ratio("refusal") if "refusal" in self.entry else None,
            default=self._ratio("default") if "default" in self.entry else None,
            divisible=self._switch("divisible"),
            source=self.where,
        )
        if not self.found and layer.limit == 0:
            self.fault("limit", 0, "a limit above zero", "0 より大きい支払限度額")
        if not self.found and layer.share == 0:
            self.fault("share", 0, "a share above zero", "0 より大きい引受割合")
        return layer

    def _text(self, key: str) -> str:
        value = self.entry.get(key, "-")
        if not isinstance(value, str) or not value.strip():
            self.fault(key, value, "a text", "文字列")
        return str(value)

    def _switch(self, key: str) -> bool:
        value = self.entry.get(key, True)
        if not isinstance(value, bool):
            self.fault(key, value, "true or false", "true または false")
        return value is True

    def _words(self, key: str, choices: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = self.entry.get(key, ["-"] if choices is None else list(choices))
        words = value if isinstance(value, list) and all(isinstance(word, str) for word in value) else []
        if not words or (choices is not None and not set(words) <= set(choices)):
            said = f": {', '.join(choices)}" if choices else ""
            self.fault(key, value, f"a list of words{said}", f"語の一覧{said}")
        return tuple(words)

    def _money(self, key: str) -> int | None:
        value = self.entry.get(key)
        return None if value is None else self._read(key, value, lambda text: minor_units(text, self.scale))

    def _premium(self) -> int | None:
        value = str(self.entry.get("premium", ""))
        if _NEGATIVE.fullmatch(value):
            self.found.append(NEGATIVE_PREMIUM.at(f"{self.where} key premium", value=value))
            return None
        return self._money("premium")

    def _read(self, key: str, value: object, read: Callable[[str], int]) -> int | None:
        try:
            return read(str(value) if isinstance(value, int | str) and not isinstance(value, bool) else "")
        except AmountRefused:
            self.fault(key, value, 'an amount as text such as "5000000000"', '"5000000000" のような金額')
            return None

    def _ratio(self, key: str, absent: Fraction = Fraction(0)) -> Fraction:
        value = self.entry.get(key, absent)
        try:
            ratio = rate(str(value))
        except ValueError:
            ratio = Fraction(2)
        if ratio > 1 or ratio.denominator > _DENOMINATOR_MAX:
            self.fault(key, value, 'a share of at most 1 such as "0.8"', '"0.8" のような1以下の割合')
        return ratio

    def _count(self, key: str) -> int | None:
        value = self.entry.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _COUNT_MAX:
            self.fault(key, value, f"a whole number from 0 to {_COUNT_MAX}", f"0 以上 {_COUNT_MAX} 以下の整数")
            return 0
        return value
