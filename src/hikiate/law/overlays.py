"""An overlay is a user's file of changes to a rulebook: a value with its own status, reason and, when law, citation.

It is how a firm tries a rate that nobody has enacted, and how the enacted number enters on the day it is published. A
change without a day holds for every day; with `in_force_from` it holds from that day and leaves the days before alone.
Changes of one provision follow each other in order of their days, however the file lists them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import toml_values
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term
from hikiate.law.lightening import is_lighter, is_limit
from hikiate.law.provisions import (
    OFF,
    Citation,
    Provision,
    Version,
    among,
    is_day,
    is_said,
    malformed,
    one_of,
    unknown_key,
    version_faults,
)
from hikiate.law.rulebooks import Library, Rulebook

_KEYS = {"name", "written_on", "change"}
_CHANGE_KEYS = {"rulebook", "provision", "value", "status", "reason", "in_force_from", "citation"}
_ALWAYS = date.min

OVERLAY = Term("a TOML overlay in UTF-8", "UTF-8 の TOML による上書きファイル")
"""What stands where an overlay is read."""


def overlaid(library: Library, where: str, text: str) -> Library:
    """The library with the overlay's changes; Refused with every fault of the file, which `where` names."""
    try:
        record = toml_values(text)
    except ValueError as error:
        raise Refused(
            [malformed(where, Term(f"no TOML: {error}", f"TOML として読み取れません: {error}"), OVERLAY)]
        ) from error
    faults = [malformed(where, unknown_key(key), among(_KEYS)) for key in sorted(set(record) - _KEYS)]
    if not is_said(record.get("name")):
        wanted = Term('name = "…", by which results will cite the overlay', 'name = "…"（結果に表示される名称）')
        faults.append(malformed(where, Term("no name", "name がありません"), wanted))
    written_on = record.get("written_on")
    if not is_day(written_on):
        wanted = Term(
            "the day the overlay was written, such as 2027-04-01", "上書きファイルを作成した日（例 2027-04-01）"
        )
        faults.append(malformed(where, Term("no written_on", "written_on がありません"), wanted))
    changes = record.get("change")
    if not isinstance(changes, list) or not changes:
        faults.append(
            malformed(
                where,
                Term("no [[change]]", "[[change]] がありません"),
                Term("at least one change", "一つ以上の [[change]]"),
            )
        )
        changes = []
    for number, change in enumerate(changes, start=1):
        faults += _change_faults(f"{where} change {number}", change, library)
    if faults:
        raise Refused(faults)
    if twice := _repeated(where, changes):
        raise Refused(twice)
    books: dict[str, Rulebook] = {}
    for change in sorted(changes, key=_day_of):
        book = books.get(change["rulebook"], library.rulebooks[change["rulebook"]])
        books[book.name] = _changed(book, record["name"], record["written_on"], change)
    return library.with_rulebooks(books)


def _change_faults(where: str, change: object, library: Library) -> list[Finding]:
    if not isinstance(change, dict):
        return [malformed(where, repr(change), Term("a [[change]] record", "[[change]] の記録"))]
    faults = [malformed(where, unknown_key(key), among(_CHANGE_KEYS)) for key in sorted(set(change) - _CHANGE_KEYS)]
    name, key = change.get("rulebook"), change.get("provision")
    book = library.rulebooks.get(name) if isinstance(name, str) else None
    if book is None:
        return [
            *faults,
            malformed(where, Term(f"rulebook {name!r}", f"規程集 {name!r} はありません"), one_of(library.rulebooks)),
        ]
    provision = book.provisions.get(key) if isinstance(key, str) else None
    if provision is None:
        return [
            *faults,
            malformed(where, Term(f"provision {key!r}", f"条項 {key!r} はありません"), one_of(book.provisions)),
        ]
    if not is_said(change.get("reason")):
        wanted = Term("why this value, in words a reviewer can judge", "この値とした理由（検証する人が判断できる説明）")
        faults.append(malformed(where, Term("no reason", "reason がありません"), wanted))
    record = {key: change[key] for key in ("value", "status", "in_force_from") if key in change}
    stand_in = {"law": "overlay", "promulgated_on": _ALWAYS}
    is_law = change.get("status") in (Status.ENACTED.value, Status.PROPOSED.value)
    record |= {
        "citation": change.get("citation", None if is_law else stand_in),
        "source": "overlay",
        "verified_on": _ALWAYS,
    }
    faults += version_faults(where, {"in_force_from": _ALWAYS, **record}, provision.unit)
    return faults or _unlawful(where, change, book, provision)


