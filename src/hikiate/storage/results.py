"""Results on the disk, read back only when they are whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.parsing import json_values
from hikiate.kernel.results import (
    COMPENSATION_SCHEMA,
    DISTRIBUTION_SCHEMA,
    MIX_SCHEMA,
    SCHEMA,
    STRESS_SCHEMA,
    NotAResult,
    Result,
    result,
)
from hikiate.kernel.wording import Term

CLOSE_FILE = "close.json"
SUMMARY_FILE = "summary.json"
STRESS_FILE = "stress.json"
MIX_FILE = "mix.json"


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where results of a schema stand in their folder, what they are called, and what makes them."""

    file: str
    wanted: Term
    do: Term


_KEPT: Mapping[str, _Kept] = {
    SCHEMA: _Kept(
        CLOSE_FILE,
        Term("the close.json of a close", "日次締めの close.json"),
        Term("make one: hikiate close PACK --out DIR", "hikiate close PACK --out DIR で作成してください"),
    ),
    COMPENSATION_SCHEMA: _Kept(
        SUMMARY_FILE,
        Term("the summary.json that `hikiate compensate` wrote", "`hikiate compensate` が書き出した summary.json"),
        Term(
            "make one: hikiate compensate PACK --incident FILE --out DIR",
            "hikiate compensate PACK --incident FILE --out DIR で作成してください",
        ),
    ),
    DISTRIBUTION_SCHEMA: _Kept(
        SUMMARY_FILE,
        Term("the summary.json that `hikiate distribute` wrote", "`hikiate distribute` が書き出した summary.json"),
        Term(
            "make one: hikiate distribute PACK --estate FILE --out DIR",
            "hikiate distribute PACK --estate FILE --out DIR で作成してください",
        ),
    ),
    STRESS_SCHEMA: _Kept(
        STRESS_FILE,
        Term("the stress.json of a stress test", "ストレステストの stress.json"),
        Term("make one: hikiate stress PACK --out DIR", "hikiate stress PACK --out DIR で作成してください"),
    ),
    MIX_SCHEMA: _Kept(
        MIX_FILE,
        Term("the mix.json of a cheapest mix", "最適な組合せの mix.json"),
        Term("make one: hikiate mix PACK --out DIR", "hikiate mix PACK --out DIR で作成してください"),
    ),
}

KEPT = tuple(_KEPT)
"""The schemas of results that are kept on the disk."""


def read_result(path: Path, schemas: Sequence[str] = (SCHEMA,)) -> Result:
    """Read a result of one of some schemas from its file or from the folder that holds it; Refused where it is none."""
    named = [_KEPT[schema] for schema in schemas]
    files = [path / kept.file for kept in named] if path.is_dir() else [path]
    file = next((file for file in files if file.exists()), files[0])
    wanted = Term("; or ".join(kept.wanted.en for kept in named), "、または".join(kept.wanted.ja for kept in named))
    try:
        plain = json_values(file.read_text(encoding="utf-8"))
        found = plain.get("schema") if isinstance(plain, dict) else None
        return result(plain, next((schema for schema in schemas if schema == found), schemas[0]))
    except FileNotFoundError as error:
        missing = faults.NO_FILE.at(
            str(file), wanted=wanted.en, wanted_ja=wanted.ja, do=named[0].do.en, do_ja=named[0].do.ja
        )
        raise Refused([missing]) from error
    except (OSError, ValueError, NotAResult) as error:
        raise Refused([faults.UNREADABLE.at(str(file), value=error, wanted=wanted.en, wanted_ja=wanted.ja)]) from error
