"""Lists of tokens on the disk: CSV files of other people, read strictly as text."""

import csv
from pathlib import Path

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.storage.csv_files import counted_rows, require_utf8


def read_token_list(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The columns and rows of a list; Refused where there is no such file, or with every row of another width."""
    if not path.is_file():
        missing = faults.NO_FILE.at(
            str(path),
            wanted="a pack, or a list of tokens as CSV",
            wanted_ja="パック、または CSV のトークン一覧",
            do="name one of them",
            do_ja="いずれかを指定してください",
        )
        raise Refused([missing])
    require_utf8(path)
    columns, _ = counted_rows(path, bulk=False)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return columns, list(csv.DictReader(stream))
