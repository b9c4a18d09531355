"""The exchange: every key of `exchange.toml`, read as it stands or refused by its name."""

from datetime import date, datetime, timedelta, timezone

import pytest
from handed_in import EXCHANGE

from hikiate.facts.exchange import Asset, read_exchange
from hikiate.kernel.days import Period
from hikiate.kernel.findings import Refused

JST = timezone(timedelta(hours=9))


def found(text: str) -> list[tuple[str, str, str]]:
    """Code, place and finding of every fault."""
    with pytest.raises(Refused) as refused:
        read_exchange(text)
    return [
        (f.code.removeprefix("input."), f.where.removeprefix("exchange.toml key "), f.en.found)
        for f in refused.value.faults
    ]


def test_an_exchange_is_read_as_it_stands() -> None:
    """Its day and fiscal year are those of its snapshot, on the snapshot's clock."""
    text = EXCHANGE.replace("[assets.JPY]", 'withdrawal_business_days = 3\nprice_source = "own"\n[assets.JPY]')
    exchange = read_exchange(text.replace("scale = 8", 'scale = 8\ndti = "4H95J0R2X"'))
    assert exchange.name == "見本取引所"
    assert exchange.snapshot_at == datetime(2026, 11, 20, 23, 59, 59, tzinfo=JST)
    assert exchange.day == date(2026, 11, 20)
    assert exchange.fiscal_year == Period(date(2026, 4, 1), date(2027, 4, 1))
    assert exchange.rulebooks == ("jp-psa",)
    assert exchange.assets["BTC"] == Asset("BTC", 8, "crypto", "4H95J0R2X")
    assert (exchange.scale("ETH"), exchange.reporting_scale) == (18, 0)
    assert (exchange.withdrawal_business_days, exchange.price_source) == (3, "own")
    bare = read_exchange(EXCHANGE)
    assert (bare.withdrawal_business_days, bare.price_source, bare.assets["BTC"].dti) == (None, None, None)


@pytest.mark.parametrize(
    "written", ['"2026-11-20T23:59:59+09:00"', '"2026-11-20 23:59:59+09:00"', "2026-11-20T14:59:59Z"]
)
def test_the_snapshot_may_be_written_as_text_or_as_a_moment(written: str) -> None:
    """With its offset in either case."""
    exchange = read_exchange(EXCHANGE.replace("2026-11-20T23:59:59+09:00", written))
    assert exchange.snapshot_at == datetime(2026, 11, 20, 23, 59, 59, tzinfo=JST)


