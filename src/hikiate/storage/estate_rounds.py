"""An earlier round of an estate, read back from its folder only while its files are as they were written."""

from collections.abc import Mapping
from pathlib import Path

from hikiate.kernel.digests import sha256
from hikiate.kernel.results import DISTRIBUTION_SCHEMA
from hikiate.remedy.estate_rounds import EarlierRound
from hikiate.storage.iterations import UNWRITTEN, not_as_written, read_paid, require_unaltered
from hikiate.storage.results import SUMMARY_FILE, read_result


def read_round(folder: Path, scales: Mapping[str, int]) -> EarlierRound:
    """An earlier round; Refused where its folder is none, or any of its files is not as it was written."""
    summary = read_result(folder, (DISTRIBUTION_SCHEMA,))
    require_unaltered(folder)
    try:
        return EarlierRound(
            number=int(summary.annex["iteration"]),
            estate=str(summary.annex["estate"]),
            exchange=summary.exchange,
            digest=sha256((folder / SUMMARY_FILE).read_bytes()).hex(),
            paid=read_paid(folder, scales),
        )
    except UNWRITTEN as error:
        raise not_as_written(folder, error) from error
