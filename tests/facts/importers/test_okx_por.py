"""OKX's proof of reserves: the layouts that were published, their units, and staked coins."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from hikiate.facts.importers.imported import AssetDraft, Imported, ImportOptions, RawTable, RawText
from hikiate.facts.importers.okx_por import import_okx_por
from hikiate.kernel.findings import Refused
from hikiate.storage.imports import import_files

TOTALS = "coin,snapshot height,amount\n{}\n\n"
OF_2022 = "coin,address,amount,message,signature1,signature2,redeem script/ public key\n"
OF_2024 = (
    "coin,Network,Snapshot Height,address,amount,message,signature1,signature2,redeem script/ public key, eoa1, eoa2\n"
)
OF_2026 = (
    "coin,Type,Network,Snapshot Height,address,amount,message,signature1,signature2,"
    "redeem script/public key,EOA1,EOA2\n"
)


def imported(text: str, options: ImportOptions | None = None, name: str = "okx_por_20221122.csv") -> Imported:
    """The import of one file."""
    return import_okx_por([RawText(name, text)], options or ImportOptions())


def codes(result: Imported) -> list[str]:
    """What was found, without what is said of every listing."""
    usual = {"import.signatures", "import.holding_rows", "import.tier_assumed", "import.moment_assumed"}
    return [finding.code for finding in result.findings if finding.code not in usual]


def refusal(files: Sequence[RawTable | RawText], options: ImportOptions | None = None) -> list[tuple[str, str]]:
    """Places and codes of a refusal."""
    with pytest.raises(Refused) as refused:
        import_okx_por(files, options or ImportOptions())
    return [(fault.where, fault.code) for fault in refused.value.faults]


def test_the_network_stands_in_the_holding_and_the_coin_is_the_asset() -> None:
    """So that a total of the coin is compared with all its addresses; rows may leave out cells at the end."""
    text = (
        TOTALS.format("ETH(ALL),-,6\nETH,16005122, 5.75\nETH-ARBITRUM,39362849, 0.25")
        + OF_2024
        + "ETH,ETH,20914735,0xaa,5.5,I am an OKX address,0x07,,\nETH,ETH,20914735,0xbb,0.25,I am an OKX address,0x07\n"
        + "eth-arbitrum,ARBITRUM,9,0xaa,0.250000000000000000,I am an OKX address,0x07,,,,\n"
    )
    result = imported(text, ImportOptions(day=date(2024, 11, 8), tier="cold"))
    assert result.tables["holdings"].select("holding", "asset", "amount", "tier").rows() == [
        ("ETH:ETH:0xaa", "ETH", "5.5", "cold"),
        ("ETH:ETH:0xbb", "ETH", "0.25", "cold"),
        ("ETH-ARBITRUM:ARBITRUM:0xaa", "ETH-ARBITRUM", "0.250000000000000000", "cold"),
    ]
    assert result.tables["published"].rows() == [("ETH", "5.75"), ("ETH-ARBITRUM", "0.25")]
    assert result.exchange.name == "OKX"
    assert result.exchange.snapshot_at == datetime(2024, 11, 8, 23, 59, 59, tzinfo=UTC)
    assert codes(result) == []


def test_one_address_on_two_networks_is_two_holdings() -> None:
    """An address of the same digits is another account on another chain."""
    result = imported(OF_2024 + "ETH,ETH,1,0xaa,1,m\nETH,BASE,1,0xaa,2,m\n")
    assert result.tables["holdings"]["holding"].to_list() == ["ETH:ETH:0xaa", "ETH:BASE:0xaa"]


def test_the_first_layout_counts_in_the_smallest_units() -> None:
    """Its totals count in whole coins, and agree with the parts once these are converted."""
    text = (
        TOTALS.format("USDT-TRC20,46095694,111.0000\nBTC,763861,449.5140")
        + OF_2022
        + "USDT-TRC20,T1,111000000,m,0xec,,\nBTC,3Q,17263933,m,H/,Hz,5221\nBTC,bc1,44934136648,m,H/,Hz,5221\n"
        + "ETH,0x1,-,m,,,\n"
    )
    result = imported(text)
    assert result.tables["holdings"]["amount"].to_list() == ["111", "0.17263933", "449.34136648"]
    assert result.tables["published"].rows() == [("USDT-TRC20", "111.0000"), ("BTC", "449.5140")]
    assert codes(result) == ["import.minor_units", "import.balance_absent"]
    (words,) = [finding.en.found for finding in result.findings if finding.code == "import.minor_units"]
    assert words.endswith("3 amounts were converted, such as USDT-TRC20 111000000 -> 111")


def test_decimals_show_that_the_first_layout_counts_in_whole_coins() -> None:
    """A satoshi has no half."""
    result = imported(OF_2022 + "BTC,a,1.5,m,,,\nBTC,b,2,m,,,\n")
    assert result.tables["holdings"]["amount"].to_list() == ["1.5", "2"]
    assert codes(result) == ["import.not_published"]


def test_the_unit_of_an_unknown_coin_is_not_guessed() -> None:
    """Smallest units of a coin whose decimals nobody knows are no amount."""
    text = OF_2022 + "NEW,a,100,m,,,\nBTC,b,2,m,,,\n"
    assert refusal([RawText("okx_por_20221122.csv", text)]) == [("okx_por_20221122.csv", "import.unit_unknown")]
    known_unit = imported(OF_2024 + "NEW,N,1,a,100,m\n")
    assert known_unit.exchange.undeclared == ("NEW",)
    assert codes(known_unit) == ["import.coin_unknown", "import.not_published"]


def test_a_number_beyond_any_amount_is_refused_by_place() -> None:
    """Before it is converted, however many digits it has."""
    text = f"{OF_2022}BTC,a,{'9' * 5000},m,,,\nBTC,b,2,m,,,\n"
    assert refusal([RawText("okx_por_20221122.csv", text)]) == [("okx_por_20221122.csv row 2", "import.cell_refused")]


def test_a_listing_of_addresses_without_amounts_is_refused() -> None:
    """There is nothing to hold."""
    assert refusal([RawText("okx_por_20221122.csv", OF_2022 + "BTC,a,-,m,,,\n")]) == [("holdings", "import.no_rows")]


def test_staked_coins_are_counted_and_said() -> None:
    """They are held, and cannot be paid out at once."""
    text = (
        TOTALS.format("ETH,-,64.5")
        + OF_2026
        + "ETH,Non Staking,ETH,1,0xaa,0.5,m\nETH,Native ETH Staking,ETH,1,0xbb,32,m\n"
        + "ETH,Eigenlayer Staking,ETH,1,0xcc,3.2E1,m\nETH,Eigenlayer Staking,ETH,1,0xdd,-,m\nETH,,ETH,1,0xee,0,m\n"
    )
    result = imported(text)
    assert result.tables["holdings"]["amount"].to_list() == ["0.5", "32", "32", "0"]
    assert codes(result) == ["import.staked", "import.exponents", "import.balance_absent"]
    (words,) = [finding.en.found for finding in result.findings if finding.code == "import.staked"]
    assert words.startswith("3 rows are of coins that are staked (Eigenlayer Staking, Native ETH Staking), 64 ETH")


def test_a_staked_amount_that_is_none_is_refused_by_place() -> None:
    """As one that is not staked would be."""
    text = OF_2026 + "ETH,Native ETH Staking,ETH,1,0xbb,many,m\n"
    assert refusal([RawText("okx_por_20221122.csv", text)]) == [("okx_por_20221122.csv row 2", "import.cell_refused")]


def test_a_plain_table_is_read_too() -> None:
    """Addresses and totals may come as two tables of one day."""
    addresses = pl.DataFrame({"coin": ["BTC"], "Network": ["BTC"], "address": ["a"], "amount": ["1"]})
    totals = pl.DataFrame({"coin": ["BTC"], "snapshot height": ["9"], "amount": ["1"]})
    files = [RawTable("okx_20260101.csv", addresses, 2), RawTable("okx_totals_20260101.csv", totals, 2)]
    result = import_okx_por(files, ImportOptions())
    assert result.tables["published"].rows() == [("BTC", "1")]
    assert codes(result) == []


def test_the_day_is_one_and_stated() -> None:
    """By the option, or by every file's name alike."""
    first, second, unnamed = (
        RawText(name, OF_2024 + "BTC,BTC,1,a,1,m\n") for name in ("okx_20221122.csv", "okx_20221123.csv", "okx.csv")
    )
    assert refusal([first, second]) == [("import", "import.several_days")]
    assert refusal([first, unnamed]) == [("okx.csv", "import.day_unknown")]
    assert refusal([]) == [("import", "import.day_unknown")]
    assert import_okx_por([unnamed], ImportOptions(day=date(2022, 11, 22))).exchange.snapshot_at.day == 22


