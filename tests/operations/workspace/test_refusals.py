"""What the verbs refuse, and that nothing is changed by it."""

from dataclasses import replace
from datetime import date

import pytest
from lives import LAW, Book, Life, Verb, by, pack, payable, refused, result

from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import FindingOpened, User
from hikiate.facts.exchange import Asset
from hikiate.facts.pack import Pack
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding, FindingKind, Refused, Severity
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, Words
from hikiate.law.rulebooks import Edition
from hikiate.operations.workspace import incidents
from hikiate.operations.workspace.approvals import approve, reject, request_of, state
from hikiate.operations.workspace.closes import Files, close_into, previous_close
from hikiate.operations.workspace.corrections import request_correction
from hikiate.operations.workspace.findings import assign, close_finding, open_findings, standings
from hikiate.operations.workspace.incidents import Draw
from hikiate.operations.workspace.people import begin, set_limit, set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.operations.workspace.reserve import request_provision, request_release

BREAK = FindingKind("recon.break", Severity.BREACH, Words("a", "b", "c"), Words("d", "e", "f"))


@pytest.fixture
def life() -> Life:
    """A life begun, in memory: what is refused is refused before any database is asked."""
    return Life(MemoryWorkspace()).begun()


def test_who_is_no_user_or_has_not_the_role_does_nothing(life: Life) -> None:
    """Both are told together with a moment that lies before the last."""
    assert refused(life, by(set_roles, life.act("mia"), "eve", ["admin"])) == ["workspace.user"]
    assert refused(life, by(set_roles, life.act("eve"), "eve", ["admin"])) == ["workspace.user"]
    past = Act("eve", "2020-01-01T00:00:00.000000Z")
    assert refused(life, by(set_roles, past, "x", [])) == ["workspace.moment", "workspace.user"]


def test_the_last_administrator_stays_one(life: Life) -> None:
    """Or nobody could name another; roles are of those there are, and a name is a name."""

    def give(name: str, *roles: str) -> Verb:
        return by(set_roles, life.act("ann"), name, roles)

    assert refused(life, give("ann", "maker")) == ["input.wrong_value"]
    assert refused(life, give("x", "boss")) == ["input.not_a_choice"]
    assert refused(life, give("a,b", "maker")) == ["input.wrong_value"]
    with life.book.unit() as unit:
        assert set_roles(unit, life.act("ann"), "eve", ["admin"]).number == 1
        assert set_roles(unit, life.act("ann"), "eve", ["admin"]).already
        assert set_roles(unit, life.act("eve"), "ann", []).number == 2
        assert begin(unit, life.act("zed")).already
        assert unit.count(User, name="zed") == 0
    assert refused(life, by(set_roles, life.act("ann"), "x", ["maker"])) == ["workspace.user"]


def test_a_limit_is_an_amount_of_an_asset_of_a_role(life: Life) -> None:
    """Setting the same again is said."""

    def put(*words: str) -> Verb:
        return by(set_limit, life.act("ann"), *words[:2], words[2:])

    assert refused(life, put("boss", "JPY", "1", "1")) == ["input.not_a_choice"]
    assert refused(life, put("approver", "XRP", "1", "1")) == ["workspace.asset"]
    assert refused(life, put("approver", "JPY", "1.5", "1")) == ["input.wrong_value"]
    assert refused(life, put("approver", "JPY", "1" * 60, "1")) == ["input.overflow"]
    assert refused(life, put("approver", "JPY", "1", "2")) == ["input.wrong_value"]
    with life.book.unit() as unit:
        assert set_limit(unit, life.act("ann"), "approver", "JPY", ("100000000", "500000")).already


def test_nobody_approves_own_work_nor_above_a_limit(life: Life) -> None:
    """A maker who is an approver too, an approver without a limit, one whose limit is lower."""
    with life.book.unit() as unit:
        number = request_provision(unit, life.act("dai"), "JPY", "100000001", "").number

    def approving(who: str, of: int) -> Verb:
        return by(approve, life.act(who), of, "", life.effects)

    assert refused(life, approving("dai", number)) == ["approval.own_work"]
    assert refused(life, approving("cho", number)) == ["approval.limit"]
    assert refused(life, approving("mia", number)) == ["workspace.user"]
    assert refused(life, approving("cho", 99)) == ["approval.unknown"]
    fresh = Life(MemoryWorkspace())
    fresh.people()
    fresh.close(date(2026, 9, 1))
    with fresh.book.unit() as unit:
        request_provision(unit, fresh.act("mia"), "JPY", "1", "")
    assert refused(fresh, by(approve, fresh.act("cho"), 1, "", fresh.effects)) == ["approval.limit"]


