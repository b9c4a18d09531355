"""The incident file: every key read as written, or refused by its name together with all others."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from incidents import CASH, HEAD, IN_KIND, LOSS, faults, read

from hikiate.remedy.incident import SOURCES, Files, Funding, Haircut, Quote

PRICE = '"fixed"\ncurrency = "JPY"\nprice = "88.549"'
SPOT = '"spot"\ncurrency = "JPY"'
MARKET = '"vwap"\ncurrency = "JPY"\nmarket = "XEM/JPY"'
WINDOW = "from = 2018-01-26T12:09:00+09:00\nuntil = 2018-01-27T23:00:00+09:00"
NO_WINDOW = f"{MARKET}\nfrom = 2018-01-26T00:00:00Z\nuntil = 2018-01-26T00:00:00Z"
PRICED = CASH.replace(
    "[[funding]]",
    'decimals = 3\n[mixed.XEM]\nin_kind = "603/1000"\n[haircut]\nrate = "0.36067"\nassets = ["XEM"]\n[[funding]]',
)
FULL = f"""
law = ["jp-fiea-175"]
stopped_at = 2018-01-26T12:07:00+09:00
accident = "system_anomaly"
exemptions = ["obvious_from_books"]
accounts = "accounts.csv"
movements = "movements.csv"
payees = "payees.csv"
destinations = "destinations.csv"
returned = "returned.csv"
also = ["other.toml"]
funding_order = ["own_funds", "insurance"]
{PRICED}
condition = "board"
[[funding]]
source = "insurance"
asset = "JPY"
policy = "P1"
used = "7"
[cap.JPY]
amount = "1000"
[convenience.JPY]
amount = "10"
[screening]
lists = ["sdn.xml"]
frozen = "frozen.csv"
[payout.jpy]
originator_code = "1"
"""


def test_a_whole_incident_is_read_as_written() -> None:
    """Quantities in minor units, shares as fractions, days and moments as they are."""
    incident = read(FULL)
    assert (incident.id, incident.kind, incident.method, incident.promised) == (
        "xem", "unauthorised_outflow", "cash", "cash"
    )  # fmt: skip
    assert incident.occurred_at == datetime(2018, 1, 25, 15, 2, 13, tzinfo=UTC)
    assert (incident.noticed_on, incident.stopped_at is None) == (date(2018, 1, 26), False)
    assert (incident.lost("XEM"), incident.net("XEM"), incident.lost_assets) == (400_000_000, 400_000_000, ("XEM",))
    terms = incident.prices["XEM"]
    assert (terms.kind, terms.currency, terms.decimals) == ("fixed", "JPY", 3)
    assert terms.quotes == (Quote("fixed", Fraction(88549, 1000)),)
    assert incident.in_kind_shares == {"XEM": Fraction(603, 1000)}
    assert incident.haircut == Haircut(Fraction(36067, 100_000), ("XEM",))
    assert (incident.caps, incident.conveniences) == ({"JPY": 1000}, {"JPY": 10})
    own, insured = incident.funding
    assert (own.source, own.amount, own.available_on, own.condition) == (
        "own_funds",
        50_000,
        date(2018, 3, 12),
        "board",
    )
    assert insured == Funding("incident.toml funding 2", "insurance", "JPY", None, None, "P1", used=7)
    assert incident.funding_order == ("own_funds", "insurance", "guarantee", "reserve", "facility", "group")
    assert incident.law == ("jp-fiea-175",)
    assert (incident.accident, incident.exemptions) == ("system_anomaly", ("obvious_from_books",))
    assert incident.payout == {"jpy": {"originator_code": "1"}}
    assert incident.files == Files(
        "accounts.csv",
        "movements.csv",
        "payees.csv",
        "destinations.csv",
        "returned.csv",
        ("sdn.xml",),
        {"frozen": "frozen.csv"},
        ("other.toml",),
    )


def test_what_an_incident_does_not_say_is_none_or_nothing() -> None:
    """The order of sources is the law's, nothing is screened, and the incident was noticed when it occurred."""
    incident = read(IN_KIND.replace("noticed_at = 2018-01-26T11:25:00+09:00\n", "").replace('promised = "in_kind"', ""))
    assert (incident.law, incident.promised, incident.accident, incident.stopped_at) == (None, None, None, None)
    assert (incident.funding_order, incident.funding, incident.files) == (SOURCES, (), Files())
    assert incident.noticed_on == date(2018, 1, 26)
    assert incident.haircut == Haircut()


@pytest.mark.parametrize(
    ("price", "kind"),
    [
        ('kind = "mean"\ncurrency = "JPY"\nprices = { bitFlyer = "100", Zaif = "101" }', "mean"),
        ('kind = "mean"\ncurrency = "JPY"\nprices = ["100", "101"]', "mean"),
        ('kind = "spot"\ncurrency = "JPY"\nat = 2018-01-26', "spot"),
        ('kind = "spot"\ncurrency = "JPY"\nat = "2018-01-26"', "spot"),
        (
            'kind = "spot"\ncurrency = "JPY"\nmarket = "XEM/JPY"\nat = 2018-01-26T12:00:00+09:00\ntrades = "t.csv"',
            "spot",
        ),
        (f"kind = {MARKET}\n{WINDOW}", "vwap"),
    ],
)
def test_each_kind_of_price_has_its_own_keys(price: str, kind: str) -> None:
    """A fixed price, a mean of venues, the price of a moment or a day, and a mean over a window."""
    text = CASH.replace('kind = "fixed"\ncurrency = "JPY"\nprice = "88.549"', price)
    terms = read(text).prices["XEM"]
    assert terms.kind == kind
    assert (len(terms.quotes) == 2) == (kind == "mean")
    assert (terms.start is not None) == (kind == "vwap")


