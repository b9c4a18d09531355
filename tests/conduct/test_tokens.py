"""Tokens: each class by the shortest facts that make it, and each doubt as an undecided token."""

import csv
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from hikiate.conduct.tokens.classification import Classification, NotInForce, classify, reclassified
from hikiate.conduct.tokens.facts import TokenFacts, checksummed, facts_of, identifier_doubt
from hikiate.conduct.tokens.identity import changed_identities
from hikiate.conduct.tokens.lists import FORMS, read_list
from hikiate.conduct.tokens.procedure import NAMES, procedure, read_procedure
from hikiate.facts.tables import Token
from hikiate.kernel.findings import Refused
from hikiate.kernel.status import Status

DAY = date(2026, 11, 20)
JP, EU = procedure("jp"), procedure("eu")
KNOWN = {"identifier": "X", "unique": "no", "security": "no"}
SOUND = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"


def token(**values: str) -> TokenFacts:
    """A token of which this is known."""
    fields = {"peg": None, "issuer": None, "raises_funds": None} | KNOWN | values
    row = {key: value for key, value in fields.items() if value != ""}
    given = {**dict.fromkeys(("name", "listed_on"), None), **row}
    return facts_of(Token(1, "T", **given))  # type: ignore[arg-type]  # a row of texts, as a table gives it


@pytest.mark.parametrize(
    ("regime", "facts", "wanted"),
    [
        ("jp", {"unique": "yes"}, "nft"),
        ("jp", {"security": "yes"}, "security_token"),
        ("jp", {"peg": "JPY", "redeemable": "yes"}, "electronic_payment_instrument"),
        ("jp", {"peg": "usd", "redeemable": "no", "issuer": "I", "raises_funds": "no"}, "identifiable_issuer"),
        ("jp", {"peg": "XAU", "issuer": "I", "raises_funds": "Yes"}, "issuer_raising_funds"),
        ("jp", {"peg": "none", "issuer": "None"}, "no_issuer"),
        ("eu", {"unique": "yes"}, "nft"),
        ("eu", {"security": "yes"}, "financial_instrument"),
        ("eu", {"peg": "EUR"}, "emt"),
        ("eu", {"peg": "USD+EUR"}, "art"),
        ("eu", {"peg": "XAU"}, "art"),
        ("eu", {"peg": "none"}, "other"),
    ],
)
def test_each_class_is_reached_by_its_facts(regime: str, facts: dict[str, str], wanted: str) -> None:
    """The way is kept step by step, and the status is the weakest of what it stood on."""
    made = classify(token(**facts), procedure(regime), DAY)
    assert made.token_class == wanted
    assert made.reason is None
    assert [taken.step.id for taken in made.taken][:1] == ["identified"]
    assert made.status is Status.ASSUMPTION


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"identifier": ""}, "identified"),
        ({"unique": ""}, "unique"),
        ({"security": ""}, "security"),
        ({"security": "perhaps"}, "security"),
        ({}, "peg"),
        ({"peg": "REAL"}, "peg"),
        ({"peg": "USD+REAL"}, "peg"),
        ({"peg": "JPY"}, "redeemable"),
        ({"peg": "none"}, "issuer"),
        ({"peg": "none", "issuer": "I"}, "raises_funds"),
        ({"peg": "none", "issuer": "I", "raises_funds": "soon"}, "raises_funds"),
    ],
)
def test_a_fact_that_is_not_known_leaves_the_token_undecided_with_that_steps_reason(
    facts: dict[str, str], step: str
) -> None:
    """Nothing is guessed, no duty follows, and the way so far is kept."""
    made = classify(token(**facts), JP, DAY)
    assert made.token_class is None
    assert made.reason == JP.steps[step].unanswered
    assert made.duties == ()
    assert made.status is Status.UNDECIDED


def test_no_class_is_answered_before_the_procedure_begins() -> None:
    """A procedure is dated, and says nothing of days before."""
    assert classify(token(unique="yes"), JP, JP.in_force_from).reason is None
    with pytest.raises(NotInForce):
        classify(token(unique="yes"), JP, date(2025, 12, 9))


MARKS = ("anonymous", "concentrated", "unaudited", "illiquid")
RISKY = {"anonymous": "yes", "illiquid": "yes", "audited": "no", "largest_share": "0.2"}


