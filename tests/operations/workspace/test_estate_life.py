"""Claims on an estate from their filing to their decision, the same in memory, in SQLite and in PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from estate_lives import FILE, PETITION, SHOWN, WHY, EstateLife, estate_life, of_ledger
from lives import Book, by, payable, refused

from hikiate.book.accounts import ACCOUNTS, Side
from hikiate.book.arrivals import Line
from hikiate.book.memory import MemoryWorkspace
from hikiate.book.records import ClaimFiled, EstateOpened, Incident
from hikiate.operations.workspace import claim_register, incidents
from hikiate.operations.workspace.approvals import approve
from hikiate.operations.workspace.claim_register import RegisterLine
from hikiate.operations.workspace.claim_steps import ClaimsDesk, Filing, Reason
from hikiate.operations.workspace.claims import Standing, state_of, unnamed
from hikiate.operations.workspace.claims import states as states_at_once
from hikiate.operations.workspace.elections import Choice, request_election
from hikiate.operations.workspace.estates import Ledger, ProofNamed, close_before, open_estate
from hikiate.operations.workspace.incidents import Draw, Money
from hikiate.operations.workspace.ports import Done


def balanced(life: EstateLife) -> None:
    """Debits are credits by asset, and what is claimed is what is admitted and what is disputed."""
    with life.book.unit() as unit:
        for asset in ("JPY", "BTC", "ETH"):
            sides = [
                unit.balance(name, asset) * (1 if account.side is Side.DEBIT else -1)
                for name, account in ACCOUNTS.items()
            ]
            assert sum(sides) == 0
    for asset in ("JPY", "BTC"):
        claimed, admitted, disputed = life.claims_in_journal(asset)
        assert claimed == admitted + disputed


def register(life: EstateLife) -> list[RegisterLine]:
    """The register of claims."""
    with life.book.unit() as unit:
        return list(claim_register.register(unit, "E-1", of_ledger))


def states(life: EstateLife) -> list[str]:
    """What has become of each claim."""
    with life.book.unit() as unit:
        found = [state_of(unit, claim) for claim in unit.rows(ClaimFiled)]
        assert [state for _, state in states_at_once(unit, "E-1")] == found
        return found


def test_an_estate_opens_on_the_ledger_of_the_last_close(book: Book) -> None:
    """All of it is admitted at first; the same file again is said, and the day's proof is kept with it."""
    life = EstateLife(book)
    life.begun()
    life.close(date(2026, 9, 2))
    with book.unit() as unit:
        pack = close_before(unit, PETITION).pack
        proof = ProofNamed("Aoba", "now", pack, "r" * 64)
        ledger = Ledger(pack, {"BTC": 800, "JPY": 1_000})
        assert not open_estate(unit, life.act("mia"), FILE, ledger, proof).already
        assert open_estate(unit, life.act("mia"), FILE, ledger, proof).already
        (opened,) = unit.rows(EstateOpened)
        assert (opened.classes, opened.proof, opened.claims_until) == ('["early", "late"]', "r" * 64, "2026-09-10")
        assert next(unit.rows(Incident)).kind == "insolvency"
    assert life.claims_in_journal("BTC") == (800, 800, 0)
    balanced(life)


def test_a_late_claim_is_examined_disputed_and_decided(book: Book) -> None:
    """Customer b claims 300 where the ledger says 100: reserved until examined; then 150, and 100 disputed."""
    life = estate_life(book)
    life.days(11)
    claim = life.filed("b", "BTC", "0.00000300", filed_on=date(2026, 9, 12), words="notice came back")
    assert life.stands("b", "BTC") == Standing(100)
    assert register(life) == [RegisterLine("b", "BTC", "2026-09-12", 300, 200, SHOWN)]
    life.days(1)
    life.examined(claim, "0.00000150", "0.000001")
    assert (life.stands("b", "BTC"), states(life)) == (Standing(150, 100), ["disputed"])
    assert life.claims_in_journal("BTC") == (950, 850, 100)
    balanced(life)
    life.days(1)
    life.step(lambda desk: desk.decide("b", "BTC", "0.0000006", WHY))
    assert (life.stands("b", "BTC"), states(life)) == (Standing(210), ["admitted_in_part"])
    assert life.claims_in_journal("BTC") == (910, 910, 0)
    balanced(life)
    lines = [(line.day, line.claim, line.disputed) for line in register(life)]
    assert lines == [("2026-09-12", 300, 200), ("2026-09-13", 250, 100), ("2026-09-14", 210, 0)]


