"""HTX's proof of reserves: every coin a comparable asset, every total compared, every defect of real files counted."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.facts.importers.coins import HTX_COINS, OKX_COINS
from hikiate.facts.importers.htx_por import import_htx_por
from hikiate.facts.importers.imported import AssetDraft, Imported, ImportOptions, RawTable, RawText
from hikiate.kernel.findings import Refused, Severity

DAY = date(2024, 5, 8)
ON_DAY = ImportOptions(day=DAY)

HEAD = "coin,snapshot height,balance\n"
BODY = "\ncoin,address,snapshot height,balance,message,signature\n"
SIGNED = ",htx,0x1\n"


def published(totals: str, addresses: str, name: str = "huobi_por_20240508.csv") -> RawText:
    """A file as the publisher writes it; a line of addresses is `coin,address,height,balance`."""
    lines = "".join(f"{line}{SIGNED}" for line in addresses.split())
    return RawText(name, HEAD + "".join(f"{line}\n" for line in totals.split()) + BODY + lines)


def imported(totals: str, addresses: str, options: ImportOptions = ON_DAY) -> Imported:
    """The import of a published file."""
    return import_htx_por([published(totals, addresses)], options)


def table(rows: Sequence[Mapping[str, object]], name: str = "addresses.csv") -> RawTable:
    """Rows of a collection, with the columns of the first."""
    return RawTable(name, pl.DataFrame(rows), first_row=2)


def collected(day: str, version: str, balance: str, coin: str = "BTC") -> dict[str, object]:
    """An address row of a collection."""
    origin = {"published": day, "commit": version, "file": "huobi_por.csv"}
    return {**origin, "coin": coin, "address": "a1", "snapshot_height": "7", "balance": balance}


def codes(result: Imported) -> list[str]:
    """What was found, without what is said of every listing."""
    usual = {"import.signatures", "import.holding_rows", "import.tier_assumed", "import.moment_assumed"}
    return [finding.code for finding in result.findings if finding.code not in usual]


def said(result: Imported, code: str) -> str:
    """The English words of the one finding of a code."""
    (found,) = [finding.en.found for finding in result.findings if finding.code == code]
    return found


def refusal(files: Sequence[RawTable | RawText], options: ImportOptions) -> list[tuple[str, str]]:
    """Places and codes of a refusal."""
    with pytest.raises(Refused) as refused:
        import_htx_por(files, options)
    assert all(fault.severity is Severity.FAULT for fault in refused.value.faults)
    return [(fault.where, fault.code) for fault in refused.value.faults]


def test_a_published_file_becomes_holdings_and_totals() -> None:
    """Amounts stay as printed, zeros at the end included; the owner is the customer, the keeper the exchange."""
    result = imported("BTC,841532,3.50", "BTC,1abc,841532,2.00 BTC,1def,841532,1.5")
    assert result.tables["holdings"].rows() == [
        ("BTC:1abc", "BTC", "2.00", "customer", "hot", "self", "1abc"),
        ("BTC:1def", "BTC", "1.5", "customer", "hot", "self", "1def"),
    ]
    assert result.tables["published"].rows() == [("BTC", "3.50")]
    assert codes(result) == []


def test_the_exchange_is_drafted_at_the_end_of_the_day() -> None:
    """The file states a block height and no moment, and that is said."""
    result = imported("BTC,1,1", "BTC,a,1,1")
    assert result.exchange.name == "HTX"
    assert result.exchange.snapshot_at == datetime(2024, 5, 8, 23, 59, 59, tzinfo=UTC)
    assert result.exchange.rulebooks == ("jp-2026-reported", "jp-psa")
    assert dict(result.exchange.assets) == {"BTC": AssetDraft(8, "crypto"), "JPY": AssetDraft(0, "fiat")}
    assert "2024-05-08T23:59:59+00:00" in said(result, "import.moment_assumed")


def test_a_tier_that_is_stated_is_used_and_one_that_is_not_is_the_worst() -> None:
    """No rule on hot wallets is kinder to a hot one, so nothing is gained by leaving the tier out."""
    assert imported("", "BTC,a,1,1").tables["holdings"]["tier"].to_list() == ["hot"]
    assert "all 1 holdings were taken as hot" in said(imported("", "BTC,a,1,1"), "import.tier_assumed")
    stated = imported("", "BTC,a,1,1", ImportOptions(day=DAY, tier="cold"))
    assert stated.tables["holdings"]["tier"].to_list() == ["cold"]
    assert "import.tier_assumed" not in {finding.code for finding in stated.findings}


def test_a_listing_without_totals_publishes_nothing() -> None:
    """An absent table is absent, and the coins without a total are named."""
    result = imported("", "BTC,a,1,1")
    assert list(result.tables) == ["holdings", "ownership"]
    assert codes(result) == ["import.not_published"]


def test_rows_without_a_balance_are_counted_and_left_out() -> None:
    """A dash and a blank are no zero."""
    result = imported("BTC,1,1 BTC-TRC20,-,-", "BTC,a,1,1 BTC,b,-,- ETH,c,1,")
    assert result.tables["holdings"]["address"].to_list() == ["a"]
    assert "3 address rows read: 1 kept, 0 repeated, 2 without a balance" in said(result, "import.holding_rows")
    assert codes(result) == ["import.balance_absent", "import.balance_absent"]


def test_a_repeated_row_is_taken_once() -> None:
    """Numbers that differ in zeros only, and hexadecimal addresses that differ in capitals only, are the same."""
    result = imported("ETH,1,1.5", "ETH,0xAb,1,1.5 ETH,0xab,1,1.50 ETH,0xab,1,01.5")
    assert result.tables["holdings"].height == 1
    assert said(result, "import.duplicate_address").startswith("2 rows repeat an address")


def test_the_highest_block_is_taken_and_the_others_are_counted() -> None:
    """A later state of the chain replaces an earlier one; a row without a height is the earliest."""
    result = imported("BTC,9,3", "BTC,a,8,2 BTC,a,9,3 BTC,a,-,1")
    assert result.tables["holdings"]["amount"].to_list() == ["3"]
    assert said(result, "import.older_block").startswith("2 rows")


def test_two_balances_at_one_block_are_both_kept_and_said() -> None:
    """Which is right nobody but the publisher knows, and the total shows by how much the listing is off."""
    result = imported("USDT-TRC20,7,4", "USDT-TRC20,T1,7,4 USDT-TRC20,T1,7,31")
    assert result.tables["holdings"]["holding"].to_list() == ["USDT-TRC20:T1", "USDT-TRC20:T1 (2)"]
    assert "4 (huobi_por_20240508.csv row 5), 31 (huobi_por_20240508.csv row 6)" in said(
        result, "import.address_contradicts"
    )


def test_two_names_of_one_token_are_one_asset() -> None:
    """The addresses say USDT-ETH, the totals USDT-ERC20."""
    result = imported("USDT-ERC20,7,4", "USDT-ETH,0x1,7,4")
    assert result.tables["published"].rows() == [("USDT-ERC20", "4")]
    assert codes(result) == []


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [("7", "8", [("USDT-ERC20", "4")]), ("8", "8", []), ("-", "9", []), ("7", "7", [])],
)
def test_of_two_totals_the_one_of_the_addresses_block_is_taken(
    first: str, second: str, taken: list[tuple[str, str]]
) -> None:
    """Where the heights do not decide, none is."""
    result = imported(f"USDT-ERC20,{first},4 USDT-ETH,{second},6", "USDT-ETH,0x1,7,4")
    assert (result.tables["published"].rows() if "published" in result.tables else []) == taken
    assert "import.totals_contradict" in codes(result)


def test_the_same_total_twice_is_one() -> None:
    """Two rows that agree contradict nothing."""
    assert codes(imported("USDT-ERC20,7,4 USDT-ETH,8,4", "USDT-ETH,0x1,7,4")) == []


def test_a_total_without_addresses_is_compared_with_nothing_and_said() -> None:
    """It does not go into `published`; a total of zero needs no address."""
    result = imported("BTC,1,1 BTC-BUY-BACK,-,73.8 USDT-SOL,1,0 SOL(ALL),-,5 XRP(All),-,0", "BTC,a,1,1")
    assert result.tables["published"].rows() == [("BTC", "1")]
    assert codes(result) == ["import.no_parts", "import.no_parts"]


def test_a_row_that_holds_exactly_a_missing_total_is_pointed_at() -> None:
    """It may be named wrongly; the importer keeps the name that the file gives."""
    result = imported("jUSDT-TRC20,7,31.98 USDT-TRC20,7,4", "USDT-TRC20,T1,7,31.980 USDT-TRC20,T2,7,4")
    assert codes(result) == ["import.no_parts", "import.other_name"]
    assert result.tables["holdings"]["asset"].to_list() == ["USDT-TRC20", "USDT-TRC20"]


def test_a_whole_is_compared_with_the_totals_of_its_coins() -> None:
    """Equal, rounded, and truly different are three things."""
    listed = "BTC,a,1,11701.15 BTC-TRC20,T,1,14640.93"
    of = "BTC(ALL),-,{} BTC,1,11701.15 BTC-TRC20,1,14640.93"
    assert codes(imported(of.format("26342.08"), listed)) == []
    assert codes(imported(of.format("26342.07"), listed)) == ["import.parts_rounded"]
    differing = imported(of.format("26342.00"), listed)
    assert codes(differing) == ["import.parts_differ"]
    assert "a difference of -0.08, more than" in said(differing, "import.parts_differ")


def test_a_whole_of_the_only_coin_is_that_coins_total() -> None:
    """So that the daily close compares it with the addresses."""
    result = imported("HT(ALL),1,9", "HT-ETH,0x1,1,9")
    assert result.tables["published"].rows() == [("HT-ETH", "9")]
    assert codes(result) == ["import.whole_for_part"]


def test_a_second_whole_of_the_only_coin_is_compared() -> None:
    """DOGE(ALL) and DOGE(All) beside each other are not both the coin's total."""
    result = imported("DOGE(ALL),1,9 DOGE(All),1,8", "DOGE,D,1,9")
    assert result.tables["published"].rows() == [("DOGE", "9")]
    assert codes(result) == ["import.whole_for_part", "import.parts_differ"]


