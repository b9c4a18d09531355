"""Change notices: what differs between the providers of two packs, prepared to be filed.

Which changes must be filed, where and within how many days is published nowhere for the coming vendor rules; what is
prepared here says so and leaves the day open.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hikiate.facts.pack import Pack
from hikiate.facts.registry import Certificate, Oversight
from hikiate.facts.tables import Provider
from hikiate.kernel.wording import Term

DUE_UNDECIDED = Term(
    "undecided: the vendor rules of Law 64 of 2026 are not published",
    "未定（令和8年法律第64号に係るシステム提供業者の規制の詳細は未公表）",
)

_ADDED = Term("engaged", "委託開始")
_REMOVED = Term("no longer engaged", "委託終了")
_CHANGED = Term("changed", "変更")
_OVERSEEN = Term("oversight begun", "監督の開始")
_UNSEEN = Term("oversight ended", "監督の終了")
_COLUMNS = {
    "name": Term("name", "名称"),
    "number": Term("registration or notification number", "登録・届出番号"),
    "notified_on": Term("day of notification", "届出日"),
    "ends_on": Term("end of registration", "失効日"),
    "jurisdiction": Term("jurisdiction", "所在国・地域"),
}
_KEYS = {
    "contract": Term("contract", "委託契約"),
    "contract_starts": Term("start of contract", "契約開始日"),
    "contract_ends": Term("end of contract", "契約終了日"),
    "services": Term("services", "委託業務"),
    "holdings": Term("holdings that rest on it", "依存する有高"),
    "keys": Term("keys", "鍵"),
    "sub_providers": Term("sub-providers", "再委託先"),
    "certificates": Term("certificates", "認証・報告書"),
    "exit_plan": Term("exit plan", "移行計画"),
    "substitute": Term("substitute", "代替先"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One change of one provider: what it is about, as it stood before and as it stands now."""

    provider: str
    role: str
    change: Term
    about: Term
    before: str
    after: str


def notices(before: Pack, after: Pack) -> tuple[Notice, ...]:
    """Every change of a provider from one pack to the next, in the order of the later pack and then of the earlier."""
    old = {(row.provider, row.role): row for row in before.providers or ()}
    new = {(row.provider, row.role): row for row in after.providers or ()}
    found: list[Notice] = []
    for key, row in new.items():
        found += _row_changes(old[key], row) if key in old else [_whole(row, _ADDED)]
    found += [_whole(row, _REMOVED) for key, row in old.items() if key not in new]
    seen = {entry.provider: entry for entry in (before.registry.providers if before.registry else ())}
    now = {entry.provider: entry for entry in (after.registry.providers if after.registry else ())}
    for provider, entry in now.items():
        found += _entry_changes(seen[provider], entry) if provider in seen else [_oversight(entry, _OVERSEEN)]
    found += [_oversight(entry, _UNSEEN) for provider, entry in seen.items() if provider not in now]
    return tuple(found)


def _oversight(entry: Oversight, change: Term) -> Notice:
    before, after = (entry.contract, "") if change is _UNSEEN else ("", entry.contract)
    return Notice(entry.provider, "", change, _KEYS["contract"], before, after)


def _whole(row: Provider, change: Term) -> Notice:
    said = " / ".join(str(value) for value in (row.name, row.number, row.notified_on, row.jurisdiction) if value)
    before, after = (said, "") if change is _REMOVED else ("", said)
    return Notice(row.provider, row.role, change, Term("provider", "委託先"), before, after)


def _row_changes(old: Provider, new: Provider) -> Iterator[Notice]:
    for column, about in _COLUMNS.items():
        before, after = getattr(old, column), getattr(new, column)
        if before != after:
            yield Notice(new.provider, new.role, _CHANGED, about, _said(before), _said(after))


def _entry_changes(old: Oversight, new: Oversight) -> Iterator[Notice]:
    for key, about in _KEYS.items():
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield Notice(new.provider, "", _CHANGED, about, _said(before), _said(after))


def _said(value: object) -> str:
    if isinstance(value, Certificate):
        return f"{value.name} ({value.ends})"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_said(part) for part in value)
    return "" if value is None else str(value)