def test_above_the_second_amount_two_approve_and_neither_twice(life: Life) -> None:
    """The second approver's word makes it so; who comes after that is told."""
    with life.book.unit() as unit:
        number = request_provision(unit, life.act("mia"), "JPY", "600000", "year's end").number
        assert request_provision(unit, life.act("mia"), "JPY", "600000", "year's end").already
        assert approve(unit, life.act("cho"), number, "", life.effects).already is False
        assert approve(unit, life.act("cho"), number, "", life.effects).already
    assert life.balance("reserve_provision") == 0
    assert refused(life, by(reject, life.act("cho"), number, "no")) == ["approval.unknown"]
    life.approved(number, "dai")
    assert (life.balance("reserve_provision"), life.balance("reserve_assets")) == (600_000, 1_600_000)
    with life.book.unit() as unit:
        assert state(unit, request_of(unit, number)).term.en == "approved"
        set_roles(unit, life.act("ann"), "fay", ["approver"])
    assert refused(life, by(approve, life.act("fay"), number, "", life.effects)) == ["approval.unknown"]


@pytest.mark.parametrize(
    ("rulebook", "purpose", "approval", "code"),
    [
        ("jp-2026-law", "", "", "reserve.use"),
        ("jp-fiea-175", "", "", "reserve.use"),
        ("jp-fiea-175", "approved", " ", "reserve.use"),
        ("jp-2026-reported", "marketing", "", "reserve.use"),
        (None, "", "", "input.blank"),
    ],
)
def test_the_reserve_gives_only_for_what_the_law_names(
    life: Life, rulebook: str | None, purpose: str, approval: str, code: str
) -> None:
    """A theft is no accident of a securities firm; what nobody has published allows nothing."""
    life.opened()
    edition = LAW.choose([rulebook])[0].on(date(2026, 9, 30)) if rulebook else None
    draw = Draw("reserve", "JPY", "5", purpose, approval, edition)
    assert refused(life, by(incidents.request_draw, life.act("mia"), "I-1", draw)) == [code]


def test_with_the_authoritys_approval_the_securities_firms_reserve_gives(life: Life) -> None:
    """Named by its number."""
    life.opened()
    edition = LAW.choose(["jp-fiea-175"])[0].on(date(2026, 9, 30))
    draw = Draw("reserve", "JPY", "5", "approved", "Kanto 12/2026", edition)
    with life.book.unit() as unit:
        number = incidents.request_draw(unit, life.act("mia"), "I-1", draw).number
    life.approved(number)
    assert life.balance("payout_funds") == 5


def test_no_source_gives_more_than_it_has(life: Life) -> None:
    """When it is asked for, and again when it is approved."""
    life.opened()

    def ask(*words: str) -> Verb:
        return by(incidents.request_draw, life.act("mia"), "I-1", Draw(words[0], words[1], words[2]))

    assert refused(life, ask("guarantee", "BTC", "5.00000001")) == ["book.short"]
    assert refused(life, ask("bank", "BTC", "5")) == ["input.not_a_choice"]
    assert refused(life, ask("guarantee", "BTC", "0")) == ["input.blank"]
    with life.book.unit() as unit:
        first = incidents.request_draw(unit, life.act("mia"), "I-1", Draw("guarantee", "BTC", "3")).number
        second = incidents.request_draw(unit, life.act("mia"), "I-1", Draw("guarantee", "BTC", "4")).number
    life.approved(first)
    assert refused(life, by(approve, life.act("cho"), second, "", life.effects)) == ["book.short"]


def test_a_release_stays_within_what_the_close_allows(life: Life) -> None:
    """Under a rulebook that knows a release at all."""
    figure = Figure("reserve.releasable", "700", "JPY", Status.ENACTED, Term("r", "r"), "c")
    close = result(pack(date(2027, 3, 31)), figures={"reserve.releasable": figure})
    fiea, reported = (LAW.choose([name])[0].on(date(2027, 3, 31)) for name in ("jp-fiea-175", "jp-2026-reported"))

    def ask(text: str, edition: Edition) -> Verb:
        return by(request_release, life.act("mia"), ("JPY", text), close, edition)

    assert refused(life, ask("701", fiea)) == ["reserve.release"]
    assert refused(life, ask("1", reported)) == ["reserve.release"]
    with life.book.unit() as unit:
        number = request_release(unit, life.act("mia"), ("JPY", "700"), close, fiea).number
    life.approved(number)
    assert (life.balance("reserve_assets"), life.balance("reserve_reversal")) == (999_300, 700)