def test_a_whole_of_several_coins_without_totals_is_compared_with_the_addresses() -> None:
    """Nothing else is there to compare it with."""
    result = imported("ETH(ALL),-,4", "ETH,0x1,1,1 stETH,0x1,1,2")
    assert codes(result) == ["import.parts_differ", "import.not_published"]
    assert "its 2 parts (ETH, stETH) sum to 3" in said(result, "import.parts_differ")


def test_an_unknown_coin_is_an_asset_of_its_own_with_no_decimals_guessed() -> None:
    """A standing exchange.toml must declare it; its total is comparable all the same."""
    result = imported("NEW(ALL),-,1.25", "NEW,n,1,1.25 BTC,a,1,1")
    assert result.exchange.undeclared == ("NEW",)
    assert result.tables["published"].rows() == [("NEW", "1.25")]
    assert "printed with 2 decimals" in said(result, "import.coin_unknown")


def test_what_is_printed_finer_than_its_coin_is_kept_exactly() -> None:
    """The asset is drafted with as many decimals as are printed, in a part or in the total."""
    fine = imported("BTC,1,1.123456789", "BTC,a,1,1.1234567891")
    assert fine.exchange.assets["BTC"] == AssetDraft(10, "crypto")
    assert codes(fine) == ["import.finer_than_asset"]
    assert codes(imported("BTC,1,1", "BTC,a,1,1.12345678000")) == []