def test_what_the_ledger_says_can_be_objected_to_set_off_and_corrected(book: Book) -> None:
    """Objection moves 40 of 700; 10 are set off once; a correction to 500 is admitted in place of all of it."""
    life = estate_life(book)
    life.step(lambda desk: desk.object_to("a", "BTC", "0.0000004", Reason("an insider")))
    assert life.stands("a", "BTC") == Standing(660, 40)
    assert life.claims_in_journal("BTC") == (800, 760, 40)
    first = life.step(lambda desk: desk.set_off("a", "BTC", "0.0000001", WHY))
    again = life.at_claims(lambda desk: desk.set_off("a", "BTC", "0.0000001", WHY))
    assert (again.number, again.already) == (first, True)
    assert life.stands("a", "BTC") == Standing(650, 40)
    claim = life.filed("a", "BTC", "0.000005")
    assert register(life)[-1][3:5] == (690, 40)
    life.examined(claim, "0.000005")
    assert (life.stands("a", "BTC"), states(life)) == (Standing(500), ["admitted"])
    assert life.claims_in_journal("BTC") == (600, 600, 0)
    balanced(life)
    with life.book.unit() as unit:
        told = [(line.event, line.maker, line.checkers) for line in claim_register.history(unit, "E-1", "a")]
        assert list(claim_register.history(unit, "E-1", "b")) == []
    asked = [(event, "mia", "cho") for event in ("objected", "set_off", "examined")]
    assert sorted(told) == sorted([("filed", "", ""), *asked])


def test_a_claim_is_corrected_rejected_and_withdrawn(book: Book) -> None:
    """Each claim keeps what became of it; a corrected one no longer counts, one withdrawn never did."""
    life = estate_life(book)
    first = life.filed("x", "JPY", "50")
    life.examined(first, "50")
    second = life.filed("x", "JPY", "80", corrects=first, words="a second invoice")
    assert states(life) == ["corrected", "filed"]
    life.step(lambda desk: desk.withdraw(second, Reason("filed by mistake")))
    assert (states(life), life.stands("x", "JPY")) == (["admitted", "withdrawn"], Standing(50))
    third = life.filed("x", "JPY", "70", corrects=second)
    life.examined(third, "0")
    assert (states(life), life.stands("x", "JPY")) == (["corrected", "withdrawn", "rejected"], Standing(0))
    assert life.claims_in_journal("JPY") == (1_000, 1_000, 0)
    balanced(life)
    with life.book.unit() as unit:
        words = [line.words for line in claim_register.history(unit, "E-1") if line.event == "filed"]
    assert words[1:] == ["timely; corrects 1; a second invoice", "timely; corrects 2"]


def test_the_last_election_counts(book: Book) -> None:
    """The same again is said."""
    life = estate_life(book)
    life.elected("a", "early")
    life.elected("a", "late")
    with book.unit() as unit:
        choice = Choice("a", "late", PETITION, SHOWN)
        assert request_election(unit, life.act("mia"), "E-1", choice).already
        assert [(one.customer, one.class_name) for one in claim_register.elections(unit, "E-1")] == [("a", "late")]