def test_an_entry_is_corrected_by_another_with_a_reason(life: Life) -> None:
    """Once; payouts and openings are not corrected this way, and nothing is taken back that was spent."""
    life.opened()
    life.drawn("own_funds", "JPY", "3000")
    with life.book.unit() as unit:
        entry = unit.journal.number

    def ask(number: int, reason: str = "typed twice") -> Verb:
        return by(request_correction, life.act("mia"), number, reason)

    assert refused(life, ask(99)) == ["journal.entry"]
    assert refused(life, ask(1)) == ["journal.entry"]
    assert refused(life, ask(entry, " ")) == ["input.blank"]
    life.determined(payable(3))
    made = life.batch()
    life.released(made)
    life.settled(made, life.report(made, returned=["K0003"]))
    with life.book.unit() as unit:
        number = request_correction(unit, life.act("mia"), entry, "typed twice").number
    assert refused(life, by(approve, life.act("cho"), number, "", life.effects)) == ["book.short"]
    life.drawn("own_funds", "JPY", "3000")
    life.approved(number)
    assert life.balance("payout_funds") == 1000
    assert refused(life, ask(entry)) == ["journal.entry"]


def test_a_pack_that_changes_what_is_booked_is_refused(life: Life) -> None:
    """The decimals of an asset are those of the first pack that had it; a further asset is taken in."""

    def taking(of: Pack) -> Verb:
        return by(close_into, life.act("mia"), of, result(of), Files("a" * 64, {}, (), ""))

    of = pack(date(2026, 9, 2))
    wrong = replace(of.exchange, assets={**of.exchange.assets, "JPY": Asset("JPY", 2, "fiat")})
    assert refused(life, taking(replace(of, exchange=wrong))) == ["workspace.asset"]
    more = replace(of.exchange, assets={**of.exchange.assets, "XRP": Asset("XRP", 6, "crypto")})
    with life.book.unit() as unit:
        taking(replace(of, exchange=more))(unit)
        assert close_into(unit, life.act("mia"), of, result(of), Files("a" * 64, {}, (), "")).already
        earlier = previous_close(unit, of.exchange.name, "2026-09-03T00:00:00+09:00")
        assert earlier is not None
        assert earlier.result == "a" * 64
        assert previous_close(unit, "Other", "2026-09-03T00:00:00+09:00") is None


def test_a_pack_without_reserve_brings_nothing_forward() -> None:
    """A reserve that was used up, or none at all, is no entry."""
    life = Life(MemoryWorkspace())
    life.people()
    empty = replace(pack(date(2026, 9, 1), reserve=1), reserve=None, holdings=None)
    with life.book.unit() as unit:
        close_into(unit, life.act("ann"), empty, result(empty), Files("b" * 64, {}, (), ""))
        assert unit.journal.number == 0
    full = pack(date(2026, 9, 1), reserve=0)
    spent = replace(full, holdings=tuple(holding._replace(amount=0) for holding in full.holdings or ()))
    with life.book.unit() as unit:
        close_into(unit, life.act("ann"), spent, result(spent), Files("c" * 64, {}, (), ""))
        assert unit.journal.number == 0


def test_a_finding_is_followed_until_it_is_done(book: Book) -> None:
    """Opened once, assigned within its legal day, gone with a close that does not find it, or closed with evidence."""
    life = Life(book)
    life.people()
    found: list[Finding] = [
        BREAK.at("w1", due=date(2026, 9, 10), since=date(2026, 9, 1)),
        BREAK.at("w2"),
        replace(BREAK.at("w3"), severity=Severity.NOTE),
    ]
    for day in (1, 2):
        life.close(date(2026, 9, day), found)
    with book.unit() as unit:
        assert [one.place for one in unit.rows(FindingOpened)] == ["w1", "w2"]
        for already in (False, True):
            assert assign(unit, life.act("ann"), 1, "mia", 30).already is already
        assign(unit, life.act("mia"), 2, "cho", 3)
        assign(unit, life.act("mia"), 2, "cho", None)
        assert [(one.opened.finding, one.owner, one.due) for one in standings(unit)] == [
            (1, "mia", "2026-09-10"),
            (2, "cho", ""),
        ]
        assign(unit, life.act("mia"), 2, "cho", 3)
    assert refused(life, by(assign, life.act("ann"), 1, "nobody", None)) == ["workspace.user"]
    assert refused(life, by(assign, life.act("ann"), 9, "mia", None)) == ["finding.unknown"]
    assert refused(life, by(close_finding, life.act("ann"), 2, "e" * 64, " ")) == ["input.blank"]
    with book.unit() as unit:
        for already in (False, True):
            assert close_finding(unit, life.act("mia"), 2, "e" * 64, "seen to").already is already
    life.close(date(2026, 9, 3), found[1:])
    with book.unit() as unit:
        assert [one.finding for one in open_findings(unit)] == [3]
        with pytest.raises(Refused):
            close_finding(unit, life.act("mia"), 1, "e" * 64, "late")