def test_exponents_are_written_out() -> None:
    """Spreadsheets write large numbers so."""
    result = imported("HTX-TRC20,1,3.6E+14", "HTX-TRC20,T,1,3.60e14")
    assert result.tables["holdings"]["amount"].to_list() == ["360000000000000"]
    assert codes(result) == ["import.exponents", "import.exponents"]


def test_binary_floats_of_a_parquet_are_said() -> None:
    """Whole numbers and days of a Parquet are taken as their text."""
    row = {"published": DAY, "coin": "BTC", "address": "a", "snapshot_height": 7, "balance": 1.5}
    result = import_htx_por([table([row])], ImportOptions())
    assert result.tables["holdings"]["amount"].to_list() == ["1.5"]
    assert codes(result) == ["import.binary_floats", "import.not_published"]


def test_a_column_of_nulls_that_should_be_floats_holds_nothing() -> None:
    """A Parquet of addresses listed for their signatures only is refused, because nothing can be kept."""
    row = {"published": DAY, "coin": "BTC", "address": "a", "snapshot_height": 7, "balance": None}
    frame = pl.DataFrame([row]).with_columns(pl.col("balance").cast(pl.Float64))
    assert refusal([RawTable("a.parquet", frame)], ImportOptions()) == [("holdings", "import.no_rows")]


