"""Every listing that HTX published in 30 months: imported, closed, and held against sums made from the files here."""

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.importers.imported import ImportOptions
from hikiate.facts.pack import read_pack
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.operations.close import close
from hikiate.storage.imports import import_files
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

ON_DAY = ImportOptions(day=date(2024, 5, 8))

TRULY_DIFFERENT = {
    "2023-02-01 USDT-TRC20", "2023-02-01 USDT-ERC20", "2023-04-01 ETH", "2023-04-01 USDT-ERC20", "2023-05-01 ETH",
    "2023-05-01 USDT-ERC20", "2024-01-18 BTC-TRC20", "2024-04-11 USDT-ERC20", "2024-05-08 USDT-TRC20",
    "2024-06-04 USDT-TRC20", "2024-07-15 BTC", "2024-07-15 USDT-TRC20", "2024-08-13 USDT-TRC20",
    "2024-09-26 USDT-ERC20", "2024-11-08 ETH", "2024-12-04 SOL", "2024-12-04 jUSDT-TRC20", "2025-01-06 DOGE",
    "2025-01-06 ETH", "2025-03-06 DOGE", "2025-03-06 SOL", "2025-04-08 DOGE", "2025-05-12 DOGE", "2025-05-12 ETH",
    "2025-05-12 USDT-ERC20",
}  # fmt: skip
WHOLES_TRULY_DIFFERENT = [
    ("2023-02-01", "USDT(ALL)"),
    ("2023-12-19", "USDT(ALL)"),
    ("2024-01-18", "BTC(ALL)"),
    ("2024-04-11", "USDT(ALL)"),
]


def half_a_digit(text: str) -> Fraction:
    """By how much a printed number may have been rounded: at its last decimal, tenth or fifteenth digit."""
    whole, _, decimals = text.partition(".")
    last = -len(decimals) if decimals else min(0, len(whole) - 10)
    return Fraction(10) ** max(last, len(whole) - 15) / 2


def own_verdict(total: str, parts: Sequence[str]) -> str:
    """Equal, rounded or apart."""
    difference = Fraction(total) - sum(map(Fraction, parts), Fraction(0))
    allowed = sum(map(half_a_digit, [total, *parts]), Fraction(0))
    return "equal" if difference == 0 else "rounded" if abs(difference) <= allowed else "apart"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def closed(folder: Path) -> Result:
    """The daily close of a pack."""
    return close(read_pack(open_pack(folder)), library().choose(["jp-2026-reported"]))


def verdict_of_close(result: Result, asset: str) -> str:
    """What the close finds of a published total."""
    names = {"recon.published_rounded": "rounded", "recon.published_differs": "apart"}
    found = [finding.code for finding in result.findings if finding.where == f"published.{asset}"]
    (verdict,) = [names[code] for code in found if code in names] or ["equal"]
    return verdict


@pytest.mark.shared_data
def test_every_real_snapshot_is_imported_and_every_true_difference_found(real_data: Path, tmp_path: Path) -> None:
    """31 listings of 30 days: 252 totals equal their parts, 153 are rounded, 26 truly differ, and the close agrees."""
    files = [real_data / "reserve_addresses" / f"huobi_htx_por_{part}.csv" for part in ("addresses", "summary")]
    addresses, summary = map(read_rows, files)
    snapshots = sorted({(row["published"], row["commit"]) for row in summary})
    assert len(snapshots) == 31
    own, apart, wholes = Counter[str](), set[str](), []
    for day, version in snapshots:
        folder = tmp_path / f"{day} {version}"
        report = import_files("htx-por", files, folder, ImportOptions(day=date.fromisoformat(day), version=version))
        result = closed(folder)
        wholes += [
            (day, finding.en.found.split(" ")[0])
            for finding in report.findings
            if finding.code == "import.parts_differ"
        ]
        listed: dict[str, dict[tuple[str, str], str]] = {}
        for row in addresses:
            if (row["published"], row["commit"]) == (day, version) and row["balance"] != "-":
                coin = "USDT-ERC20" if row["coin"] == "USDT-ETH" else row["coin"]
                listed.setdefault(coin, {})[row["address"], row["balance"]] = row["balance"]
        totals = pl.read_csv(folder / "published.csv", infer_schema=False)
        for asset, total in totals.rows():
            parts = list(listed[asset].values())
            difference = Fraction(total) - sum(map(Fraction, parts), Fraction(0))
            assert result.figures[f"published.{asset}.difference"].number == difference
            verdict = own_verdict(total, parts)
            assert verdict_of_close(result, asset) == verdict, f"{day} {asset}"
            own[verdict] += 1
            apart |= {f"{day} {asset}"} if verdict == "apart" else set()
    assert own == {"equal": 252, "rounded": 153, "apart": 26}
    assert apart == TRULY_DIFFERENT
    assert wholes == WHOLES_TRULY_DIFFERENT


@pytest.mark.shared_data
def test_the_two_versions_of_a_real_day_are_not_mixed(real_data: Path, tmp_path: Path) -> None:
    """8 May 2024 was published twice, with one bitcoin address and two totals changed; nobody chooses for the user."""
    files = [real_data / "reserve_addresses" / f"huobi_htx_por_{part}.csv" for part in ("addresses", "summary")]
    with pytest.raises(Refused) as refused:
        import_files("htx-por", files, tmp_path / "pack", ON_DAY)
    (fault,) = refused.value.faults
    assert fault.code == "import.several_versions"
    assert "differ in 5 rows" in fault.en.found
    assert fault.en.wanted.endswith("98f4c6b, b45d8ee")
    assert not (tmp_path / "pack").exists()
