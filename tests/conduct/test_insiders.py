"""The register of inside information: what may follow what, who may trade, and that no line can be changed unseen."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikiate.conduct.insiders.clearance import State, bars, clearance
from hikiate.conduct.insiders.entering import following, opened
from hikiate.conduct.insiders.entries import FIELDS, FILE, line, moment_text, read_moment_text
from hikiate.conduct.insiders.lists import insider_list
from hikiate.conduct.insiders.register import PERMANENT, Register, moment, read_register
from hikiate.kernel.findings import Refused

# A Monday; the 23rd is a holiday in Japan.
START = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)


def at(hours: int) -> datetime:
    """So many hours after the start."""
    return START + timedelta(hours=hours)


def said(hours: int) -> str:
    """The same moment as an entry writes it."""
    return moment_text(at(hours))


def fresh() -> Register:
    """A register that was opened, and holds nothing."""
    return opened("E", 2, START, "Compliance")


def enter(register: Register, kind: str, hours: int, by: str = "Compliance", /, **values: str) -> None:
    """Enter what may follow."""
    register.entries.append(following(register, kind, at(hours), by, dict.fromkeys(FIELDS[kind], "") | values))


def refused(
    register: Register, kind: str, hours: int, by: str = "Compliance", /, **values: str
) -> list[tuple[str, str]]:
    """Code and place of every fault, and the register left as it was."""
    before = list(register.entries)
    with pytest.raises(Refused) as caught:
        enter(register, kind, hours, by, **values)
    assert register.entries == before
    return [(fault.code.removeprefix("insider."), fault.where) for fault in caught.value.faults]


CASE = {"case": "C1", "fact": "listing", "assets": "XRP, SOL", "words": "w"}
PERSON = {"person": "p1", "given_names": "太郎", "surnames": "見本", "reason": "上場審査"}
MALFORMED_CASE = [("malformed", "arose_at"), ("malformed", "fact")]
EARLY = [("wrong_order", "acknowledged_at")]
ENDED = [("wrong_order", "ends_at")]
ASKED = {"request": "R1", "person": "p1", "account": "a1", "asset": "XRP", "side": "buy", "amount": "5", "words": "w"}


def with_case() -> Register:
    """A case since hour 1, entered at hour 2."""
    register = fresh()
    enter(register, "case", 2, **CASE, arose_at=said(1))
    return register


def with_person(obtained: int = 3, entered: int = 4) -> Register:
    """A person who obtained the information and was listed."""
    register = with_case()
    enter(register, "listed", entered, case="C1", obtained_at=said(obtained), **PERSON, accounts="a1, a2,")
    return register


def test_a_register_is_read_back_as_it_was_written() -> None:
    """Every line, and half a line behind the last break is none."""
    register = with_person()
    content = b"".join(line(entry) for entry in register.entries)
    assert read_register(content) == register
    assert read_register(content + b'{"half') == register
    assert (register.exchange, register.validity_days) == ("E", 2)


@given(st.data())
def test_any_change_of_any_byte_is_seen(data: st.DataObject) -> None:
    """A byte changed, a line taken out, two lines swapped."""
    register = with_person()
    enter(register, "acknowledged", 5, case="C1", person="p1", acknowledged_at=said(5))
    lines = [line(entry) for entry in register.entries]
    content = b"".join(lines)
    kind = data.draw(st.sampled_from(["byte", "out", "swap"]))
    if kind == "byte":
        place = data.draw(st.integers(0, len(content) - 2))
        changed = bytearray(content)
        changed[place] ^= data.draw(st.integers(1, 127))
        altered = bytes(changed)
    elif kind == "out":
        place = data.draw(st.integers(0, len(lines) - 2))
        altered = b"".join(lines[:place] + lines[place + 1 :])
    else:
        place = data.draw(st.integers(0, len(lines) - 2))
        altered = b"".join([*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]])
    with pytest.raises(Refused) as caught:
        read_register(altered)
    assert {fault.code for fault in caught.value.faults} == {"insider.line_differs"}
    assert caught.value.faults[0].where.startswith(f"{FILE} line ")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        b"[]\n",
        b"no json\n",
        b'{"entry": "opened", "entry": "opened"}\n',
        b'{"entry": "invented"}\n',
        b'{"entry": ["opened"]}\n',
        line(fresh().entries[0]).replace(b"00:00Z", b"24:00Z"),
        line(fresh().entries[0]).replace(b'"E"', b"1"),
        line(fresh().entries[0]) + line(fresh().entries[0]),
        line(fresh().entries[0]).replace(b"exchange", b"exchanges"),
    ],
)
def test_what_is_no_register_is_refused(content: bytes) -> None:
    """Also an opening where none may stand."""
    with pytest.raises(Refused) as caught:
        read_register(content)
    assert {fault.code for fault in caught.value.faults} == {"insider.line_differs"}


def test_a_line_of_an_earlier_moment_is_refused_even_where_its_chain_holds() -> None:
    """Whoever writes a register by hand cannot put time in order backwards."""
    from hikiate.conduct.insiders.entries import made  # noqa: PLC0415 - made only here, past every check

    register = with_case()
    values = {"list": "watch", "asset": "X", "words": "w"}
    early = made(register.chain, "restricted", at(1), "x", values)
    with pytest.raises(Refused):
        read_register(b"".join(map(line, [*register.entries, early])))


def test_a_second_opening_is_refused_though_its_chain_holds() -> None:
    """One register, one beginning."""
    from hikiate.conduct.insiders.entries import made  # noqa: PLC0415 - as above

    register = fresh()
    again = made(register.chain, "opened", START, "x", {"exchange": "E", "validity_days": "2"})
    with pytest.raises(Refused):
        read_register(b"".join(map(line, [*register.entries, again])))


def test_a_register_is_opened_with_a_name_and_a_number_of_days_or_not_at_all() -> None:
    """Both faults at once."""
    with pytest.raises(Refused) as caught:
        opened(" ", 61, START, "")
    assert [fault.where for fault in caught.value.faults] == ["exchange", "by", "validity_days"]


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("case", {}, [("malformed", name) for name in FIELDS["case"]]),
        ("case", CASE | {"case": "C2", "fact": "rumour", "arose_at": "yesterday"}, MALFORMED_CASE),
            ("case", CASE | {"arose_at": "yesterday"}, [("malformed", "arose_at"), ("known", "case")]),
        ("case", CASE | {"arose_at": said(99)}, [("known", "case")]),
        ("case", CASE | {"case": PERMANENT, "arose_at": said(1)}, [("known", "case")]),
        ("case", CASE | {"case": "C2", "arose_at": said(99)}, [("wrong_order", "arose_at")]),
        ("listed", PERSON | {"case": "C9", "obtained_at": said(3)}, [("unknown", "case")]),
        ("acknowledged", {"case": "C1", "person": "p9", "acknowledged_at": said(5)}, [("unknown", "person")]),
        ("acknowledged", {"case": "C1", "person": "p1", "acknowledged_at": said(2)}, EARLY),
        ("ceased", {"case": "C1", "person": "p1", "ceased_at": said(2)}, [("wrong_order", "ceased_at")]),
        ("published", {"case": PERMANENT, "published_at": said(5), "place": "site"}, [("unknown", "case")]),
        ("published", {"case": "C1", "published_at": said(0), "place": "site"}, [("wrong_order", "published_at")]),
        ("restricted", {"list": "black", "asset": "XRP", "words": "w"}, [("malformed", "list")]),
        ("lifted", {"list": "watch", "asset": "XRP", "words": "w"}, [("unknown", "asset")]),
        ("blackout", {"window": "W", "starts_at": said(9), "ends_at": said(9), "words": "w"}, ENDED),
        ("requested", ASKED | {"amount": "-1", "side": "hold"}, [("malformed", "amount"), ("malformed", "side")]),
        ("decided", {"request": "R9", "decision": "approve", "words": "w"}, [("unknown", "request")]),
        ("triaged", {"alert": "A", "outcome": "fine", "words": ""}, [("malformed", "words"), ("malformed", "outcome")]),
    ],
)  # fmt: skip
def test_what_may_not_follow_is_refused_with_all_its_faults(
    kind: str, values: dict[str, str], wanted: list[tuple[str, str]]
) -> None:
    """And nothing is entered."""
    assert refused(with_person(), kind, 10, **values) == wanted


def test_an_entry_before_the_last_one_is_refused() -> None:
    """In the same minute it may stand."""
    register = with_person()
    assert refused(register, "restricted", 3, list="watch", asset="X", words="w") == [("before_last", "at")]
    enter(register, "restricted", 4, list="watch", asset="X", words="w")


def test_a_person_entered_again_is_corrected_and_the_first_entry_stays() -> None:
    """The last entry counts; since when the person was listed does not change."""
    register = with_person()
    enter(register, "listed", 6, case="C1", obtained_at=said(2), **(PERSON | {"reason": "法務"}))
    [insider] = register.insiders("C1")
    assert insider.entry.values["reason"] == "法務"
    assert insider.listed_at == at(4)
    assert insider.obtained_at == at(2)
    assert insider.accounts == ()
    assert len(register.of("listed")) == 2


@pytest.mark.parametrize(("obtained", "entered", "late"), [(3, 27, False), (2, 27, True), (3, 4, False)])
def test_whoever_is_listed_long_after_the_fact_stays_and_is_marked(*, obtained: int, entered: int, late: bool) -> None:
    """A day is this software's measure."""
    register = with_person(obtained, entered)
    [insider] = register.insiders("C1")
    assert insider.is_late is late
    remark = insider_list(register, "C1", "jp").rows[0][-1]
    assert bool(remark) is late