def test_a_file_of_another_layout_is_refused() -> None:
    """HTX's own, for one."""
    other = RawText("okx_por_20221122.csv", "coin,address,snapshot height,balance,message,signature\n")
    assert refusal([other]) == [("okx_por_20221122.csv", "import.columns")]


def test_a_row_that_ends_before_its_amount_is_refused() -> None:
    """What stands behind a message may be left out, but for what every row must have."""
    header = "coin,address,message,signature1,type,network,snapshot_height,amount\n"
    short = RawText("okx_por_20221122.csv", header + "BTC,1Boat,hello,sig,,BTC,1,5\nBTC,1Boat,hello\n")
    assert refusal([short]) == [("okx_por_20221122.csv row 3", "input.ragged")]


def test_an_amount_longer_than_any_is_refused_by_its_place() -> None:
    """Also where it is staked, and summed before rows are checked."""
    long = RawText("okx_por_20260122.csv", OF_2026 + f"BTC,staking,BTC,1,1Boat,{'9' * 5000},m,s,,,\n")
    assert [place for place, _ in refusal([long])] == ["okx_por_20260122.csv row 2"]


def test_a_table_of_addresses_is_imported_into_a_pack(tmp_path: Path) -> None:
    """The exchange is drafted with the decimals that are public knowledge."""
    file = tmp_path / "okx_por_20241108.csv"
    file.write_text(OF_2024 + "BTC,BTC,1,a,0.5,m,s,,,,\n", encoding="utf-8")
    report = import_files("okx-por", [file], tmp_path / "pack", ImportOptions())
    assert dict(report.rows) == {"holdings": 1, "ownership": 1}
    assert imported(OF_2024 + "BTC,BTC,1,a,0.5,m\n").exchange.assets["BTC"] == AssetDraft(8, "crypto")


def test_a_signature_of_one_key_becomes_ownership_and_of_several_does_not() -> None:
    """A second signature, a redeem script or an account behind a contract is no key of the address alone."""
    text = OF_2024 + (
        "ETH,ETH,1,0xaa,1,I am an OKX address,0x07\n"
        "BTC,BTC,1,3bb,1,I am an OKX address,S1,S2,5221\n"
        "ETH,ETH,1,0xcc,1,I am an OKX address,0x08,,,0xdd\n"
    )
    result = imported(text)
    assert result.tables["ownership"].rows() == [("0xaa", "I am an OKX address", "0x07")]
    (found,) = [finding.en.found for finding in result.findings if finding.code == "import.signatures"]
    assert found.startswith("3 signed rows read: 1 taken into ownership, 0 repeated, 2 of several keys")