def test_a_round_is_paid_as_an_incident_is(book: Book) -> None:
    """Pools come in, a round is approved, drawn, paid and settled; what is left goes back to the pools."""
    life = estate_life(book)
    with book.unit() as unit:
        money = Money("trust", "JPY", "5000", "bank 1")
        assert not incidents.receive(unit, life.act("mia"), "E-1", money).already
        assert incidents.receive(unit, life.act("mia"), "E-1", money).already
    lines = [*payable(3), Line(4, "P4", "C9", "JPY", "7", "pending", "frozen")]
    life.incident = "E-1"
    life.determined(lines)
    life.drawn("pools", "JPY", "3500")
    assert (life.balance("estate_pools"), life.balance("payout_funds")) == (1_500, 3_500)
    made = life.batch()
    life.released(made)
    life.settled(made, life.report(made))
    balanced(life)
    assert (life.balance("distributions"), life.balance("incident_loss")) == (3_000, 0)
    with book.unit() as unit:
        incidents.close_incident(unit, life.act("mia"), "E-1", "done")
    assert life.balance("estate_pools") == 2_000
    balanced(life)
    refusing = [
        by(request_election, life.act("mia"), "E-1", Choice("a", "early", PETITION, SHOWN)),
        lambda unit: ClaimsDesk(unit, life.act("mia"), "E-1", of_ledger),
    ]
    assert [refused(life, verb) for verb in refusing] == [["incident.standing"]] * 2


@pytest.fixture
def life() -> EstateLife:
    """An estate in memory: what is refused is refused before any database is asked."""
    return estate_life(MemoryWorkspace())


def filing(**changes: object) -> Filing:
    """A filing of a, changed."""
    return replace(Filing("a", "BTC", "0.000006", PETITION), **changes)  # type: ignore[arg-type]  # fields as they are


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"customer": " "}, ["input.blank", "estate.above_ledger"]),
        ({"amount": "0"}, ["input.blank"]),
        ({"amount": "x"}, ["input.wrong_value"]),
        ({"asset": "XRP"}, ["workspace.asset"]),
        ({"filed_on": date(2026, 8, 31)}, ["claim.day"]),
        ({"filed_on": date(2026, 9, 30)}, ["claim.day", "claim.reason"]),
        ({"corrects": 1}, ["claim.second"]),
        ({"amount": "0.00000701"}, ["estate.above_ledger"]),
    ],
)
def test_a_filing_is_refused_with_all_that_is_wrong(
    life: EstateLife, changes: dict[str, object], codes: list[str]
) -> None:
    """By place; nothing is entered."""
    wanted = filing(**changes)
    assert refused(life, lambda unit: ClaimsDesk(unit, life.act("mia"), "E-1", of_ledger).file(wanted)) == codes


def test_a_second_claim_for_an_account_is_refused_unless_it_corrects_the_first(life: EstateLife) -> None:
    """The same filing again is said."""
    number = life.filed("a", "BTC", "0.000006")
    again = life.at_claims(lambda desk: desk.file(filing(evidence=SHOWN)))
    assert (again.number, again.already) == (number, True)
    wanted = filing(amount="0.000005")
    assert refused(life, lambda unit: ClaimsDesk(unit, life.act("mia"), "E-1", of_ledger).file(wanted)) == [
        "claim.second"
    ]


def test_what_is_asked_for_must_stand_there(life: EstateLife) -> None:
    """Reasons, evidence, amounts, numbers, and claims that were examined already."""
    number = life.filed("a", "BTC", "0.000006")

    def codes(verb: Callable[[ClaimsDesk], Done]) -> list[str]:
        return refused(life, lambda unit: verb(ClaimsDesk(unit, life.act("mia"), "E-1", of_ledger)))

    bare = Reason()
    assert codes(lambda desk: desk.examine(9, "0", "0", WHY)) == ["claim.unknown"]
    assert codes(lambda desk: desk.examine(number, "0.000005", "0.0000011", WHY)) == ["claim.standing"]
    assert codes(lambda desk: desk.examine(number, "0.000005", "0", bare)) == ["claim.reason"]
    assert codes(lambda desk: desk.withdraw(number, bare)) == ["claim.reason"]
    assert codes(lambda desk: desk.object_to("a", "BTC", "1", WHY)) == ["claim.standing"]
    assert codes(lambda desk: desk.object_to("a", "BTC", "0", WHY)) == ["input.blank"]
    assert codes(lambda desk: desk.decide("a", "BTC", "0", WHY)) == ["claim.standing"]
    assert codes(lambda desk: desk.decide("a", "BTC", "0", bare)) == ["claim.reason", "claim.reason"]
    assert codes(lambda desk: desk.set_off("z", "BTC", "0.000001", WHY)) == ["claim.standing"]
    life.examined(number, "0.000006")
    assert codes(lambda desk: desk.examine(number, "0.000006", "0", WHY)) == ["claim.standing"]


