"""The law as data, shown: rulebooks listed, one shown on a day, two compared, all checked."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.law_watch import change_document, watch_document, watch_lines
from hikiate.cli.speech import put, put_json
from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Language, Term, unit_term
from hikiate.law.provisions import CURRENCIES, Provision, Version
from hikiate.law.rulebooks import Edition, Library
from hikiate.law.watch import watch
from hikiate.reports.columns import aligned
from hikiate.rules.compared.changes import Change, between_days
from hikiate.storage.lawbooks import library

_STATUS_JA = {
    "enacted": "法令",
    "proposed": "法案",
    "reported": "報道",
    "assumption": "仮定",
    "undecided": "未定",
}

_UNITS = {
    "ratio": Term("", ""),
    "names": Term("", ""),
    "switch": Term("", ""),
    "day": Term("", ""),
    "count": Term("times", "倍"),
    **{currency: unit_term(currency) for currency in CURRENCIES},
    "months": Term("months", "か月"),
    "days": Term("days", "日"),
    "business_days": Term("business days", "営業日"),
    "years": Term("years", "年"),
}


def list_(on: datetime | None, overlays: list[Path] | None, *, as_json: bool, lang: str | None) -> None:
    """List the rulebooks as they stand on a day."""
    spoken = language(lang)
    laws = library(overlays or [])
    day = on.date() if on else _today()
    editions = [book.on(day) for book in laws.rulebooks.values()]
    if as_json:
        rows = [
            {
                "name": edition.book.name,
                "title": edition.book.title.en,
                "status": edition.status.value,
                "in_force": edition.is_in_force,
                "digest": edition.book.digest,
                "overlays": list(edition.book.overlays),
            }
            for edition in editions
        ]
        put_json({"schema": "hikiate/rules/1", "on": day.isoformat(), "rulebooks": rows})
        return
    lines = [
        (
            edition.book.name,
            _status(edition.status.value, spoken),
            edition.book.digest[:12],
            edition.book.title.said(spoken),
        )
        for edition in editions
    ]
    put("\n".join(aligned(lines, ["left"] * 4)))
    for edition in editions:
        put(f"\n{edition.book.name}\n  {edition.book.summary.said(spoken)}")


def show(name: str, on: datetime | None, overlays: list[Path] | None, *, as_json: bool, lang: str | None) -> None:
    """Show a rulebook on a day."""
    spoken = language(lang)
    day = on.date() if on else _today()
    book = library(overlays or []).choose([name])[0]
    edition = book.begun(day) if on else book.on(day)
    if as_json:
        provisions = {key: _plain(provision, edition) for key, provision in book.provisions.items()}
        put_json(
            {
                "schema": "hikiate/rules/1",
                "name": name,
                "on": day.isoformat(),
                "digest": book.digest,
                "provisions": provisions,
            }
        )
        return
    put(f"{book.title.said(spoken)}  [{name}]  {day}\n{book.digest}\n{book.summary.said(spoken)}\n")
    for key, provision in book.provisions.items():
        put(_shown(key, provision, edition.versions.get(key), spoken))


def _plain(provision: Provision, edition: Edition) -> dict[str, object]:
    version = provision.on(edition.day)
    plain: dict[str, object] = {"path": provision.path, "title": provision.title.en, "unit": provision.unit}
    if version is None:
        return {**plain, "value": None, "status": "not in force"}
    return {
        **plain,
        "value": version.value,
        "status": version.status.value,
        "in_force_from": version.in_force_from.isoformat(),
        "in_force_until": version.in_force_until.isoformat() if version.in_force_until else None,
        "citation": version.citation.text,
        "verified_on": version.verified_on.isoformat(),
        "source": version.source,
        "note": version.note,
    }


def _shown(key: str, provision: Provision, version: Version | None, spoken: Language) -> str:
    if version is None:
        return (
            f"{key}\n  {provision.title.said(spoken)}\n  {'施行されていません' if spoken == 'ja' else 'not in force'}\n"
        )
    unit = "" if version.value is None or version.is_off else _UNITS[provision.unit].said(spoken)
    value = f"{_value(version, spoken)} {unit}".rstrip()
    always = version.in_force_from == date.min
    since = "" if always else f"  {version.in_force_from} – {version.in_force_until or ''}"
    lines = [
        key,
        f"  {provision.title.said(spoken)}",
        f"  {value}  [{_status(version.status.value, spoken)}]{since}",
        f"  {version.citation.text}",
        f"  {'出典' if spoken == 'ja' else 'source'}: {version.source}  ({version.verified_on})",
    ]
    if version.note:
        lines.append(f"  {'注' if spoken == 'ja' else 'note'}: {version.note}")
    return "\n".join(lines) + "\n"


def diff(first: str, second: str, overlays: list[Path] | None, *, words: bool, as_json: bool, lang: str | None) -> None:
    """Compare two rulebooks, each on today's date or on the day after its `@`; in words for two days of one."""
    spoken = language(lang)
    laws = library(overlays or [])
    editions = [_edition(laws, name) for name in (first, second)]
    if words and editions[0].book.name == editions[1].book.name:
        changes = between_days(editions[0].book, editions[0].day, editions[1].day)
        _put_changes(changes, first, second, spoken, as_json=as_json)
        return
    keys = list(dict.fromkeys(key for edition in editions for key in edition.book.provisions))
    first_versions, second_versions = (edition.versions for edition in editions)
    differing = [
        (key, first_versions.get(key), second_versions.get(key))
        for key in keys
        if _compared(first_versions.get(key)) != _compared(second_versions.get(key))
    ]
    rows = [(key, _said(one, spoken), _said(other, spoken)) for key, one, other in differing]
    if as_json:
        differences = [
            {"provision": key, "first": _compared(one), "second": _compared(other)} for key, one, other in differing
        ]
        put_json({"schema": "hikiate/rules/1", "first": first, "second": second, "differences": differences})
    elif rows:
        put("\n".join(aligned([("", first, second), *rows], ["left"] * 3)))
    else:
        put("相違はありません" if spoken == "ja" else "no difference")