def test_whoever_is_listed_after_the_publication_is_marked() -> None:
    """However quickly."""
    register = with_case()
    enter(register, "published", 3, case="C1", published_at=said(3), place="site")
    enter(register, "listed", 4, case="C1", obtained_at=said(2), **PERSON)
    [insider] = register.insiders("C1")
    assert insider.is_late
    assert insider.accounts == ()


def test_a_person_knows_until_it_ceases_or_is_public() -> None:
    """Half open, as every period."""
    register = with_person()
    [insider] = register.insiders("C1")
    assert [insider.knew(at(hour)) for hour in (2, 3, 50)] == [False, True, True]
    assert insider.accounts == ("a1", "a2")
    enter(register, "ceased", 6, case="C1", person="p1", ceased_at=said(6))
    enter(register, "published", 8, case="C1", published_at=said(7), place="site")
    [insider] = register.insiders("C1")
    assert [insider.knew(at(hour)) for hour in (5, 6, 7)] == [True, False, False]
    assert register.cases()["C1"].published_at == at(7)


def reasons(register: Register, person: str, asset: str, hours: int) -> list[str]:
    """What bars a trade, in short."""
    return [bar.en.split(" ")[-2] for bar in bars(register, person, asset, at(hours))]


def test_each_rule_bars_by_itself() -> None:
    """The restricted list, inside information, the window; the watch list bars nothing."""
    register = with_person()
    assert reasons(register, "p1", "XRP", 5) == ["case"]
    assert reasons(register, "p1", "BTC", 5) == []
    assert reasons(register, "p2", "XRP", 5) == []
    enter(register, "restricted", 5, list="restricted", asset="BTC", words="w")
    enter(register, "restricted", 5, list="watch", asset="ETH", words="w")
    assert reasons(register, "p2", "BTC", 6) == ["restricted"]
    assert reasons(register, "p2", "ETH", 6) == []
    enter(register, "lifted", 7, list="restricted", asset="BTC", words="w")
    assert reasons(register, "p2", "BTC", 8) == []
    enter(register, "blackout", 8, window="W1", assets="ETH", starts_at=said(9), ends_at=said(12), words="w")
    enter(register, "blackout", 8, window="W2", assets="", starts_at=said(20), ends_at=said(21), words="w")
    assert [reasons(register, "p2", "ETH", hour) for hour in (8, 9, 11, 12)] == [[], ["until"], ["until"], []]
    assert reasons(register, "p2", "BTC", 20) == ["until"]