def test_a_request_that_was_overtaken_takes_no_effect(life: EstateLife) -> None:
    """Two objections to the same claim, each of the whole: the second is refused when it is approved."""
    first = life.at_claims(lambda desk: desk.object_to("b", "BTC", "0.000001", WHY)).number
    second = life.at_claims(lambda desk: desk.object_to("b", "BTC", "0.000001", Reason("another", SHOWN))).number
    life.approved(first)
    assert refused(life, by(approve, life.act("cho"), second, "", life.effects)) == ["claim.standing"]
    assert refused(life, by(approve, life.act("mia"), second, "", life.effects)) == ["workspace.user"]


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (Choice("a", "gold", PETITION, SHOWN), ["estate.unknown_class"]),
        (Choice("", "early", PETITION, ""), ["input.blank", "claim.reason"]),
        (Choice("a", "early", date(2026, 8, 1), SHOWN), ["claim.day"]),
        (Choice("a", "early", date(2026, 9, 21), SHOWN), ["estate.late_election"]),
    ],
)
def test_an_election_that_cannot_count_is_refused(life: EstateLife, choice: Choice, codes: list[str]) -> None:
    """Another class, nobody, before the petition, after its day."""
    life.days(25)
    assert refused(life, by(request_election, life.act("mia"), "E-1", choice)) == codes


def test_an_estate_that_cannot_be_opened_is_refused(life: EstateLife) -> None:
    """Another file for its id, an id that is none, another pack's proof, a petition before the first close."""
    ledger = Ledger("p", {})
    other = replace(FILE, digest="a" * 64)
    assert refused(life, by(open_estate, life.act("mia"), other, ledger, None)) == ["incident.differs"]
    slashed = replace(FILE, estate="a/b")
    assert refused(life, by(open_estate, life.act("mia"), slashed, ledger, None)) == ["input.wrong_value"]
    second = replace(FILE, estate="E-2", claims_until=None)
    proof = ProofNamed("Aoba", "now", "q", "r")
    assert refused(life, by(open_estate, life.act("mia"), second, ledger, proof)) == ["handover.wrong_proof"]
    assert refused(life, by(close_before, date(2026, 8, 1))) == ["estate.unknown"]
    assert refused(life, lambda unit: ClaimsDesk(unit, life.act("mia"), "E-9", of_ledger)) == ["estate.unknown"]
    with life.book.unit() as unit:
        open_estate(unit, life.act("mia"), second, ledger, None)


def test_a_round_needs_an_estate_and_pools_that_hold_it(life: EstateLife) -> None:
    """More is not drawn than came in, and each estate has its own pools."""
    draw = Draw("pools", "JPY", "1")
    assert refused(life, by(incidents.request_draw, life.act("mia"), "E-1", draw)) == ["book.short"]


@pytest.mark.parametrize(
    ("kind", "subject", "shown"),
    [
        ("claim.elected", "aoba/C0001/JPY", "aoba"),
        ("claim.examined", "aoba/claim/3", "aoba/claim/3"),
        ("payout.batch", "I-1/batch/2", "I-1/batch/2"),
    ],
)
def test_a_customer_is_not_named_to_whoever_may_not_see_customers(kind: str, subject: str, shown: str) -> None:
    """What is about a claim by its number names nobody; by its customer it would."""
    assert unnamed(kind, subject) == shown