@pytest.mark.parametrize("value", [["1"], b"1"])
def test_a_column_that_is_no_text_and_no_number_is_refused(value: object) -> None:
    """By its name."""
    row = {"published": DAY, "coin": "BTC", "address": "a", "snapshot_height": 7, "balance": value}
    assert refusal([table([row])], ON_DAY) == [("addresses.csv column balance", "input.unreadable")]


def test_bad_cells_are_refused_by_place_all_at_once() -> None:
    """A coin that can be no asset, a missing address, a sign, a thousands mark, too many decimals."""
    bad = RawText(
        "huobi_por_20240508.csv",
        f'{HEAD}B/C,1,1\nBTC(ALL),-,1\nBTC,1,-1\n{BODY}BTC(ALL),a,1,1,,\nBTC,,1,1,,\nBTC,b,1,"1,000",,\n'
        f"BTC,c,1,0.{'1' * 19},,\n,d,1,1,,\n",
    )
    assert refusal([bad], ON_DAY) == [
        ("huobi_por_20240508.csv row 7", "import.cell_refused"),
        ("huobi_por_20240508.csv row 11", "import.cell_refused"),
        ("huobi_por_20240508.csv row 8", "import.cell_refused"),
        ("huobi_por_20240508.csv row 9", "import.cell_refused"),
        ("huobi_por_20240508.csv row 10", "import.cell_refused"),
        ("huobi_por_20240508.csv row 2", "import.cell_refused"),
        ("huobi_por_20240508.csv row 4", "import.cell_refused"),
    ]


def test_only_so_many_faults_are_listed_and_all_are_counted() -> None:
    """Twenty of each kind are enough to see what is wrong with a file."""
    lines = " ".join(f"BTC,a{number},1,x" for number in range(30))
    with pytest.raises(Refused) as refused:
        imported("", lines)
    assert len(refused.value.faults) == 20
    assert "30 such row(s)" in refused.value.faults[0].en.found


def test_the_day_comes_from_the_column_the_option_or_the_name() -> None:
    """A day that nothing states is a fault, and so is a name that only looks like one."""
    text = published("", "BTC,a,1,1", "huobi_por_20230201.csv")
    assert import_htx_por([text], ImportOptions()).exchange.snapshot_at.date() == date(2023, 2, 1)
    assert import_htx_por([text], ON_DAY).exchange.snapshot_at.date() == DAY
    for name in ("huobi_por.csv", "huobi_por_20231301.csv"):
        unnamed = published("", "BTC,a,1,1", name)
        assert refusal([unnamed], ImportOptions()) == [(name, "import.day_unknown")]


def test_a_day_of_several_is_picked() -> None:
    """None is picked by itself, and a day that is not there is not replaced by another."""
    both = [table([collected("2024-05-08", "v1", "1"), collected("2024-06-04", "v2", "2")])]
    assert import_htx_por(both, ON_DAY).tables["holdings"]["amount"].to_list() == ["1"]
    assert refusal(both, ImportOptions()) == [("import", "import.several_days")]
    assert refusal(both, ImportOptions(day=date(2024, 5, 9))) == [("import", "import.day_absent")]
    assert import_htx_por([table([collected("2024-06-04", "v", "2")])], ImportOptions()).tables["holdings"].height == 1


@pytest.mark.parametrize("day", ["20240508", "2024-W19-3", "8 May 2024", "-", ""])
def test_a_day_that_is_none_is_refused_by_place(day: str) -> None:
    """One day must not have two names."""
    fault = ("addresses.csv row 2", "import.cell_refused")
    assert refusal([table([collected(day, "v", "1")])], ImportOptions()) == [fault]


def test_versions_of_a_day_that_differ_are_chosen_by_name_only() -> None:
    """The publisher corrected a day, and the file does not say which version is right."""
    both = [table([collected("2024-05-08", "v1", "1"), collected("2024-05-08", "v2", "2")])]
    assert refusal(both, ON_DAY) == [("import", "import.several_versions")]
    chosen = import_htx_por(both, ImportOptions(day=DAY, version="v2"))
    assert chosen.tables["holdings"]["amount"].to_list() == ["2"]
    assert refusal(both, ImportOptions(day=DAY, version="v3")) == [("import", "import.version_absent")]