def _unlawful(where: str, change: Mapping[str, Any], book: Rulebook, provision: Provision) -> list[Finding]:
    """What a well-written change may not do: lower what is enacted, cite what is not there, begin before the law."""
    faults = []
    day, status = _day_of(change), Status(change["status"])
    first = provision.versions[0].in_force_from
    if "in_force_from" in change and day < first:
        found = Term(f"from {day}, before the first version", f"開始日 {day} は最初の版より前です")
        faults.append(malformed(where, found, Term(f"a day from {first} on", f"{first} 以降の日")))
    if status is not Status.ENACTED:
        faults += _lightened(where, change, provision, day)
    cited = change.get("citation", {})
    known = _articles(book).get(cited.get("law"), set())
    if known and cited.get("article", "") not in known:
        name = f"{cited['law']} Art. {cited.get('article', '')}"
        found = Term(f"{name}, which {book.name} does not know", f"{name} は {book.name} にない条文です")
        articles = ", ".join(sorted(known))
        wanted = Term(
            f"one of {articles}; an instrument that is new by its own name",
            f"次のいずれか: {articles}。新しい法令は、その名称で引用してください",
        )
        faults.append(malformed(where, found, wanted))
    return faults


def _lightened(where: str, change: Mapping[str, Any], provision: Provision, day: date) -> list[Finding]:
    """The fault that a change asks less than law in force on the days that it covers."""
    key, value = change["provision"], change.get("value")
    enacted = [
        version
        for version in _replaced(provision, day)
        if version.status is Status.ENACTED and is_lighter(key, provision.unit, value, version)
    ]
    if not enacted:
        return []
    stands = ", ".join(version.value or "" for version in enacted)
    if OFF in {value, *(version.value for version in enacted)} or provision.unit == "switch":
        found, wanted = (
            Term(f"{value} in place of an enacted value", f"{value} は法令の定めを外します"),
            Term(stands, stands),
        )
    elif is_limit(key, provision.unit):
        found = Term(f"{value} is looser than an enacted limit", f"{value} は法令の上限・期限を緩めます")
        wanted = Term(f"{stands} or less", f"{stands} 以下")
    else:
        found = Term(f"{value} lowers an enacted value", f"{value} は法令の値を引き下げます")
        wanted = Term(f"{stands} or more", f"{stands} 以上")
    only_law = Term(
        f"{wanted.en}; only law makes it lighter: status enacted with the citation of what was enacted",
        f'{wanted.ja}。緩和は法令による場合に限ります（status = "enacted" と、その根拠条文）',
    )
    return [malformed(where, found, only_law)]


def _replaced(provision: Provision, day: date) -> list[Version]:
    """The versions that a change from `day` puts an end to."""
    return [version for version in provision.versions if version.in_force_until is None or version.in_force_until > day]


def _articles(book: Rulebook) -> dict[str, set[str]]:
    """The articles that the rulebook cites, by the law they stand in; laws cited as a whole have none."""
    articles: dict[str, set[str]] = {}
    for provision in book.provisions.values():
        for version in provision.versions:
            if version.citation.article:
                articles.setdefault(version.citation.law, set()).add(version.citation.article)
    return articles


def _day_of(change: Mapping[str, Any]) -> date:
    day: date = change.get("in_force_from", _ALWAYS)
    return day


def _repeated(where: str, changes: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Changes of a provision from a day from which another change of it holds already."""
    seen: set[tuple[str, str, date]] = set()
    faults = []
    for number, change in enumerate(changes, start=1):
        key = (change["rulebook"], change["provision"], _day_of(change))
        if key in seen:
            name = change["provision"]
            found = Term(f"a second change of {name} from the same day", f"{name} の変更が、同じ日から二つあります")
            wanted = Term("one change of a provision for a day", "一つの条項につき、同じ日からの変更は一つ")
            faults.append(malformed(f"{where} change {number}", found, wanted))
        seen.add(key)
    return faults


def _changed(book: Rulebook, overlay: str, written_on: date, change: Mapping[str, Any]) -> Rulebook:
    provision = book.provisions[change["provision"]]
    cited = change.get("citation", {"law": f"overlay {overlay}", "promulgated_on": written_on})
    version = Version(
        in_force_from=_day_of(change),
        in_force_until=None,
        value=change.get("value"),
        status=Status(change["status"]),
        citation=Citation.read(cited),
        verified_on=written_on,
        source=f"overlay {overlay}",
        note=change["reason"],
    )
    changed = replace(provision, versions=(*_cut(provision, version.in_force_from), version))
    overlays = tuple(dict.fromkeys((*book.overlays, overlay)))
    return replace(book, provisions={**book.provisions, change["provision"]: changed}, overlays=overlays)


def _cut(provision: Provision, day: date) -> list[Version]:
    """The versions before `day`, the last of them ending there."""
    before = [version for version in provision.versions if version.in_force_from < day]
    return [replace(version, in_force_until=min(version.in_force_until or day, day)) for version in before]
