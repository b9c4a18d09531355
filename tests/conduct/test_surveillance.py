"""Surveillance: planted insiders and wash traders are found, and those beside them who did nothing are not."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

sys.path.append(str(Path(__file__).parent.parent / "rules"))

from packs import exchange

from hikiate.conduct.insiders.entering import following, opened
from hikiate.conduct.insiders.entries import FIELDS, PERSON_FIELDS, moment_text
from hikiate.conduct.insiders.register import PERMANENT, Register
from hikiate.conduct.surveillance.alerts import Alert
from hikiate.conduct.surveillance.events import Announcement, TooLarge, positions, stretches, study, study_alert
from hikiate.conduct.surveillance.listed import listed_trades
from hikiate.conduct.surveillance.measures import Measures
from hikiate.conduct.surveillance.wash import ping_pong, self_trades
from hikiate.facts.executions import Executions, executions, microseconds
from hikiate.facts.pack import Pack
from hikiate.facts.raw import RawPack, RawTable
from hikiate.facts.tables import Account
from hikiate.kernel.findings import Refused
from hikiate.operations.surveil import surveil

JAPAN = timezone(timedelta(hours=9))
NOON = datetime(2026, 9, 10, 12, tzinfo=JAPAN)
HOME = exchange()
MARKET = "BTC/JPY"

Row = tuple[datetime, str, int, str, str | None, str | None]
"""When, in which market, price, size, buyer and seller."""


def table(rows: Sequence[Row], *, parties: bool = True) -> RawTable:
    """A table of trades, as text."""
    frame = pl.DataFrame(
        [
            (str(number), at.isoformat(), market, "buy", str(price), size, buyer, seller)
            for number, (at, market, price, size, buyer, seller) in enumerate(rows)
        ],
        schema=dict.fromkeys(("id", "executed_at", "market", "side", "price", "size", "buyer", "seller"), pl.String),
        orient="row",
    )
    frame = frame if parties else frame.drop("buyer", "seller")
    return RawTable("trades.csv", frame.lazy(), dict(frame.schema), 2)


def traded(rows: Sequence[Row]) -> Executions:
    """The trades of such rows."""
    return executions(table(rows), HOME)


def quiet(days: int = 7, before: datetime = NOON) -> list[Row]:
    """A market in which the same two trades happen every half hour between many accounts."""
    steps = days * 48
    return [
        (before - timedelta(minutes=30 * step + 1), MARKET, 100 + step % 2, "1", f"a{step % 40}", f"b{step % 37}")
        for step in range(steps)
    ]


def register(*, accounts: str = "a1", published: datetime | None = NOON, case: str = "C1") -> Register:
    """A register with one case about BTC since two hours before noon, and one person who knew."""
    made = opened("E", 2, NOON - timedelta(days=1), "A")
    before = moment_text(NOON - timedelta(hours=2))

    def enter(kind: str, at: datetime, **values: str) -> None:
        made.entries.append(following(made, kind, at, "A", dict.fromkeys(FIELDS[kind], "") | values))

    enter("case", NOON - timedelta(hours=1), case="C1", fact="listing", assets="BTC", words="w", arose_at=before)
    person = dict.fromkeys(PERSON_FIELDS, "x") | {"accounts": accounts}
    enter("listed", NOON - timedelta(hours=1), case=case, person="p1", obtained_at=before, **person)
    if published is not None:
        enter("published", NOON + timedelta(hours=1), case="C1", published_at=moment_text(published), place="site")
    return made


def brief(alerts: Sequence[Alert]) -> list[tuple[str, str]]:
    """Kind and subject."""
    return [(alert.kind, alert.subject) for alert in alerts]


def test_a_listed_persons_trades_while_knowing_are_found_and_explained() -> None:
    """A buy within, a sale within; a trade before, one at the publication and one in another asset are none of it."""
    hour = timedelta(hours=1)
    rows: list[Row] = [
        (NOON - 3 * hour, MARKET, 100, "9", "a1", "x"),
        (NOON - hour, MARKET, 100, "2.5", "a1", "x"),
        (NOON - hour, MARKET, 100, "1", "x", "a1"),
        (NOON - hour, "ETH/JPY", 100, "7", "a1", "x"),
        (NOON, MARKET, 100, "8", "a1", "x"),
        (NOON - hour, MARKET, 100, "4", "x", "y"),
    ]
    [alert] = listed_trades(traded(rows), {}, register())
    assert (alert.kind, alert.subject, alert.market) == ("insider", "p1 (C1)", MARKET)
    assert alert.numbers == {"trades": "2", "bought": "2.5", "sold": "1"}
    assert "traded 2 times before it was public: bought 2.5, sold 1 BTC" in alert.words.en
    assert "from 2026-09-10T10:00+09:00" in alert.words.en
    assert alert.starts == NOON - hour


def test_accounts_are_linked_by_their_owner_and_an_unpublished_case_has_no_end() -> None:
    """The list names a1, the table of accounts says that a9 is the same owner's."""
    rows: list[Row] = [(NOON + timedelta(days=5), MARKET, 100, "1", "a9", "x")]
    owners = {"a1": "o1", "a9": "o1", "x": "o2"}
    open_case = register(published=None)
    assert brief(listed_trades(traded(rows), owners, open_case)) == [("insider", "p1 (C1)")]
    assert listed_trades(traded(rows), {}, open_case) == []
    assert listed_trades(traded(rows), owners, register(accounts="")) == []