@pytest.mark.parametrize(
    ("was", "becomes", "wanted"),
    [
        ('name = "見本取引所"', "name = 1", ("wrong_value", "name", "1")),
        ('name = "見本取引所"', 'name = " "', ("wrong_value", "name", " ")),
        ('name = "見本取引所"\n', "", ("wrong_value", "name", "blank")),
        ('name = "見本取引所"', 'name = "x"\nnam = 1', ("unknown_key", "exchange.toml", "key nam")),
        ('registration = "00001"', "registration = 1", ("wrong_value", "registration", "1")),
        ('"JP"', '"XX"', ("wrong_value", "jurisdiction", "XX")),
        ('"JP"', '""', ("wrong_value", "jurisdiction", "")),
        ('"JP"', "81", ("wrong_value", "jurisdiction", "81")),
        ('reporting_currency = "JPY"', 'reporting_currency = "USD"', ("wrong_value", "reporting_currency", "USD")),
        ('reporting_currency = "JPY"', "reporting_currency = 1", ("wrong_value", "reporting_currency", "1")),
        ('"04-01"', '"4-1"', ("wrong_value", "fiscal_year_start", "4-1")),
        ('"04-01"', '"02-29"', ("wrong_value", "fiscal_year_start", "02-29")),
        ('"04-01"', '"13-01"', ("wrong_value", "fiscal_year_start", "13-01")),
        ('"04-01"', "4", ("wrong_value", "fiscal_year_start", "4")),
        ("2026-11-20T23:59:59+09:00", "2026-11-20T23:59:59", ("not_a_moment", "snapshot_at", "2026-11-20T23:59:59")),
        ("2026-11-20T23:59:59+09:00", "2026-11-20", ("not_a_moment", "snapshot_at", "2026-11-20")),
        ("2026-11-20T23:59:59+09:00", '"today"', ("not_a_moment", "snapshot_at", "today")),
        ("2026-11-20T23:59:59+09:00", "5", ("not_a_moment", "snapshot_at", "5")),
        ("2026-11-20T23", "0999-11-20T23", ("not_a_moment", "snapshot_at", "0999-11-20T23:59:59+09:00")),
        ("2026-11-20T23", "9999-11-20T23", ("not_a_moment", "snapshot_at", "9999-11-20T23:59:59+09:00")),
        ("snapshot_at = 2026-11-20T23:59:59+09:00\n", "", ("not_a_moment", "snapshot_at", "blank")),
        ('["jp-psa"]', '"jp-psa"', ("wrong_value", "rulebooks", "jp-psa")),
        ('["jp-psa"]', "[1]", ("wrong_value", "rulebooks", "[1]")),
        ("scale = 8", "scale = 19", ("wrong_value", "assets.BTC.scale", "19")),
        ("scale = 8", "scale = -1", ("wrong_value", "assets.BTC.scale", "-1")),
        ("scale = 8", "scale = 8.0", ("wrong_value", "assets.BTC.scale", "8.0")),
        ("scale = 8", 'scale = "8"', ("wrong_value", "assets.BTC.scale", "8")),
        ("scale = 8", "scale = true", ("wrong_value", "assets.BTC.scale", "True")),
        ("scale = 8\n", "", ("wrong_value", "assets.BTC.scale", "blank")),
        ("scale = 8", "scale = 8\nname = 1", ("unknown_key", "assets.BTC", "key name")),
        ("scale = 8", "scale = 8\ndti = 1", ("wrong_value", "assets.BTC.dti", "1")),
        ('"fiat"', '"money"', ("wrong_value", "assets.JPY.kind", "money")),
        ('kind = "fiat"\n', "", ("wrong_value", "assets.JPY.kind", "blank")),
        ("[assets.BTC]", '[assets."B/C"]', ("wrong_value", "assets.B/C", "B/C")),
        ("[assets.BTC]", '[assets."ＢＴＣ"]', ("wrong_value", "assets.ＢＴＣ", "ＢＴＣ")),
        (
            "[assets.JPY]",
            "withdrawal_business_days = 0\n[assets.JPY]",
            ("wrong_value", "withdrawal_business_days", "0"),
        ),
        (
            "[assets.JPY]",
            "withdrawal_business_days = true\n[assets.JPY]",
            ("wrong_value", "withdrawal_business_days", "True"),
        ),
        ("[assets.JPY]", "price_source = 1\n[assets.JPY]", ("wrong_value", "price_source", "1")),
    ],
)
def test_a_wrong_key_is_refused_by_its_name_alone(was: str, becomes: str, wanted: tuple[str, str, str]) -> None:
    """And nothing sound is blamed beside it."""
    assert was in EXCHANGE
    assert found(EXCHANGE.replace(was, becomes, 1)) == [wanted]


@pytest.mark.parametrize("assets", ["", "assets = 5", "[assets]\nBTC = 8"])
def test_assets_that_are_no_sections_are_refused(assets: str) -> None:
    """Without scales no amount can be read."""
    text = EXCHANGE[: EXCHANGE.index("[assets.JPY]")] + assets
    [(code, place, _)] = found(text)
    assert (code, place) == ("wrong_value", "assets")


def test_an_empty_file_wants_every_key_at_once() -> None:
    """One run of the command names everything that is to be filled in."""
    assert [place for _, place, _ in found("")] == [
        "snapshot_at",
        "name",
        "registration",
        "jurisdiction",
        "reporting_currency",
        "fiscal_year_start",
        "rulebooks",
        "assets",
    ]


def test_text_that_is_no_toml_is_refused_once() -> None:
    """The reader's reason says in which line it stopped."""
    [(code, place, said)] = found("name = ")
    assert (code, place) == ("unreadable", "exchange.toml")
    assert said.startswith("not read: ")
