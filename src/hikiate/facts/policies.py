"""The insurance policies of a pack (`policies.toml`), as written; what they are worth is for the rules."""

import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from hikiate.facts import faults
from hikiate.facts.exchange import Exchange
from hikiate.facts.toml_entries import Entry, is_whole, wrong
from hikiate.kernel.findings import Refused
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
        raise Refused([*found, wrong(FILE, "policy", "[[policy]] sections", "[[policy]] の節")])
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


class _Reader(Entry):
    """Reads the keys of one policy."""

    def __init__(self, where: str, entry: Mapping[str, Any], scale: int) -> None:
        super().__init__(where, entry, required=_REQUIRED, optional=_OPTIONAL)
        self.scale = scale

    def policy(self) -> Policy:
        """The policy as read."""
        policy = Policy(
            id=self.text("id"),
            insurer=self.text("insurer"),
            third_party=self.switch("third_party"),
            perils=self.names("perils"),
            tiers=self.names("tiers"),
            limit=self.money("limit", self.scale) or 0,
            aggregate=self.money("aggregate", self.scale),
            deductible=self.money("deductible", self.scale) or 0,
            share=self._share(),
            starts=self.day("starts"),
            ends=self.day("ends"),
            notice_days=self.count("notice_days"),
            waiting_days=self.count("waiting_days"),
            premium=self.money("premium", self.scale),
            reinstatements=self.count("reinstatements"),
        )
        if not self.found and policy.ends <= policy.starts:
            self.wrong("ends", policy.ends, "a day after starts", "starts より後の日")
        return policy

    def _share(self) -> Fraction:
        value = self.entry.get("share", "1")
        try:
            share = rate(str(value) if is_whole(value) or isinstance(value, str) else "")
        except ValueError:
            share = Fraction(2)
        if share > 1:
            self.wrong(
                "share", value, 'a share of at most 1 as text, such as "0.8"', '"0.8" のような1以下の割合（文字列）'
            )
        return share
