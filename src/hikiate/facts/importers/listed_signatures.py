"""Signed messages of a listing: those of addresses that hold something, as the table `ownership` of a pack.

Row by row of those with a signature: read = taken + repeated + of several keys + without balance or message + differing
from another of the same message. A signature of several keys, written with commas, is none of the address alone.
"""

from collections.abc import Iterable, Sequence

import polars as pl

from hikiate.facts.importers import holding_defects as defects
from hikiate.facts.importers.reserve_listing import Held, Listed, folded
from hikiate.kernel.findings import Finding

OWNERSHIP_COLUMNS = ("address", "message", "signature")

_BETWEEN_KEYS = ","


def joined(signatures: Iterable[str]) -> str:
    """Signatures of several keys as the one cell that says so."""
    return _BETWEEN_KEYS.join(signature for signature in signatures if signature)


def ownership_table(rows: Sequence[Listed], held: Sequence[Held]) -> tuple[pl.DataFrame | None, list[Finding]]:
    """The table, None where no address that holds something signed alone, and what was taken and left out."""
    signed = [row for row in rows if row.signature]
    if not signed:
        return None, []
    printed: dict[str, list[str]] = {}
    for address in dict.fromkeys(entry.row.address for entry in held):
        printed.setdefault(folded(address), []).append(address)
    alone = [row for row in signed if _BETWEEN_KEYS not in row.signature]
    told = [row for row in alone if row.message and folded(row.address) in printed]
    contents = dict.fromkeys((folded(row.address), row.message, row.signature) for row in told)
    first = {(address, message): signature for address, message, signature in reversed(contents)}
    found = defects.SIGNATURES.at(
        "ownership",
        read=len(signed),
        taken=len(first),
        repeated=len(told) - len(contents),
        several=len(signed) - len(alone),
        absent=len(alone) - len(told),
        differing=len(contents) - len(first),
    )
    cells = [
        (spelled, message, first[address, message])
        for address, message in dict.fromkeys((address, message) for address, message, _ in contents)
        for spelled in printed[address]
    ]
    if not cells:
        return None, [found]
    return pl.DataFrame(cells, schema=dict.fromkeys(OWNERSHIP_COLUMNS, pl.String()), orient="row"), [found]
