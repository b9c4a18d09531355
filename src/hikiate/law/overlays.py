"""An overlay is a user's file of changes to a rulebook: a value with its own status, reason and, when law, citation.

It is how a firm tries a rate that nobody has enacted, and how the enacted number enters on the day it is published. A
change without a day holds for every day; with `in_force_from` it holds from that day and leaves the days before alone.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.status import Status
from hikiate.law.provisions import Citation, Provision, Version, malformed, version_faults
from hikiate.law.rulebooks import Library, Rulebook

_KEYS = {"name", "written_on", "change"}
_CHANGE_KEYS = {"rulebook", "provision", "value", "status", "reason", "in_force_from", "citation"}
_ALWAYS = date.min


def overlaid(library: Library, where: str, text: str) -> Library:
    """The library with the overlay's changes; Refused with every fault of the file, which `where` names."""
    try:
        record = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused([malformed(where, f"no TOML: {error}", "a TOML overlay")]) from error
    faults = [
        malformed(where, f"unknown key {key}", f"only {', '.join(sorted(_KEYS))}")
        for key in sorted(set(record) - _KEYS)
    ]
    if not isinstance(record.get("name"), str):
        faults.append(malformed(where, "no name", 'name = "…", by which results will cite the overlay'))
    written_on = record.get("written_on")
    if not isinstance(written_on, date):
        faults.append(malformed(where, "no written_on", "the day the overlay was written, such as 2027-04-01"))
    changes = record.get("change")
    if not isinstance(changes, list) or not changes:
        faults.append(malformed(where, "no [[change]]", "at least one change"))
        changes = []
    for number, change in enumerate(changes, start=1):
        faults += _change_faults(f"{where} change {number}", change, library, written_on)
    if faults:
        raise Refused(faults)
    books: dict[str, Rulebook] = {}
    for change in changes:
        book = books.get(change["rulebook"], library.rulebooks[change["rulebook"]])
        books[book.name] = _changed(book, record["name"], record["written_on"], change)
    return library.with_rulebooks(books)


def _change_faults(where: str, change: Mapping[str, Any], library: Library, written_on: object) -> list[Finding]:
    faults = [
        malformed(where, f"unknown key {key}", f"only {', '.join(sorted(_CHANGE_KEYS))}")
        for key in sorted(set(change) - _CHANGE_KEYS)
    ]
    book = library.rulebooks.get(change.get("rulebook", ""))
    if book is None:
        return [
            *faults,
            malformed(where, f"rulebook {change.get('rulebook')!r}", f"one of {', '.join(library.rulebooks)}"),
        ]
    provision = book.provisions.get(change.get("provision", ""))
    if provision is None:
        wanted = f"one of {', '.join(book.provisions)}"
        return [*faults, malformed(where, f"provision {change.get('provision')!r}", wanted)]
    if not isinstance(change.get("reason"), str) or not change["reason"]:
        faults.append(malformed(where, "no reason", "why this value, in words a reviewer can judge"))
    if change.get("status") in {Status.ENACTED.value, Status.PROPOSED.value} and "citation" not in change:
        faults.append(malformed(where, "no citation", "the law, article and day of promulgation"))
    record = {key: change[key] for key in ("value", "status", "in_force_from") if key in change}
    stand_in = {"law": "overlay", "promulgated_on": written_on if isinstance(written_on, date) else _ALWAYS}
    record |= {
        "citation": change.get("citation", stand_in),
        "source": "overlay",
        "verified_on": stand_in["promulgated_on"],
    }
    return faults + version_faults(where, {"in_force_from": _ALWAYS, **record}, provision.unit)


def _changed(book: Rulebook, overlay: str, written_on: date, change: Mapping[str, Any]) -> Rulebook:
    provision = book.provisions[change["provision"]]
    cited = change.get("citation", {"law": f"overlay {overlay}", "promulgated_on": written_on})
    version = Version(
        in_force_from=change.get("in_force_from", _ALWAYS),
        in_force_until=None,
        value=change.get("value"),
        status=Status(change["status"]),
        citation=Citation(cited["law"], cited.get("article", ""), cited.get("paragraph", ""), cited["promulgated_on"]),
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