def test_the_permanent_section_is_looked_at_for_every_case() -> None:
    """Whoever always knows, knew."""
    rows: list[Row] = [(NOON - timedelta(hours=1), MARKET, 100, "1", "a1", "x")]
    assert brief(listed_trades(traded(rows), {}, register(case=PERMANENT))) == [("insider", "p1 (C1)")]


def test_one_owner_on_both_sides_is_found_by_account_and_by_link() -> None:
    """Summed for each owner, market and day of the exchange's clock."""
    rows: list[Row] = [
        (NOON, MARKET, 100, "1", "a", "a"),
        (NOON + timedelta(hours=11, minutes=59), MARKET, 100, "2", "a", "a"),
        (NOON + timedelta(hours=12), MARKET, 100, "4", "a", "a"),
        (NOON, MARKET, 100, "8", "b", "c"),
        (NOON, MARKET, 100, "16", "b", "d"),
        (NOON, MARKET, 100, "32", None, None),
        (NOON, MARKET, 100, "64", "b", None),
    ]
    plain = self_trades(traded(rows), {})
    assert [(alert.subject, dict(alert.numbers)) for alert in plain] == [
        ("a", {"trades": "2", "size": "3 BTC"}),
        ("a", {"trades": "1", "size": "4 BTC"}),
    ]
    linked = self_trades(traded(rows), {"b": "o", "c": "o"})
    assert {(alert.subject, alert.numbers["size"]) for alert in linked} == {
        ("a", "3 BTC"),
        ("a", "4 BTC"),
        ("o", "8 BTC"),
    }


def passes(one: str, other: str, back: int, forth: int) -> list[Row]:
    """One BTC passed from one to the other and back so often."""
    ways = [(one, other)] * back + [(other, one)] * forth
    return [
        (NOON + timedelta(minutes=minute), MARKET, 100, "1", buyer, seller)
        for minute, (buyer, seller) in enumerate(ways)
    ]


@pytest.mark.parametrize(
    ("back", "forth", "told"), [(10, 10, True), (11, 9, True), (12, 9, False), (10, 9, False), (20, 0, False)]
)
def test_a_pair_that_passes_coins_back_and_forth_is_found(*, back: int, forth: int, told: bool) -> None:
    """From twenty trades a day on, and nearly as much one way as the other."""
    found = ping_pong(traded(passes("a", "b", back, forth)), {}, Measures())
    assert brief(found) == ([("ping_pong", "a / b")] if told else [])


def test_a_pair_with_much_other_business_is_left_alone() -> None:
    """Two makers meet often; it is told where one of them does little else."""
    pair = passes("a", "b", 10, 10)
    busy: list[Row] = [(NOON, MARKET, 100, "21", "a", "x"), (NOON, MARKET, 100, "21", "y", "b")]
    assert ping_pong(traded([*pair, *busy]), {}, Measures()) == []
    [alert] = ping_pong(traded([*pair, busy[0]]), {}, Measures())
    assert alert.numbers == {"trades": "20", "size": "20 BTC", "share": "100 %"}


