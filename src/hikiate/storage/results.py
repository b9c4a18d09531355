"""Results on the disk, read back only when they are whole."""

import json
from collections.abc import Collection
from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import SCHEMA, NotAResult, Result, result

CLOSE_FILE = "close.json"


def read_result(path: Path, schemas: Collection[str] = (SCHEMA,)) -> Result:
    """Read a close, or a result of other schemas, from its file or from the folder of a close; Refused otherwise."""
    file = path / CLOSE_FILE if path.is_dir() else path
    try:
        return _of(schemas, result(json.loads(file.read_text(encoding="utf-8"))))
    except FileNotFoundError as error:
        missing = faults.NO_FILE.at(
            str(file),
            wanted="the close.json of a close",
            wanted_ja="日次締めの close.json",
            do="make one: hikiate close PACK --out DIR",
            do_ja="hikiate close PACK --out DIR で作成してください",
        )
        raise Refused([missing]) from error
    except (OSError, ValueError, NotAResult) as error:
        unreadable = faults.UNREADABLE.at(
            str(file), value=error, wanted="the close.json of a close", wanted_ja="日次締めの close.json"
        )
        raise Refused([unreadable]) from error


def _of(schemas: Collection[str], read: Result) -> Result:
    if read.schema not in schemas:
        raise NotAResult(f"schema is {read.schema}, not {', '.join(schemas)}")
    return read
