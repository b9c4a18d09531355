"""An earlier round of an estate, read back from its folder only while its files are as they were written."""

from collections.abc import Mapping
from pathlib import Path

from hikiate.kernel.digests import sha256
from hikiate.kernel.results import DISTRIBUTION_SCHEMA
from hikiate.remedy.estate_rounds import EarlierRound
from hikiate.storage.iterations import read_paid, require_unaltered
from hikiate.storage.results import SUMMARY_FILE, read_result


def read_round(folder: Path, scales: Mapping[str, int]) -> EarlierRound:
    """An earlier round; Refused where its folder is none, or any of its files is not as it was written."""
    summary = read_result(folder, (DISTRIBUTION_SCHEMA,))
    require_unaltered(folder)
    return EarlierRound(
        number=int(summary.annex["iteration"]),
        estate=summary.annex["estate"],
        exchange=summary.exchange,
        digest=sha256((folder / SUMMARY_FILE).read_bytes()).hex(),
        paid=read_paid(folder, scales),
    )
