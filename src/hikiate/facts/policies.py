"""The insurance policies of a pack (`policies.toml`), as written; what they are worth is for the rules."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from hikiate.facts import faults
from hikiate.facts.entries import Entry, read_toml
from hikiate.facts.exchange import Exchange
from hikiate.facts.incident_policy import KEY as INCIDENT_POLICY
from hikiate.facts.incident_policy import incident_policy
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term

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


_KEYS = tuple(Policy._fields)


def read_policies(text: str, exchange: Exchange) -> tuple[Policy, ...]:
    """Read `policies.toml`; Refused with every fault of it."""
    file = Entry(FILE, read_toml(text, FILE), [])
    file.only("policy", INCIDENT_POLICY)
    incident_policy(file)
    policies = [_policy(entry, exchange.reporting_scale) for entry in file.tables("policy")]
    ids = [policy.id for policy in policies]
    file.found.extend(
        faults.DUPLICATE.at(f"{FILE} policy {number}", value=name, key="id")
        for number, name in enumerate(ids, start=1)
        if name and name in ids[: number - 1]
    )
    if file.found:
        raise Refused(file.found)
    return tuple(policies)


def _policy(entry: Entry, scale: int) -> Policy:
    """The policy as read; never used where it has a fault."""
    before = len(entry.found)
    entry.only(*_KEYS)
    policy = Policy(
        id=entry.text("id"),
        insurer=entry.text("insurer"),
        third_party=entry.switch("third_party"),
        perils=entry.names("perils"),
        tiers=entry.names("tiers"),
        limit=entry.amount("limit", scale),
        aggregate=entry.optional_amount("aggregate", scale),
        deductible=entry.optional_amount("deductible", scale) or 0,
        share=entry.rate("share") if "share" in entry else Fraction(1),
        starts=entry.day("starts"),
        ends=entry.day("ends"),
        notice_days=entry.count("notice_days", 0),
        waiting_days=entry.count("waiting_days", 0),
        premium=entry.optional_amount("premium", scale),
        reinstatements=entry.count("reinstatements", 0),
    )
    if len(entry.found) == before and policy.ends <= policy.starts:
        entry.fault("ends", policy.ends, Term("a day after starts", "starts より後の日"))
    return policy