def _put_changes(changes: Sequence[Change], first: str, second: str, spoken: Language, *, as_json: bool) -> None:
    if as_json:
        said = [change_document(change) for change in changes]
        put_json({"schema": "hikiate/rules/1", "first": first, "second": second, "changes": said})
    else:
        none = "相違はありません" if spoken == "ja" else "no difference"
        put("\n".join(change.sentence.said(spoken) for change in changes) or none)


def check(
    overlays: list[Path] | None,
    on: datetime | None,
    stale_days: int,
    ahead_days: int,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Load the whole library, which checks every record, and say what is stale, open or about to change on a day."""
    spoken = language(lang)
    laws = library(overlays or [])
    seen = watch(laws, on.date() if on else _today(), stale_days, ahead_days)
    versions = [version for provision in laws.provisions.values() for version in provision.versions]
    oldest = min(version.verified_on for version in versions)
    counts = {
        "provisions": len(laws.provisions),
        "versions": len(versions),
        "rulebooks": len(laws.rulebooks),
        "undecided": sum(version.value is None for version in versions),
        "oldest_verification": oldest.isoformat(),
    }
    if as_json:
        put_json({"schema": "hikiate/rules/1", **counts, "watch": watch_document(seen)})
        return
    words = {
        "ja": "{rulebooks} 規程集・{provisions} 条項・{versions} 版、不備なし。"
        "未定 {undecided}、最も古い確認日 {oldest_verification}",
        "en": "{rulebooks} rulebooks, {provisions} provisions, {versions} versions: no faults; {undecided} undecided; "
        "oldest verification {oldest_verification}",
    }
    put("\n".join([words[spoken].format(**counts), *watch_lines(seen, spoken)]))


def _edition(laws: Library, name: str) -> Edition:
    book, _, day = name.partition("@")
    try:
        on = date.fromisoformat(day) if day else _today()
    except ValueError as error:
        raise Refused([faults.NOT_A_DAY.at(f"argument {name}", value=day)]) from error
    chosen = laws.choose([book])[0]
    return chosen.begun(on) if day else chosen.on(on)


def _compared(version: Version | None) -> dict[str, str | None] | None:
    """What two editions are compared by; None where a provision is not in force or not in the rulebook."""
    return None if version is None else {"value": version.value, "status": version.status.value}


def _said(version: Version | None, spoken: Language) -> str:
    if version is None:
        return "-"
    return f"{_value(version, spoken)} [{_status(version.status.value, spoken)}]"


def _value(version: Version, spoken: Language) -> str:
    """A value as it stands in the record, or that there is none."""
    if version.value is None:
        return "未定" if spoken == "ja" else "undecided"
    if version.is_off:
        return "適用なし" if spoken == "ja" else "off"
    return "適用あり" if spoken == "ja" and version.value == "on" else version.value


def _status(status: str, spoken: Language) -> str:
    return _STATUS_JA[status] if spoken == "ja" else status


def _today() -> date:
    """The day on the machine's own clock; only what is shown of the law depends on it."""
    return datetime.now().astimezone().date()
