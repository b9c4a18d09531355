"""Sanctions lists (制裁対象者リスト) in the forms in which they are published, read into names and addresses.

Read are the classic SDN list of OFAC (`sdn.xml`, digital-currency addresses among its identifiers), the consolidated
lists of the UN Security Council and of the EU (XML), and a CSV with the columns `name`, `aliases`, `address` (several
parted by `;`), `entry` and `as_of`, or 氏名, 別名, アドレス, 番号 and 公表日. The CSV is the exchange's own list, or
that of Japan's Ministry of Finance saved with these headings. Which form a file has is told by what stands in it.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from hikiate.conduct.screening import faults
from hikiate.conduct.screening.markup import entries, root_of, text_at
from hikiate.facts.faults import FAULTS_SHOWN_MAX, MORE_FAULTS, NOT_A_DAY, NOT_UTF8, RAGGED
from hikiate.kernel.findings import Finding, Refused

SCHEMA = {"entry": pl.String(), "text": pl.String()}


@dataclass(frozen=True, slots=True)
class ScreeningList:
    """A list: its file, the day on which it was published, and every name and every address (`entry`, `text`)."""

    file: str
    published_on: date | None
    names: pl.DataFrame
    addresses: pl.DataFrame


@dataclass(slots=True)
class _Gathered:
    """What was read so far: names and addresses by entry."""

    names: list[tuple[str, str]]
    addresses: list[tuple[str, str]]

    def name(self, entry: str, *parts: str) -> None:
        whole = " ".join(part for part in parts if part)
        if whole:
            self.names.append((entry, whole))

    def whole(self, file: str, published_on: date | None) -> ScreeningList:
        if not self.names and not self.addresses:
            raise Refused([faults.EMPTY_LIST.at(file)])
        frames = [pl.DataFrame(rows, schema=SCHEMA, orient="row") for rows in (self.names, self.addresses)]
        return ScreeningList(file, published_on, *(frame.unique(maintain_order=True) for frame in frames))


def read_list(file: str, content: bytes) -> ScreeningList:
    """Read a list; Refused with its faults where it has another form, is empty, cut off or too large."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise Refused([faults.EMPTY_LIST.at(file)])
    if not start.startswith(b"<"):
        return _plain(file, content)
    root, attributes = root_of(file, content)
    reader = {"sdnList": _ofac, "CONSOLIDATED_LIST": _united_nations, "export": _european_union}.get(root)
    if reader is None:
        raise Refused([faults.UNKNOWN_FORM.at(file, value=f"<{root}>")])
    return reader(file, content, attributes)


def age_findings(lists: list[ScreeningList], on: date, days_max: int) -> list[Finding]:
    """Warnings of lists that are older than so many days on a day, or that do not say their day."""
    found = []
    for one in lists:
        if one.published_on is None:
            found.append(faults.UNDATED_LIST.at(one.file))
        elif (age := (on - one.published_on).days) > days_max:
            found.append(faults.STALE_LIST.at(one.file, published=one.published_on, age=age, days_max=days_max))
    return found


def _ofac(file: str, content: bytes, _attributes: Mapping[str, str]) -> ScreeningList:
    gathered, count, stated, published_on = _Gathered([], []), 0, None, None
    for element in entries(file, content, {"publshInformation", "sdnEntry"}):
        if element.tag == "publshInformation":
            published_on = _day(text_at(element, "Publish_Date"), "%m/%d/%Y")
            stated = text_at(element, "Record_Count")
            continue
        count += 1
        entry = text_at(element, "uid")
        for named in (element, *element.iterfind("akaList/aka")):
            gathered.name(entry, text_at(named, "firstName"), text_at(named, "lastName"))
        for identity in element.iterfind("idList/id"):
            if text_at(identity, "idType").startswith("Digital Currency Address"):
                gathered.addresses.append((entry, text_at(identity, "idNumber")))
    if stated and stated != str(count):
        raise Refused([faults.INCOMPLETE_LIST.at(file, count=count, stated=stated)])
    return gathered.whole(file, published_on)


def _united_nations(file: str, content: bytes, attributes: Mapping[str, str]) -> ScreeningList:
    gathered = _Gathered([], [])
    for element in entries(file, content, {"INDIVIDUAL", "ENTITY"}):
        entry = text_at(element, "REFERENCE_NUMBER") or text_at(element, "DATAID")
        parts = (text_at(element, f"{place}_NAME") for place in ("FIRST", "SECOND", "THIRD", "FOURTH"))
        gathered.name(entry, *parts)
        gathered.name(entry, text_at(element, "NAME_ORIGINAL_SCRIPT"))
        for alias in (*element.iterfind("INDIVIDUAL_ALIAS"), *element.iterfind("ENTITY_ALIAS")):
            gathered.name(entry, text_at(alias, "ALIAS_NAME"))
    return gathered.whole(file, _day(attributes.get("dateGenerated", "")[:10], "%Y-%m-%d"))


def _european_union(file: str, content: bytes, attributes: Mapping[str, str]) -> ScreeningList:
    gathered = _Gathered([], [])
    for element in entries(file, content, {"sanctionEntity"}):
        entry = element.get("euReferenceNumber") or element.get("logicalId") or ""
        for alias in element.iterfind("nameAlias"):
            parts = [alias.get(part, "") for part in ("firstName", "middleName", "lastName")]
            gathered.name(entry, *([alias.get("wholeName")] if alias.get("wholeName") else parts))
    return gathered.whole(file, _day(attributes.get("generationDate", "")[:10], "%Y-%m-%d"))


_HEADINGS = {"氏名": "name", "別名": "aliases", "アドレス": "address", "番号": "entry", "公表日": "as_of"}


def _plain(file: str, content: bytes) -> ScreeningList:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([NOT_UTF8.at(file, value=f"0x{content[error.start]:02x}")]) from error
    rows = csv.reader(io.StringIO(text, newline=""))
    header = [_HEADINGS.get(name.strip(), name.strip()) for name in next(rows)]
    if "name" not in header or not set(header) <= set(_HEADINGS.values()):
        raise Refused([faults.UNKNOWN_FORM.at(file, value=", ".join(header))])
    gathered, found, days = _Gathered([], []), [], []
    for number, cells in enumerate(rows, start=2):
        if len(cells) != len(header):
            found.append(RAGGED.at(f"{file} row {number}", value=len(cells), wanted=len(header)))
            continue
        row = dict(zip(header, cells, strict=True))
        entry = row.get("entry", "").strip() or str(number)
        for name in (row["name"], *_parted(row.get("aliases", ""))):
            gathered.name(entry, name.strip())
        gathered.addresses += [(entry, address) for address in _parted(row.get("address", ""))]
        if stated := row.get("as_of", "").strip():
            days.append(_iso_day(stated))
            if days[-1] is None:
                found.append(NOT_A_DAY.at(f"{file} row {number} column as_of", value=stated))
    if found:
        further = [MORE_FAULTS.at(file, value=len(found) - FAULTS_SHOWN_MAX)] if len(found) > FAULTS_SHOWN_MAX else []
        raise Refused([*found[:FAULTS_SHOWN_MAX], *further])
    return gathered.whole(file, max((day for day in days if day), default=None))


def _parted(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(";") if part.strip())


def _iso_day(text: str) -> date | None:
    day = _day(text, "%Y-%m-%d")
    return day if day and day.isoformat() == text else None


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
