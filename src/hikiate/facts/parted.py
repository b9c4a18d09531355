"""A bulk table in parts: each is surveyed by itself, wherever there are hands for it, and then all are put together.

A part goes to its surveyor as a description of where its rows are; what comes back is the few numbers of the survey and
a hash of every key. Keys must differ over all parts: distinct hashes prove it, and equal ones are compared in full.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Generic, TypeVar

import polars as pl

from hikiate.facts import faults
from hikiate.facts.columns import TableSpec
from hikiate.facts.exchange import Exchange
from hikiate.facts.raw import RawTable, collected
from hikiate.facts.rows import as_text
from hikiate.facts.survey import filled, key_hash, of_the_table
from hikiate.kernel.findings import Finding, Refused

T = TypeVar("T")

Survey = Callable[[RawTable, Exchange], T]

_ROW = "row number"
_FILE = "file"


@dataclass(frozen=True, slots=True)
class _Surveyed(Generic[T]):
    """What a part came to: the survey's answer and the hash of every key, or the faults of its rows."""

    answer: T | None
    hashes: pl.Series
    faults: tuple[Finding, ...] = ()


def surveyed(
    spec: TableSpec,
    raw: RawTable,
    exchange: Exchange,
    how: tuple[Survey[T], Callable[[Sequence[T]], T]],
    hands: Executor | None = None,
) -> T:
    """What a survey makes of a table, in one piece or in parts; `how` is the survey, and how answers are put together.

    Parts are surveyed here, one after the other, where there are no hands. Refused with the faults of all parts.
    """
    survey, together = how
    if not raw.parts:
        return survey(raw, exchange)
    if hands is None:
        found = [_survey_part(survey, spec, part, exchange) for part in raw.parts]
    else:
        begun = [hands.submit(_survey_part, survey, spec, part, exchange) for part in raw.parts]
        found = [one.result() for one in begun]
    wrong = [fault for part in found for fault in part.faults] or _repeated(spec, raw, [part.hashes for part in found])
    if len(wrong) > faults.FAULTS_SHOWN_MAX:
        more = faults.MORE_FAULTS.at(raw.file, value=len(wrong) - faults.FAULTS_SHOWN_MAX)
        wrong = [*wrong[: faults.FAULTS_SHOWN_MAX], more]
    if wrong:
        raise Refused(wrong)
    return together([part.answer for part in found if part.answer is not None])


def _survey_part(survey: Survey[T], spec: TableSpec, part: RawTable, exchange: Exchange) -> _Surveyed[T]:
    """A part surveyed, wherever this runs."""
    empty = pl.Series("hash", [], dtype=pl.UInt64)
    try:
        answer = survey(part, exchange)
        checked = of_the_table(spec, part)
        return _Surveyed(answer, collected(checked, checked.frame.select(key_hash(spec).alias("hash"))).to_series())
    except Refused as refused:
        return _Surveyed(None, empty, tuple(refused.faults))


def _repeated(spec: TableSpec, raw: RawTable, hashes: Sequence[pl.Series]) -> list[Finding]:
    """The rows whose key stood in an earlier part."""
    every = pl.concat(hashes)
    if every.n_unique() == len(every):
        return []
    shared = every.filter(every.is_duplicated()).unique()
    rows = pl.concat([_named(spec, part, shared) for part in raw.parts])
    later = rows.filter(~pl.struct(spec.key).is_first_distinct())
    places = {part.file: part for part in raw.parts}
    return [
        faults.DUPLICATE.at(
            places[file].place(places[file].first_row + number), value=", ".join(values), key=" + ".join(spec.key)
        )
        for file, number, *values in later.iter_rows()
    ]


def _named(spec: TableSpec, part: RawTable, shared: pl.Series) -> pl.DataFrame:
    """The keys of a part that have one of these hashes, as text, with the file and the number of their rows."""
    raw = of_the_table(spec, part)
    whole = pl.all_horizontal(filled(raw, name) for name in spec.key)
    rows = raw.frame.with_row_index(_ROW).filter(key_hash(spec).is_in(shared.implode()) & whole)
    keys = as_text({name: raw.schema[name] for name in spec.key})
    return collected(raw, rows.select(pl.lit(raw.file).alias(_FILE), _ROW, *keys))