def test_linked_accounts_of_a_pair_are_one() -> None:
    """Ten trades by each of two accounts of one owner make twenty."""
    rows = passes("a", "b", 20, 0) + passes("b", "a2", 20, 0)
    assert ping_pong(traded(rows), {}, Measures()) == []
    assert brief(ping_pong(traded(rows), {"a": "o", "a2": "o"}, Measures())) == [("ping_pong", "b / o")]


def test_trades_between_strangers_have_no_candidates() -> None:
    """No pair comes together twenty times."""
    assert ping_pong(traded(quiet(1)), {}, Measures()) == []


def announced(at: datetime = NOON) -> Announcement:
    """Something about BTC, published then."""
    return Announcement("N", at, ("BTC",))


BURST: list[Row] = [
    (NOON - timedelta(minutes=50), MARKET, 130, "30", "planted", "b1"),
    (NOON + timedelta(minutes=10), MARKET, 200, "1", "a1", "b1"),
]


def looked(rows: Sequence[Row], measures: Measures | None = None) -> list[Alert]:
    """What the study and the positions of such trades say."""
    chosen, trades = measures or Measures(), traded(rows)
    cut = stretches(trades, announced(), MARKET, chosen)
    said = study_alert(study(announced(), MARKET, cut, chosen), chosen)
    return [*([said] if said else []), *positions(trades, announced(), MARKET, cut, chosen)]


def test_a_burst_before_an_announcement_is_told_with_its_ranks_and_its_account() -> None:
    """Volume and move are the largest of all stretches, and one account took a position that went its way."""
    event, position = looked([*quiet(), *BURST])
    assert (event.kind, event.subject) == ("event", "N")
    assert event.numbers["volume_rank"] == event.numbers["move_rank"] == "1/83"
    assert (position.kind, position.subject) == ("position", "planted")
    assert position.words.en.endswith("the price went its way afterwards")
    assert position.numbers == {"net": "30", "largest_before": "0", "share": "88.23 %"}
    assert event.id != position.id
    assert len(event.id) == 16


def test_a_quiet_market_says_nothing() -> None:
    """No stretch stands out, and no account."""
    assert looked(quiet()) == []


def test_a_position_that_went_the_wrong_way_is_not_told() -> None:
    """Whoever had known would have sold, as the other side of the trade did."""
    fell = [BURST[0], (NOON + timedelta(minutes=10), MARKET, 50, "1", "a1", "b1")]
    assert brief(looked([*quiet(), *fell])) == [("event", "N"), ("position", "b1")]
    sold: Row = (NOON - timedelta(minutes=50), MARKET, 130, "30", "b1", "planted")
    found = looked([*quiet(), sold, fell[1]])
    assert [(alert.kind, alert.subject) for alert in found] == [("event", "N"), ("position", "planted")]
    assert "sold 30 BTC net" in found[1].words.en


def test_a_position_is_told_without_a_later_price_but_not_where_it_is_usual_or_flat() -> None:
    """The account's own largest of all, and neither a habit nor a round trip."""
    [position] = [alert for alert in looked([*quiet(), BURST[0]]) if alert.subject == "planted"]
    assert "nobody has traded since" in position.words.en
    assert position.words.ja.endswith("公表後の約定がなく、価格の動きは不明です")
    habit: Row = (NOON - timedelta(hours=30), MARKET, 101, "30", "planted", "b1")
    assert ("position", "planted") not in brief(looked([*quiet(), BURST[0], habit]))
    back: Row = (NOON - timedelta(minutes=40), MARKET, 130, "30", "b2", "planted")
    assert ("position", "planted") not in brief(looked([*quiet(), BURST[0], back]))


def test_too_few_stretches_answer_nothing() -> None:
    """With eighteen others no rank can be one in twenty."""
    trades = traded([*quiet(1), *BURST])
    made = study(announced(), MARKET, stretches(trades, announced(), MARKET, Measures()), Measures())
    assert (made.volume_rank, made.move_rank, made.is_told) == (None, None, False)
    assert study_alert(made, Measures()) is None