def marks(made: Classification) -> tuple[list[str], list[str]]:
    """The marks that are set, and those that nobody can tell."""
    return [mark.id for mark in made.marks], [mark.id for mark in made.unknown_marks]


@pytest.mark.parametrize(
    ("facts", "wanted", "unknown"),
    [
        ({}, [], list(MARKS)),
        (RISKY, list(MARKS), []),
        ({"anonymous": "no", "illiquid": "no", "audited": "yes", "largest_share": "0.1999"}, [], []),
        ({"anonymous": "no", "illiquid": "no", "issuer": "none", "largest_share": "a fifth"}, [], ["concentrated"]),
    ],
)  # fmt: skip
def test_marks_are_set_by_facts_and_an_unknown_one_is_not_a_clean_one(
    facts: dict[str, str], wanted: list[str], unknown: list[str]
) -> None:
    """Without an issuer there is nobody to audit."""
    assert marks(classify(token(peg="none", **facts), JP, DAY)) == (wanted, unknown)


def test_a_cap_of_investment_follows_an_unaudited_issuer_and_stays_undecided() -> None:
    """Its amount is published nowhere."""
    funded = {"peg": "none", "issuer": "I", "raises_funds": "yes"}
    unaudited = classify(token(**funded, audited="no"), JP, DAY)
    [cap] = [duty for duty in unaudited.duties if duty.id == "investment_cap"]
    assert cap.is_undecided
    audited = classify(token(**funded, audited="yes"), JP, DAY)
    assert "investment_cap" not in {duty.id for duty in audited.duties}


def test_a_reclassification_says_which_duties_begin_end_and_go_on() -> None:
    """From no issuer to an issuer who raises funds."""
    before = classify(token(peg="none", issuer="none"), JP, DAY)
    made = reclassified(before, "issuer_raising_funds", JP, DAY, None)
    assert [duty.id for duty in made.begun] == ["disclosure_by_issuer", "audit"]
    assert [duty.id for duty in made.ended] == ["disclosure_by_exchange"]
    assert [duty.id for duty in made.kept] == ["end_of_disclosure_approved", "insider_list", "reserve_haircut"]


@pytest.mark.parametrize("name", NAMES)
def test_every_step_class_duty_and_mark_of_a_shipped_procedure_says_its_source(name: str) -> None:
    """What stands on nothing published is an assumption, and never enacted."""
    made = procedure(name)
    sources = [step.source for step in made.steps.values()]
    sources += [duty.source for duty in made.duties] + [mark.source for mark in made.marks]
    assert all(source.law and source.source for source in sources)
    assert {source.status for source in sources} <= {Status.REPORTED, Status.ASSUMPTION}
    assert made.in_force_from <= made.verified_on


RECORD = """
name = "t"
title = { en = "t", ja = "t" }
in_force_from = 2026-01-01
verified_on = 2026-01-01
first = "a"
currencies = []
other_references = []
duty = []
mark = []
[sources.s]
law = "l"
published_on = 2026-01-01
status = "assumption"
source = "s"
[[step]]
id = "a"
fact = "unique"
asks = { en = "a", ja = "a" }
source = "s"
answers = { yes = "TARGET", no = "c" }
unanswered = { en = "u", ja = "u" }
[[class]]
id = "c"
title = { en = "c", ja = "c" }
"""
SAID = '{ en = "w", ja = "w" }'
DUTY = f'duty = [{{ id = "d", classes = ["x"], words = {SAID}, holder = {SAID}, source = "s" }}]'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (RECORD.replace("TARGET", "a"), "leads back"),
        (
            RECORD.replace("TARGET", "c") + '[[class]]\nid = "d"\ntitle = { en = "d", ja = "d" }',
            r"never reached: \['d'\]",
        ),
        (RECORD.replace("TARGET", "c").replace("duty = []", DUTY), r"of no class: \['x'\]"),
    ],
)
def test_a_procedure_that_is_not_whole_is_refused(text: str, said: str) -> None:
    """A circle, a class that nothing reaches, a duty of no class."""
    with pytest.raises(ValueError, match=said):
        read_procedure(text)


