"""The insurance policies of a pack (`policies.toml`), as written; what they are worth is for the rules."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from hikiate.facts import faults
from hikiate.facts.exchange import Exchange
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.rates import rate

FILE = "policies.toml"


class Policy(NamedTuple):
    """One policy. Money is whole minor units of the reporting currency; `share` is the insurer's part of the layer.

    `starts` is the first day of cover and `ends` the first day without it. `aggregate` is what the insurer pays over
    the whole term (None: no aggregate limit), `notice_days` the notice of cancellation, `waiting_days` the days after
    which a claim is paid.
    """

    id: str
    insurer: str
    third_party: bool
    perils: tuple[str, ...]
    tiers: tuple[str, ...]
    limit: int
    aggregate: int | None
    deductible: int
    share: Fraction
    starts: date
    ends: date
    notice_days: int
    waiting_days: int
    premium: int | None
    reinstatements: int


_REQUIRED = {"id", "insurer", "third_party", "perils", "tiers", "limit", "starts", "ends"}
_OPTIONAL = {"aggregate", "deductible", "share", "notice_days", "waiting_days", "premium", "reinstatements"}


def read_policies(text: str, exchange: Exchange) -> tuple[Policy, ...]:
    """Read `policies.toml`; Refused with every fault of it."""
    try:
        record = tomllib.loads(text, parse_float=str)
    except tomllib.TOMLDecodeError as error:
        raise Refused([faults.UNREADABLE.at(FILE, value=error, wanted="TOML", wanted_ja="TOML")]) from error
    found = [faults.UNKNOWN_KEY.at(FILE, value=key, keys="policy") for key in sorted(set(record) - {"policy"})]
    entries = record.get("policy", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Refused([*found, _wrong(FILE, "policy", "[[policy]] sections", "[[policy]] の節")])
    policies = []
    for number, entry in enumerate(entries, start=1):
        reader = _Reader(f"{FILE} policy {number}", entry, exchange.reporting_scale)
        policies.append(reader.policy())
        found += reader.found
    ids = [policy.id for policy in policies]
    found += [
        faults.DUPLICATE.at(f"{FILE} policy {number}", value=name, key="id")
        for number, name in enumerate(ids, start=1)
        if name and name in ids[: number - 1]
    ]
    if found:
        raise Refused(found)
    return tuple(policies)


class _Reader:
    """Reads the keys of one policy, gathering faults; a faulty key reads as an empty value that is never used."""

    def __init__(self, where: str, entry: Mapping[str, Any], scale: int) -> None:
        self.where, self.entry, self.scale = where, entry, scale
        self.found: list[Finding] = []
        keys = ", ".join(sorted(_REQUIRED | _OPTIONAL))
        unknown = sorted(set(entry) - _REQUIRED - _OPTIONAL)
        self.found += [faults.UNKNOWN_KEY.at(where, value=key, keys=keys) for key in unknown]
        missing = sorted(_REQUIRED - set(entry))
        self.found += [faults.BLANK.at(f"{where} key {key}") for key in missing]

    def policy(self) -> Policy:
        """The policy as read."""
        policy = Policy(
            id=self._text("id"),
            insurer=self._text("insurer"),
            third_party=self._switch("third_party"),
            perils=self._names("perils"),
            tiers=self._names("tiers"),
            limit=self._money("limit") or 0,
            aggregate=self._money("aggregate"),
            deductible=self._money("deductible") or 0,
            share=self._share(),
            starts=self._day("starts"),
            ends=self._day("ends"),
            notice_days=self._count("notice_days"),
            waiting_days=self._count("waiting_days"),
            premium=self._money("premium"),
            reinstatements=self._count("reinstatements"),
        )
        if not self.found and policy.ends <= policy.starts:
            self._fault("ends", policy.ends, "a day after starts", "starts より後の日")
        return policy

    def _fault(self, key: str, value: object, wanted: str, wanted_ja: str) -> None:
        self.found.append(_wrong(f"{self.where} key {key}", value, wanted, wanted_ja))

    def _text(self, key: str) -> str:
        value = self.entry.get(key, "")
        if key in self.entry and not (isinstance(value, str) and value.strip()):
            self._fault(key, value, "a text", "文字列")
        return str(value)

    def _switch(self, key: str) -> bool:
        value = self.entry.get(key, False)
        if not isinstance(value, bool):
            self._fault(key, value, "true or false", "true または false")
        return value is True

    def _names(self, key: str) -> tuple[str, ...]:
        value = self.entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self._fault(key, value, "a list of words", "語の一覧")
            return ()
        return tuple(value)

    def _money(self, key: str) -> int | None:
        value = self.entry.get(key)
        if value is None:
            return None
        try:
            return minor_units(str(value) if _is_whole(value) or isinstance(value, str) else "", self.scale)
        except AmountRefused:
            self._fault(
                key, value, 'a whole number, or an amount as text such as "5000000000"', "整数、または文字列の金額"
            )
            return None

    def _share(self) -> Fraction:
        value = self.entry.get("share", "1")
        try:
            share = rate(str(value) if _is_whole(value) or isinstance(value, str) else "")
        except ValueError:
            share = Fraction(2)
        if share > 1:
            self._fault(
                "share", value, 'a share of at most 1 as text, such as "0.8"', '"0.8" のような1以下の割合（文字列）'
            )
        return share

    def _day(self, key: str) -> date:
        value = self.entry.get(key)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                value = None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if key in self.entry:
            self._fault(key, self.entry[key], "a day such as 2026-04-01", "2026-04-01 のような日付")
        return date.min

    def _count(self, key: str) -> int:
        value = self.entry.get(key, 0)
        if not _is_whole(value) or value < 0:
            self._fault(key, value, "a whole number from 0", "0以上の整数")
            return 0
        return int(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _wrong(where: str, value: object, wanted: str, wanted_ja: str) -> Finding:
    return faults.WRONG_VALUE.at(where, value=value, wanted=wanted, wanted_ja=wanted_ja)