def test_nobody_traded_before_the_announcement() -> None:
    """Then there is no stretch to rank, and no position."""
    trades = traded([BURST[1]])
    cut = stretches(trades, announced(), MARKET, Measures())
    assert study(announced(), MARKET, cut, Measures()).volume_rank is None
    assert list(positions(trades, announced(), MARKET, cut, Measures())) == []


def test_a_stretch_of_nothing_has_no_price_and_gives_no_move() -> None:
    """A size of zero, and what comes after it."""
    rows: list[Row] = [
        (NOON - timedelta(hours=3), MARKET, 100, "0", "a", "b"),
        (NOON - timedelta(hours=1), MARKET, 100, "1", "a", "b"),
    ]
    first, second = stretches(traded(rows), announced(), MARKET, Measures())
    assert first.price == 0
    assert first.move is second.move is None


def test_values_beyond_128_bits_are_refused_and_never_wrapped() -> None:
    """Two numbers that each fit."""
    rows: list[Row] = [(NOON - timedelta(hours=1), MARKET, 10**20, "9" * 17 + ".00000001", "a", "b")]
    with pytest.raises(TooLarge):
        stretches(traded(rows), announced(), MARKET, Measures())
    raw = RawPack("", None, None, {"trades": table(rows)}, "d")
    with pytest.raises(Refused):
        surveil(raw, Pack(HOME, "d", {}), None, [announced()], Measures())


def whole(rows: Sequence[Row], known: Register | None, *, parties: bool = True, accounts: bool = False) -> list[str]:
    """The kinds of alerts of a pack."""
    raw = RawPack("", None, None, {"trades": table(rows, parties=parties)}, "d")
    linked = (Account(2, "a1", "o1"),) if accounts else None
    named = [announced(), Announcement("M", NOON, ("ETH",))]
    surveyed = surveil(raw, Pack(HOME, "d", {}, accounts=linked), known, named, Measures())
    assert surveyed.has_parties is parties
    return [alert.kind for alert in surveyed.alerts]


def test_a_pack_is_looked_at_for_everything_at_once() -> None:
    """The register's case, the announcement that was named, and trades with oneself."""
    rows = [*quiet(), *BURST, (NOON - timedelta(hours=1), MARKET, 130, "1", "a1", "a1")]
    assert whole(rows, register(), accounts=True) == ["insider", "event", "position", "event", "position", "self_trade"]
    assert whole(rows, register(published=None)) == ["insider", "event", "position", "self_trade"]
    assert whole(rows, None, parties=False) == ["event"]


def test_a_pack_without_trades_is_refused() -> None:
    """Nothing can be said of what was not handed in."""
    with pytest.raises(Refused) as refused:
        surveil(RawPack("", None, None, {}, "d"), Pack(HOME, "d", {}), None, [], Measures())
    assert [fault.code for fault in refused.value.faults] == ["input.no_file"]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_moments_are_the_same_whatever_unit_the_table_has(unit: str) -> None:
    """Parquet has moments in three units."""
    raw = table(quiet(1))
    frame = raw.frame.with_columns(pl.col("executed_at").str.to_datetime(time_unit=unit, time_zone="Asia/Tokyo"))  # type: ignore[arg-type]  # the parametrized words
    typed = replace(raw, frame=frame, schema=dict(frame.collect_schema()))
    at = executions(typed, HOME).frame.select("at").collect()
    assert at.equals(executions(raw, HOME).frame.select("at").collect())
    assert at.row(0) == (microseconds(NOON - timedelta(minutes=1)),)


def test_money_and_amounts_are_exact() -> None:
    """A size in units of the base, a value in units of the quote."""
    trades = traded([(NOON, MARKET, 100, "0.1", "a", "b"), (NOON, "XRP/JPY", 100, "0.123456", "a", "b")])
    size, price = trades.frame.select("size", "price").collect().row(1)
    assert trades.amount("XRP/JPY", size) == Fraction("0.123456")
    assert trades.money("XRP/JPY", size * price) == Fraction("12.3456")
    assert trades.moment(microseconds(NOON)) == NOON