@pytest.mark.parametrize(
    ("identifier", "doubt"),
    [
        ("4H95J0R2X", None),
        (SOUND, None),
        (SOUND.lower(), None),
        (f"0x{SOUND[2:].upper()}", None),
        (f"bsc:{SOUND}", None),
        ("solana:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkwyTDt1v", None),
        ("sui:0x" + "ab" * 32, None),
        (SOUND.replace("5aA", "5aa"), "checksum"),
        (SOUND.replace("5aA", "5AA"), "checksum"),
        (SOUND[:-1], "cut short"),
        ("0x", "cut short"),
        ("bsc:", "without an address"),
        (":0xab", "without an address"),
        ("0x" + "0" * 40, "zero address"),
    ],
)
def test_an_identifier_identifies_or_says_why_not(identifier: str, doubt: str | None) -> None:
    """One case carries no checksum; the zero address is nobody's; a cut address is no other chain's."""
    found = identifier_doubt(identifier)
    assert (found is None) == (doubt is None)
    assert found is None or (doubt and doubt in found.en)


def test_checksums_are_those_of_the_published_examples() -> None:
    """The examples of EIP-55 itself."""
    for address in (SOUND, "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"):
        assert checksummed(address[2:].lower()) == address[2:]


def test_a_doubtful_identifier_is_the_reason_of_an_undecided_token() -> None:
    """In place of the step's own words."""
    made = classify(token(identifier="0x" + "0" * 40), JP, DAY)
    assert made.reason is not None
    assert "zero address" in made.reason.en


def test_shares_are_exact_or_unknown() -> None:
    """No float, and no number where there is none."""
    assert token(largest_share="1/3").share("largest_share") == Fraction(1, 3)
    assert token().share("largest_share") is None


HEAD = list(FORMS["defillama-stablecoins"][0])


def listed(*rows: str, as_of: date | None = DAY) -> tuple[list[Classification], Counter[str]]:
    """Stablecoins of a list, classified under MiCA, and what was found of the list."""
    plain = [dict(zip(HEAD, row.split(","), strict=True)) for row in rows]
    read = read_list(plain, HEAD, "list.csv", DAY, as_of)
    return [classify(facts, EU, DAY) for facts in read.tokens], Counter(f.code for f in read.findings)


def test_a_listed_stablecoin_is_classified_by_its_peg_and_its_address() -> None:
    """Only where the list says enough."""
    made, found = listed(
        f"1,Tether,USDT,peggedUSD,fiat-backed,{SOUND},,,",
        "2,Gold,PAXG,peggedXAU,fiat-backed,gold:1,,,",
        "3,Nameless,NNN,peggedUSD,fiat-backed,,,,",
        "4,Yield,YYY,peggedUSD,crypto-backed,chain:4,,,true",
        "5,Dead,DDD,peggedUSD,algorithmic,chain:5,,2022-05-09,",
        "6,Gone,GGG,peggedUSD,algorithmic,chain:6,true,,",
        "7,Floats,VVV,peggedVAR,algorithmic,chain:7,,,",
        "8,Odd,OOO,floating,algorithmic,chain:8,,,",
    )
    assert [one.token_class for one in made] == ["emt", "art", None, None, None, None, None, None]
    reasons = [one.reason.en.partition(":")[0] for one in made if one.reason]
    assert reasons == [
        "only a name",
        "whether it is a financial instrument is not said",
        "dead or delisted, as the list says",
        "dead or delisted, as the list says",
        "what it references is not said, or is the code of no official currency",
        "what it references is not said, or is the code of no official currency",
    ]
    assert made[4].facts.evidence == "list row 5: peggedUSD, algorithmic, dead from 2022-05-09"
    assert found == {}


def test_what_is_odd_about_a_list_is_found() -> None:
    """A symbol of two tokens, one address under two names, a bad checksum, a slip of the pen."""
    _, found = listed(
        "1,A,SAME,peggedUSD,fiat-backed,chain:1,,,",
        "2,B,same,peggedUSD,fiat-backed,CHAIN:1,,,",
        f"3,C,CCC,peggedUSD,crytpo-backed,{SOUND.replace('5aA', '5AA')},,,",
        "4,D,DDD,peggedUSD,,chain:4,,,",
        *(f"{number},N{number},MANY,peggedUSD,fiat-backed,chain:m{number},,," for number in range(5, 12)),
    )
    assert found == {
        "tokens.same_symbol": 2,
        "tokens.same_address": 1,
        "tokens.identifier_doubtful": 1,
        "tokens.word_unknown": 2,
    }