def test_the_permanent_section_knows_every_open_case() -> None:
    """From when it arose until it is public."""
    register = with_case()
    enter(register, "listed", 3, case=PERMANENT, obtained_at=said(0), **(PERSON | {"person": "ceo"}))
    assert reasons(register, "ceo", "SOL", 0) == []
    assert reasons(register, "ceo", "SOL", 3) == ["case"]
    enter(register, "published", 5, case="C1", published_at=said(5), place="site")
    assert reasons(register, "ceo", "SOL", 5) == []


def decide(register: Register, hours: int, by: str, decision: str = "approve") -> None:
    """A decision on the request."""
    enter(register, "decided", hours, by, request="R1", decision=decision, words="w")


def state(register: Register, hours: int) -> State:
    """What became of the request by then."""
    [request] = register.of("requested")
    return clearance(register, request, at(hours)).state


def test_two_people_clear_a_trade_and_it_lapses() -> None:
    """Approved on Monday and for two business days: until the end of Wednesday in Japan."""
    register = fresh()
    enter(register, "requested", 1, "p1", **ASKED)
    assert state(register, 1) is State.OPEN
    decide(register, 2, "B")
    assert state(register, 2) is State.OPEN
    decide(register, 3, "C")
    [request] = register.of("requested")
    stands = clearance(register, request, at(3))
    assert (stands.state, stands.deciders, stands.until) == (State.CLEARED, ("B", "C"), date(2026, 11, 18))
    assert state(register, 62) is State.CLEARED
    assert state(register, 63) is State.LAPSED
    assert refused(register, "decided", 64, "D", request="R1", decision="approve", words="w") == [
        ("settled", "request")
    ]


