"""Changes of law in words: what of a rulebook differs between two days, or without and with an overlay."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hikiate.kernel.amounts import grouped_text
from hikiate.kernel.rates import rate
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, unit_term
from hikiate.law.provisions import CURRENCIES, OFF, Provision, Version
from hikiate.law.rulebooks import Rulebook

NO_LAW = Term("no law", "規定なし")
STATUS_WORDS = {
    Status.ENACTED: Term("enacted", "法令"),
    Status.PROPOSED: Term("proposed", "法案"),
    Status.REPORTED: Term("reported", "報道"),
    Status.ASSUMPTION: Term("assumption", "仮定"),
    Status.UNDECIDED: Term("undecided", "未定"),
}
"""The statuses that a version can have, as a sentence says them."""


@dataclass(frozen=True, slots=True)
class Change:
    """A provision that differs: from `before` to `after`; `since` is the day from which, None for every day."""

    rulebook: str
    provision: Provision
    key: str
    before: Version | None
    after: Version | None
    since: date | None

    @property
    def sentence(self) -> Term:
        """The change as people say it."""
        title, unit = self.provision.title, self.provision.unit
        before, after = version_term(self.before, unit), version_term(self.after, unit)
        when = Term("", "") if self.since is None else Term(f"From {self.since}, ", f"{self.since} から、")
        cited = "" if self.after is None else f" ({self.after.citation.text})"
        return Term(
            f"{when.en}{title.en} ({self.key}): {before.en} becomes {after.en}{cited}.",
            f"{when.ja}{title.ja}（{self.key}）: {before.ja} → {after.ja}{cited}。",
        )


def version_term(version: Version | None, unit: str) -> Term:
    """A version in a sentence: its value in the provision's unit, and its status."""
    if version is None:
        return NO_LAW
    status = STATUS_WORDS[version.status]
    if version.value is None:
        return status
    value = _value_term(version.value, unit)
    return Term(f"{value.en} [{status.en}]", f"{value.ja}［{status.ja}］")


def _value_term(value: str, unit: str) -> Term:
    if value == OFF:
        return Term("off", "適用なし")
    if unit == "switch":
        return Term(value, "適用あり")
    if unit in CURRENCIES:
        amount, currency = grouped_text(rate(value)), unit_term(unit)
        return Term(f"{amount} {currency.en}", f"{amount} {currency.ja}")
    return Term(value, value)


def between_days(book: Rulebook, first: date, second: date) -> tuple[Change, ...]:
    """What of a rulebook differs between two days."""
    changes = []
    for key, provision in book.provisions.items():
        before, after = provision.on(first), provision.on(second)
        if before != after:
            since = after.in_force_from if after is not None else before.in_force_until if before is not None else None
            changes.append(Change(book.name, provision, key, before, after, since))
    return tuple(changes)


def by_overlay(before: Mapping[str, Rulebook], after: Mapping[str, Rulebook], day: date) -> tuple[Change, ...]:
    """What overlays changed in the law of a day or of days to come, in the order of the rulebooks."""
    changes = []
    for name, book in after.items():
        for key, provision in book.provisions.items():
            old = before[name].provisions[key]
            for version in provision.versions:
                if version not in old.versions and version.source.startswith("overlay "):
                    begins = version.in_force_from
                    since = None if begins == date.min else begins
                    on = day if since is None else begins
                    changes.append(Change(name, provision, key, old.on(on), version, since))
    return tuple(changes)