@pytest.mark.parametrize(
    ("was", "becomes", "code", "where"),
    [
        ('id = "xem"', "", "missing_key", ""),
        ('id = "xem"', 'id = "xem"\nyear = 1', "unknown_key", ""),
        ('"unauthorised_outflow"', '"theft"', "wrong_value", " key kind"),
        ("occurred_at = 2018-01-26T00:02:13+09:00", "occurred_at = 2018-01-26", "not_a_moment", " key occurred_at"),
        ("occurred_at = 2018-01-26T00:02:13+09:00", "", "missing_key", ""),
        ("noticed_at = 2018-01-26T11", "noticed_at = 2018-01-25T11", "wrong_value", " key noticed_at"),
        ('method = "cash"', 'method = "half"', "wrong_value", " key method"),
        ('promised = "cash"', 'promised = 5', "wrong_value", " key promised"),
        ('asset = "XEM"', 'asset = "NEM"', "wrong_value", " loss 1 key asset"),
        ('quantity = "400"', 'quantity = "-1"', "wrong_value", " loss 1 key quantity"),
        ('asset = "XEM"', "asset = 5", "wrong_value", " loss 1 key asset"),
        ('quantity = "400"', "", "missing_key", " loss 1"),
        ('quantity = "400"', 'quantity = "400"\nrecovered = "401"', "wrong_value", " loss 1 key recovered"),
        ('tier = "hot"', 'tier = "warm"', "wrong_value", " loss 1 key tier"),
        ('keeper = "self"', 'keeper = ""', "wrong_value", " loss 1 key keeper"),
        (LOSS, "loss = 5\n", "wrong_value", " key loss"),
        (LOSS, "", "wrong_value", " key loss"),
        ("[reference_price.XEM]", "[reference_price.NEM]", "wrong_value", " key reference_price"),
        ('kind = "fixed"', 'kind = "guess"', "wrong_value", " reference_price XEM key kind"),
        ('price = "88.549"', 'price = "0"', "wrong_value", " reference_price XEM key price"),
        ('price = "88.549"', 'price = "x"', "wrong_value", " reference_price XEM key price"),
        ('price = "88.549"', 'price = "88.549"\ndecimals = 13', "wrong_value", " reference_price XEM key decimals"),
        ('price = "88.549"', 'price = "88.549"\ndecimals = -1', "wrong_value", " reference_price XEM key decimals"),
        (PRICE, '"mean"\ncurrency = "JPY"\nprices = []', "wrong_value", " reference_price XEM key prices"),
        (PRICE, '"mean"\ncurrency = "JPY"\nprices = 5', "wrong_value", " reference_price XEM key prices"),
        (PRICE, f'{SPOT}\nmarket = "XEM"\nat = 2018-01-26', "wrong_value", " reference_price XEM key market"),
        (PRICE, f'{SPOT}\nat = "x"', "not_a_day", " reference_price XEM key at"),
        (PRICE, NO_WINDOW, "wrong_value", " reference_price XEM key until"),
        ("[[funding]]", "[haircut]\nassets = [\"NEM\"]\n[[funding]]", "wrong_value", " haircut key assets"),
        ("[[funding]]", "[cap.NEM]\namount = \"1\"\n[[funding]]", "wrong_value", " key cap"),
        ("[[funding]]", "[screening]\nlists = [1]\n[[funding]]", "wrong_value", " screening key lists"),
        ("[[funding]]", "screening = 1\n[[funding]]", "unknown_key", " reference_price XEM"),
        ('source = "own_funds"', 'source = "friends"', "wrong_value", " funding 1 key source"),
        ('source = "own_funds"', 'source = "insurance"', "missing_key", " funding 1"),
        ("available_on = 2018-03-12", "", "missing_key", " funding 1"),
        ("2018-03-12", "2018-03-12T00:00:00Z", "not_a_day", " funding 1 key available_on"),
        ('id = "xem"', 'id = "xem"\nfunding_order = ["group", "group"]', "wrong_value", " key funding_order"),
        ('id = "xem"', 'id = "xem"\nfunding_order = ["friends"]', "wrong_value", " key funding_order"),
        ('id = "xem"', 'id = "xem"\nexemptions = ["luck"]', "wrong_value", " key exemptions"),
        ('id = "xem"', 'id = "xem"\naccident = "luck"', "wrong_value", " key accident"),
        ('id = "xem"', 'id = "xem"\nhaircut = 1', "wrong_value", " key haircut"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_refused_by_its_name_alone(was: str, becomes: str, code: str, where: str) -> None:
    """And nothing sound is blamed beside it."""
    assert CASH.count(was) == 1
    found = [(fault.code, fault.where) for fault in faults(CASH.replace(was, becomes))]
    assert found == [(f"input.{code}", f"incident.toml{where}")]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (f'{HEAD}method = "cash"\n{LOSS}', ["reference_price"]),
        (f'{HEAD}method = "mixed"\n{LOSS}', ["reference_price", "mixed"]),
    ],
)
def test_a_method_needs_what_it_computes_with(text: str, missing: list[str]) -> None:
    """Cash needs a price; a mixture needs its share, too."""
    assert [fault.where for fault in faults(text)] == [f"incident.toml key {key}" for key in missing]


def test_all_faults_of_a_file_are_named_together() -> None:
    """With their places, so that one round of corrections is enough."""
    text = CASH.replace('id = "xem"', "").replace('"400"', '"x"').replace('"own_funds"', '"friends"')
    assert len(faults(text)) == 3


def test_text_that_is_no_toml_is_refused_once() -> None:
    """The reader's reason says in which line it stopped."""
    assert [fault.code for fault in faults("id = ")] == ["input.unreadable"]