def test_nobody_decides_twice_or_on_an_own_request() -> None:
    """Neither the person, nor who entered it, nor the first approver."""
    register = fresh()
    enter(register, "requested", 1, "assistant", **ASKED)
    decide(register, 2, "B")
    for by in ("p1", "assistant", "B"):
        own = refused(register, "decided", 3, by, request="R1", decision="approve", words="w")
        assert own == [("own_approval", "by")]


def test_one_refusal_settles_a_request() -> None:
    """And it cannot be approved after it."""
    register = fresh()
    enter(register, "requested", 1, "p1", **ASKED)
    decide(register, 2, "B", "refuse")
    assert state(register, 2) is State.REFUSED
    assert refused(register, "decided", 3, "C", request="R1", decision="approve", words="w") == [("settled", "request")]


def test_a_barred_request_is_not_approved_but_may_be_refused() -> None:
    """Also between the two approvals, and an approval is void once a rule bars."""
    register = with_person()
    enter(register, "requested", 5, "p1", **ASKED)
    assert state(register, 5) is State.VOID
    assert refused(register, "decided", 6, "B", request="R1", decision="approve", words="w") == [("barred", "request")]
    decide(register, 6, "B", "refuse")
    cleared = fresh()
    enter(cleared, "requested", 1, "p1", **ASKED)
    decide(cleared, 2, "B")
    decide(cleared, 3, "C")
    enter(cleared, "restricted", 4, list="restricted", asset="XRP", words="w")
    [request] = cleared.of("requested")
    assert clearance(cleared, request, at(5)).state is State.VOID


def test_the_templates_have_their_columns_and_their_moments() -> None:
    """Annex I of Regulation (EU) 2022/1210: twelve columns, moments to the minute in UTC."""
    register = with_person()
    enter(register, "ceased", 6, case="C1", person="p1", ceased_at=said(6))
    enter(register, "acknowledged", 7, case="C1", person="p1", acknowledged_at=said(7))
    made = insider_list(register, "C1", "eu")
    assert len(made.columns) == 12
    assert made.rows[0][:2] == ("太郎", "見本")
    assert made.rows[0][6:8] == ("2026-11-16, 03:00 UTC", "2026-11-16, 06:00 UTC")
    assert made.title.en.endswith("template 1")
    assert {term.en: value for term, value in made.head}["Date and time (last update)"] == "2026-11-16, 07:00 UTC"
    japanese = insider_list(register, "C1", "jp")
    assert japanese.rows[0][0] == "見本 太郎"
    assert japanese.rows[0][4:8] == ("2026-11-16 12:00", "2026-11-16 13:00", "2026-11-16 16:00", "2026-11-16 15:00")
    assert {term.en for term, _ in japanese.head} == {*(term.en for term, _ in made.head), "Times"}


def test_the_permanent_section_has_its_own_template() -> None:
    """Included in place of obtained; and an empty one is empty."""
    register = fresh()
    assert insider_list(register, PERMANENT, "eu").rows == ()
    enter(register, "listed", 3, case=PERMANENT, obtained_at=said(0), **PERSON)
    made = insider_list(register, PERMANENT, "eu")
    assert made.title.en.endswith("template 2")
    assert made.columns[6].en == "Included (UTC)"
    assert [one.person for one in register.all_insiders()] == ["p1"]


def test_moments_are_written_to_the_minute_in_utc_and_read_in_no_other_form() -> None:
    """One spelling, so that a chain has one value."""
    assert moment_text(datetime.fromisoformat("2026-11-16T09:00:59+09:00")) == "2026-11-16T00:00Z"
    assert read_moment_text("2026-11-16T0:00Z") is None
    with pytest.raises(ValueError, match="no moment"):
        moment("soon")