def named(name: str, identifier: str) -> TokenFacts:
    """A token T of this name and identifier."""
    return TokenFacts("T", name, {"identifier": identifier} if identifier else {}, "", {})


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (("Old", "chain:1"), ("Old", "CHAIN:1"), []),
        (("Old", "chain:1"), ("New", "chain:1"), ["tokens.renamed"]),
        (("Old", "chain:1"), ("Old", "chain:2"), ["tokens.forked"]),
        (("Old", "chain:1"), ("New", "chain:2"), ["tokens.forked"]),
        (("Old", ""), ("Old", "chain:2"), []),
        (("Old", ""), ("New", "chain:2"), ["tokens.renamed"]),
        (("", "chain:1"), ("New", "chain:1"), []),
    ],
)
def test_a_token_that_was_renamed_or_forked_since_the_pack_before_is_found(
    before: tuple[str, str], after: tuple[str, str], wanted: list[str]
) -> None:
    """The identifier says which of the two; what nobody had said before is no change, and a new token none either."""
    found = list(changed_identities("tokens.csv", [named(*before)], [named(*after)]))
    assert [finding.code for finding in found] == wanted
    assert all(finding.where == "tokens.csv T" for finding in found)
    assert list(changed_identities("tokens.csv", [], [named(*after)])) == []


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    [(None, ["tokens.list_undated"]), (date(2025, 11, 20), []), (date(2025, 11, 19), ["tokens.list_old"])],
)
def test_a_list_without_a_day_or_older_than_a_year_is_found(as_of: date | None, wanted: list[str]) -> None:
    """The year is this software's own measure, and says so."""
    _, found = listed("1,A,AAA,peggedUSD,fiat-backed,chain:1,,,", as_of=as_of)
    assert list(found) == wanted


def test_a_list_of_a_day_to_come_is_refused() -> None:
    """Nobody has seen it yet."""
    with pytest.raises(Refused) as refused:
        listed("1,A,AAA,peggedUSD,fiat-backed,chain:1,,,", as_of=date(2026, 11, 21))
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("input.wrong_value", "--as-of")]


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (["symbol", "name"], {"symbol": "BTC", "name": "Bitcoin"}),
        (
            ["token", "asset_usdt_price", "collateral_margin_ratio_tiers"],
            {"token": "btc", "asset_usdt_price": "1", "collateral_margin_ratio_tiers": "[]"},
        ),
    ],
)
def test_a_list_of_names_identifies_nothing(columns: list[str], row: dict[str, str]) -> None:
    """However well known the name is."""
    read = read_list([row], columns, "list.csv", DAY, DAY)
    made = classify(read.tokens[0], JP, DAY)
    assert (made.facts.token, made.token_class) == ("BTC", None)
    assert made.reason is not None
    assert made.reason.en.startswith("the list names a symbol only")


def test_a_list_of_other_columns_is_refused() -> None:
    """With the forms that are read."""
    for columns in (["ticker"], []):
        with pytest.raises(Refused) as refused:
            read_list([], columns, "list.csv", DAY, DAY)
        assert [fault.code for fault in refused.value.faults] == ["tokens.unknown_list"]


@pytest.mark.shared_data
def test_the_real_lists_are_classified_with_reasons_and_an_undecided_rest(real_data: Path) -> None:
    """Stablecoins: most are EMT by MiCA and none is decided in Japan; symbols alone decide nothing."""

    def counted(file: str, regime: str) -> tuple[Counter[str | None], list[Classification], Counter[str]]:
        with (real_data / "tokens" / file).open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            rows = list(reader)
        read = read_list(rows, reader.fieldnames or [], file, DAY, DAY)
        law = procedure(regime)
        made = [classify(facts, law, DAY) for facts in read.tokens]
        return Counter(one.token_class for one in made), made, Counter(f.code for f in read.findings)

    classes, made, found = counted("defillama_stablecoins.csv", "eu")
    assert classes == {"emt": 370, "art": 1, None: 54}
    assert all((one.token_class is None) == (one.reason is not None) for one in made)
    assert found["tokens.word_unknown"] >= 1
    assert found["tokens.identifier_doubtful"] >= 1
    assert counted("defillama_stablecoins.csv", "jp")[0] == {None: 425}
    assert counted("binance_zkmerkle_cex_assets_info.csv", "jp")[0] == {None: 483}
    assert counted("cryptocurrencies_symbol_name.csv", "jp")[0] == {None: 12_242}