def test_versions_of_a_day_with_the_same_content_are_one() -> None:
    """Published twice is not held twice."""
    both = [table([collected("2024-05-08", "v1", "1"), collected("2024-05-08", "v2", "1")])]
    result = import_htx_por(both, ON_DAY)
    assert result.tables["holdings"].height == 1
    assert codes(result) == ["import.same_versions", "import.not_published"]


def test_other_columns_are_refused() -> None:
    """By file, with those that are wanted; a column twice is no column."""
    other = table([{**collected("2024-05-08", "v", "1"), "bonus": "1"}])
    assert refusal([other, RawText("x.csv", "a,b\n1,2\n")], ON_DAY) == [
        ("addresses.csv", "import.columns"),
        ("x.csv row 1", "input.ragged"),
        ("x.csv row 2", "input.ragged"),
    ]
    twice = RawText("x.csv", "coin,snapshot height,snapshot_height,balance\nBTC,1,1,1\n")
    assert refusal([twice], ON_DAY) == [("x.csv", "import.columns")]


def test_files_with_nothing_in_them_are_refused() -> None:
    """No file, no row, no row with a balance."""
    for files in ([], [RawText("x.csv", "")], [published("", "")]):
        assert refusal(files, ON_DAY) == [("import", "import.no_rows")]
    assert refusal([published("BTC,1,1", "BTC,a,-,-")], ON_DAY) == [("holdings", "import.no_rows")]


def test_the_form_of_a_published_file_is_read_as_it_is() -> None:
    """A mark of byte order, a title, blank lines and cells, commas in signatures, cells left out at the end."""
    text = (
        "\ufeffReserves of May,,\n\ncoin,snapshot height,balance,,\nBTC,1,3,,\n,,,,\n"
        "coin,address,snapshot height,balance,message,signature\nBTC,a,1,1\nBTC,b,1,2,hi,{one,two}\n"
    )
    result = import_htx_por([RawText("huobi_por_20240508.csv", text)], ImportOptions())
    assert result.tables["holdings"]["amount"].to_list() == ["1", "2"]
    assert codes(result) == ["import.title_line", "import.overlong_rows"]


def test_rows_of_another_width_are_refused_by_place() -> None:
    """Too few cells, cells beyond the totals' header, and a quotation mark that never ends."""
    text = f"{HEAD}BTC,1\nBTC,1,1,1\n{BODY}BTC,a,1\n"
    assert refusal([RawText("x.csv", text)], ON_DAY) == [(f"x.csv row {row}", "input.ragged") for row in (2, 3, 6)]
    assert refusal([RawText("x.csv", f'{HEAD}"BTC,1,1\n')], ON_DAY) == [("x.csv", "input.unreadable")]
    many = refusal([RawText("x.csv", HEAD + "BTC\n" * 500)], ON_DAY)
    assert many[-1] == ("x.csv", "input.more_faults")
    assert len(many) < 500


def test_every_coin_of_the_record_is_one_asset_on_one_chain() -> None:
    """A name's asset bears its own name, except for second names, and every coin has decimals."""
    for coins in (HTX_COINS, OKX_COINS):
        assert all(coins[coin.asset] == coin for coin in coins.values())
        assert all(coin.draft is not None and coin.draft.scale > 0 for coin in coins.values())
    assert all(name == name.upper() for name in OKX_COINS)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["-", "1", "2.50", "7"]), st.integers(1, 3))))
def test_every_row_is_kept_or_counted(rows: list[tuple[str, str, int]]) -> None:
    """Read = kept + repeated + without a balance + of older blocks, and the order of rows changes no sum."""
    lines = [f"BTC,{address},{height},{balance}" for address, balance, height in rows]
    if all(balance == "-" for _, balance, _ in rows):
        assert refusal([published("", " ".join(lines))], ON_DAY)[0][1] == "import.no_rows"
        return
    result, turned = (imported("", " ".join(order)) for order in (lines, lines[::-1]))
    numbers = [int(word) for word in said(result, "import.holding_rows").replace(":", "").split() if word.isdigit()]
    assert numbers[0] == sum(numbers[1:]) == len(rows)
    assert numbers[1] == result.tables["holdings"].height == result.tables["holdings"]["holding"].n_unique()
    kept = [sorted(map(Decimal, each.tables["holdings"]["amount"])) for each in (result, turned)]
    assert kept[0] == kept[1]
