"""Transfers: the smallest pack that shows each trouble, and the ones beside it that show none."""

import sys
from pathlib import Path

import polars as pl
import pytest

sys.path.append(str(Path(__file__).parent.parent / "rules"))

from packs import exchange, pack

from hikiate.conduct.screening.lists import SCHEMA, ScreeningList
from hikiate.conduct.transfers.moved import TABLES
from hikiate.conduct.transfers.overseen import Overseen
from hikiate.conduct.transfers.rules import usual_rules
from hikiate.facts.exchange import Exchange
from hikiate.kernel.findings import Refused
from hikiate.operations.transfers import Promises, oversee
from hikiate.storage.lawbooks import transfer_regimes

BOOKS = transfer_regimes().rulebooks
ADDRESS = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
HEX = "0x9858effd232b4033e47d90003d41ec34ecaeda94"
SENT = (
    "withdrawal,requested_at,customer,asset,amount,address,platform,platform_country,wallet,purpose,warned_at,sent_at"
)
W = f"W1,2026-09-18T10:00:00+09:00,C1,BTC,1,{ADDRESS}"
TO_OTHER = f"{W},Other Inc.,JP,,,,2026-09-18T11:00:00+09:00"
UNHOSTED = f"{W},,,unhosted,own wallet,2026-09-18T10:30:00+09:00,2026-09-19T11:00:00+09:00"
RECEIVED = "deposit,received_at,customer,asset,amount,address,platform,platform_country,wallet,credited_at"
D = f"D1,2026-09-18T10:00:00+09:00,C1,BTC,1,{ADDRESS}"
RECORD = (
    "transfer,direction,transmitted_at,originator_kind,originator_name,originator_given,originator_local_name,"
    "originator_number,originator_address,originator_country,originator_identity,originator_birth_date,"
    "originator_birth_place,originator_wallet,beneficiary_name,beneficiary_local_name,beneficiary_number,"
    "beneficiary_wallet,originating_provider,beneficiary_provider"
)
TOLD = f"W1,sent,2026-09-18T10:59:00+09:00,natural,Mihon,Taro,,C1,,,,,,bc1qown,Hanako,,,{ADDRESS},,OTHER"
CAME = f"D1,received,,natural,,,見本,X,,,,,,{ADDRESS},Taro,,C1,bc1qown,other incorporated,"
PRICES = "day,asset,currency,price,source\n2026-09-18,BTC,JPY,15000000,x\n2026-09-18,EUR,JPY,160,x\n"
KRW = "2026-09-18,KRW,JPY,0.1,x\n"
KOREA = exchange(jurisdiction="KR")
GERMANY = exchange(jurisdiction="DE")
EARLY = exchange("2020-01-05")

Tables = dict[str, str]


def sent(*rows: str) -> Tables:
    """Withdrawals."""
    return {"withdrawals": "\n".join([SENT, *rows])}


def received(*rows: str) -> Tables:
    """Deposits."""
    return {"deposits": "\n".join([RECEIVED, *rows])}


def told(*rows: str) -> Tables:
    """Records."""
    return {"travel_records": "\n".join([RECORD, *rows])}


def seen(tables: Tables, of: Exchange | None = None, promises: Promises | None = None, **law: str) -> Overseen:
    """The transfers of a pack by the rules of its country, or those named."""
    made = pack(tables, of=of)
    book = BOOKS[law.get("rules") or usual_rules(made.exchange.jurisdiction)]
    return oversee(made, book, [], promises or Promises())


def found(overseen: Overseen) -> list[str]:
    """What was found: severity and code, without what the law leaves open."""
    return [
        f"{finding.severity.value} {finding.code.removeprefix('transfers.')}"
        for finding in overseen.findings
        if finding.code != "law.undecided"
    ]


def undecided(overseen: Overseen) -> str:
    """The provisions that are open and mattered."""
    return "".join(f.en.found.partition(": ")[2] for f in overseen.findings if f.code == "law.undecided")


def test_a_transfer_with_a_whole_record_told_before_is_clear() -> None:
    """The provider in another spelling is the same one; what came after the snapshot is of another day."""
    later = f"{D},Other,,,".replace("2026-09-18", "2026-09-19")
    overseen = seen(sent(TO_OTHER) | told(TOLD) | received(later))
    assert (found(overseen), undecided(overseen)) == ([], "")
    assert [outcome.decision for outcome in overseen.outcomes] == ["clear"]
    assert not overseen.is_breached


@pytest.mark.parametrize(
    ("row", "record", "wanted"),
    [
        (TO_OTHER, None, ["breach no_record"]),
        (TO_OTHER.replace("2026-09-18T11:00:00+09:00", ""), None, ["warning no_record"]),
        (TO_OTHER.replace(",JP,", ",US,"), None, ["warning no_record"]),
        (TO_OTHER, TOLD.replace(",C1,", ",,"), ["breach incomplete"]),
        (TO_OTHER, TOLD.replace(",C1,", ",,1-1 Mihon-cho").replace(",,,,,,bc1q", ",,,,,bc1q"), []),
        (TO_OTHER, TOLD.replace("Mihon,Taro", ","), ["breach incomplete"]),
        (TO_OTHER, TOLD.replace("Mihon,Taro,", ",,見本太郎"), []),
        (TO_OTHER, TOLD.replace("Hanako", "").replace("bc1qown", ""), ["breach incomplete", "breach incomplete"]),
        (TO_OTHER, TOLD.replace("T10:59", "T11:01"), ["breach late_record"]),
        (TO_OTHER, TOLD.replace("2026-09-18T10:59:00+09:00", ""), ["breach late_record"]),
        (TO_OTHER.replace(",JP,", ",,"), TOLD.replace("T10:59", "T11:01"), ["warning late_record"]),
        (TO_OTHER, TOLD.replace(",C1,", ",C2,"), ["warning inconsistent"]),
        (TO_OTHER, TOLD.replace(ADDRESS, "bc1qelse"), ["warning inconsistent"]),
        (TO_OTHER, TOLD.replace(ADDRESS, f"{ADDRESS}:memo"), []),
        (TO_OTHER, TOLD.replace("OTHER", "Third Ltd"), ["warning inconsistent"]),
        (TO_OTHER.replace("Other Inc.", "").replace(",JP,,", ",JP,provider,"), TOLD, []),
        (TO_OTHER, TOLD.replace("W1,sent", "W1,received"), ["breach no_record", "warning stray_record"]),
        (W + ",,,,,,", None, ["warning wallet_unsaid"]),
        (W + ",Other,,unhosted,,,", None, ["warning wallet_unsaid"]),
        (TO_OTHER.replace("mdq", "mdx"), TOLD.replace("mdq", "mdx"), ["warning address_unsound"]),
        (TO_OTHER.replace("2026-09-18T10", "2026-09-19T10"), None, []),
    ],
)
def test_a_transfer_to_another_provider(row: str, record: str | None, wanted: list[str]) -> None:
    """What has left against enacted law is a breach; what is held, or may go to an exempted country, a warning."""
    overseen = seen(sent(row) | (told(record) if record else {}))
    assert found(overseen) == wanted
    decisions = [outcome.decision for outcome in overseen.outcomes]
    held = not row.rstrip().endswith("2026-09-18T11:00:00+09:00")
    troubled = [code for code in wanted if "stray" not in code]
    assert decisions in ([], ["held" if held else "moved"] if troubled else ["clear"])


def test_an_address_in_capitals_is_the_same_where_its_chain_says_so() -> None:
    """Hex digits are compared without regard to case."""
    row = TO_OTHER.replace(f"BTC,1,{ADDRESS}", f"ETH,1,{HEX}")
    assert found(seen(sent(row) | told(TOLD.replace(ADDRESS, HEX.upper().replace("0X", "0x"))))) == []


def test_what_is_left_open_is_said_where_it_matters() -> None:
    """Whether a country is exempted matters only where a record is missing."""
    abroad = TO_OTHER.replace(",JP,", ",US,")
    assert undecided(seen(sent(abroad) | told(TOLD))) == ""
    assert undecided(seen(sent(abroad))) == "exempt_jurisdictions"
    assert undecided(seen(sent(UNHOSTED))) == "ownership_above, cooling_off_hours"
    assert undecided(seen(received(f"{D},Other,,,"))) == "received"


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (UNHOSTED, []),
        (UNHOSTED.replace("own wallet", ""), ["warning no_purpose"]),
        (UNHOSTED.replace("2026-09-18T10:30:00+09:00", ""), ["warning not_warned"]),
        (UNHOSTED.replace("2026-09-18T10:30", "2026-09-19T11:30"), ["warning not_warned"]),
        (UNHOSTED.replace("2026-09-19T11:00:00+09:00", ""), ["note cooling_off"]),
        (UNHOSTED.replace("2026-09-19T11:00:00+09:00", "").replace("2026-09-18T10:00", "2026-09-17T23:59"), []),
        (UNHOSTED.replace("2026-09-19T11:00", "2026-09-19T09:59"), ["warning cooling_off"]),
        (UNHOSTED.replace("2026-09-19T11:00", "2026-09-19T10:00"), []),
    ],
)
def test_what_is_sent_to_an_unhosted_wallet_in_japan(row: str, wanted: list[str]) -> None:
    """Purpose and warning as proposed, the exchange's own cooling-off of 24 hours; no length is published."""
    overseen = seen(sent(row), promises=Promises(cooling_off_hours=24))
    assert found(overseen) == wanted
    assert undecided(overseen) == "ownership_above"
    if wanted == ["warning cooling_off"]:
        finding = next(f for f in overseen.findings if f.code == "transfers.cooling_off")
        assert (finding.en.wanted, finding.ja.wanted) == (
            "24 hours from request to departure (the exchange's own promise)",
            "依頼から実行まで 24 時間以上（取引所が自ら定めた時間）",
        )


KEPT = f"D1,received,,natural,Mihon,,,C1,1-1,JP,P1,,,{ADDRESS},Taro,,C1,bc1qown,,"


@pytest.mark.parametrize(
    ("row", "prices", "wanted"),
    [
        (f"{D},,,unhosted,2026-09-18T12:00:00+09:00", PRICES, ["breach ownership_unshown"]),
        (f"{D},,,unhosted,", PRICES, ["warning ownership_unshown"]),
        (f"{D},,,unhosted,".replace("BTC,1,", "BTC,0.01066666,"), PRICES, []),
        (f"{D},,,unhosted,".replace("BTC,1,", "BTC,0.01066667,"), PRICES, ["warning ownership_unshown"]),
        (f"{D},,,unhosted,", None, ["breach input.missing", "warning ownership_unshown"]),
        (
            f"{D},,,unhosted,2026-09-18T12:00:00+09:00",
            PRICES.replace("EUR", "USD"),
            ["breach input.price_missing", "warning ownership_unshown"],
        ),
    ],
)
def test_whose_an_unhosted_wallet_is_must_be_known_above_a_thousand_euros(
    row: str, prices: str | None, wanted: list[str]
) -> None:
    """0.01066666 BTC at JPY 15 million and JPY 160 a euro are EUR 999.99...; without a price no value is small."""
    tables = received(row) | told(KEPT) | ({"prices": prices} if prices else {})
    assert found(seen(tables, GERMANY)) == wanted


def test_of_unhosted_wallets_the_record_is_kept_where_the_law_asks_for_it() -> None:
    """In the Union, by general knowledge, so that its lack is a warning; neither told nor late."""
    small = f"{D},,,unhosted,2026-09-18T12:00:00+09:00".replace("BTC,1,", "BTC,0.001,")
    assert found(seen(received(small) | {"prices": PRICES}, GERMANY)) == ["warning no_record"]
    lacking = received(small) | {"prices": PRICES} | told(KEPT.replace(",1-1,", ",,"))
    assert found(seen(lacking, GERMANY)) == ["warning incomplete"]
    born = KEPT.replace("C1,1-1,JP,P1,,,", ",,,,1990-01-01,Kyoto,")
    assert found(seen(received(small) | {"prices": PRICES} | told(born), GERMANY)) == []


@pytest.mark.parametrize(
    ("record", "of", "wanted"),
    [
        (CAME, None, []),
        (None, None, ["warning not_received"]),
        (CAME.replace(",X,", ",,"), None, ["warning not_received"]),
        (CAME.replace(",C1,", ",C9,"), None, ["warning inconsistent"]),
        (CAME.replace("other incorporated", "third"), None, ["warning inconsistent"]),
        (None, GERMANY, ["warning not_received"]),
    ],
)
def test_what_comes_in_from_another_provider(record: str | None, of: Exchange | None, wanted: list[str]) -> None:
    """The record of the sending provider is looked for; the wallet it names need not be the sending address."""
    tables = received(f"{D},Other,,,2026-09-18T12:00:00+09:00") | (told(record) if record else {})
    assert found(seen(tables, of)) == wanted


def test_where_nothing_is_asked_of_what_comes_in_nothing_is_said() -> None:
    """A switch that is off."""
    from hikiate.law.overlays import overlaid  # noqa: PLC0415 - for this test alone

    change = 'reason = "a test"\nvalue = "off"\nstatus = "assumption"'
    changes = "".join(
        f'[[change]]\nrulebook = "jp-transfers"\nprovision = "{key}"\n{change}\n'
        for key in ("received", "exempt_jurisdictions", "ownership_above")
    )
    law = overlaid(transfer_regimes(), "w.toml", f'name = "w"\nwritten_on = 2026-09-01\n{changes}')
    made = pack(received(f"{D},Other,,,") | sent(UNHOSTED, TO_OTHER.replace("W1", "W2").replace(",JP,", ",US,")))
    overseen = oversee(made, law.rulebooks["jp-transfers"], [], Promises(cooling_off_hours=1))
    assert (found(overseen), undecided(overseen)) == (["breach no_record"], "")


def test_below_a_threshold_no_record_is_asked() -> None:
    """KRW 1 million are JPY 100,000 at 0.1; one more satoshi carries a record, and nothing else is decided there."""
    small, large = (TO_OTHER.replace("BTC,1,", f"BTC,{amount},") for amount in ("0.00666666", "0.00666667"))
    assert found(seen(sent(small, small.replace("W1", "W2")) | {"prices": PRICES + KRW}, KOREA)) == []
    assert found(seen(sent(large) | {"prices": PRICES + KRW}, KOREA)) == ["warning no_record"]
    unhosted = seen(sent(UNHOSTED) | {"prices": PRICES + KRW}, KOREA)
    assert undecided(unhosted) == "unhosted_record, ownership_above, purpose, warning, cooling_off_hours"


def test_a_threshold_that_nobody_decided_lets_nothing_through() -> None:
    """And an exempted country lets everything through."""
    from hikiate.law.overlays import overlaid  # noqa: PLC0415 - for this test alone

    changes = (
        '[[change]]\nrulebook = "kr-transfers"\nprovision = "threshold"\nreason = "a test"\nstatus = "undecided"\n'
        '[[change]]\nrulebook = "kr-transfers"\nprovision = "exempt_jurisdictions"\nreason = "a test"\n'
        'value = "US, XX"\nstatus = "assumption"\n'
    )
    law = overlaid(transfer_regimes(), "w.toml", f'name = "w"\nwritten_on = 2026-09-01\n{changes}')
    rows = (TO_OTHER, TO_OTHER.replace("W1", "W2").replace(",JP,", ",US,"))
    overseen = oversee(pack(sent(*rows)), law.rulebooks["kr-transfers"], [], Promises())
    assert [outcome.decision for outcome in overseen.outcomes] == ["moved", "clear"]
    assert undecided(overseen) == "threshold"


def test_before_the_law_nothing_is_answered() -> None:
    """The finding says that no rule of that day is known."""
    overseen = seen(sent(TO_OTHER.replace("2026-", "2020-")), EARLY)
    assert (found(overseen), overseen.outcomes) == (["breach law.not_in_force"], ())


MESSAGE = "Aoba Exchange 2026-09-18 C1 0x9858EfFD232B4033E47d90003D41EC34EcaEda94"
KEY = "0x1ab42cc412b618bdea3a599e3c9bae199ebf030895b039e9db1e30dafb12b727"


def signed(message: str) -> str:
    """The signature of a message by the key of HEX."""
    from eth_account import Account  # noqa: PLC0415 - slow to load, and for the proofs alone
    from eth_account.messages import encode_defunct  # noqa: PLC0415 - as above

    signature: str = Account.sign_message(encode_defunct(text=message), KEY).signature.hex()
    return signature


@pytest.mark.parametrize(
    ("customer", "day", "message", "wanted"),
    [
        ("C1", "2026-09-18", MESSAGE, []),
        ("C1", "2026-09-19", MESSAGE, ["warning ownership_unshown"]),
        ("C2", "2026-09-18", MESSAGE, ["warning ownership_unshown"]),
        ("C1", "2026-09-17", MESSAGE, ["warning proof_doubtful", "warning ownership_unshown"]),
        ("C1", "2026-09-18", MESSAGE.replace("C1 ", ""), ["warning proof_doubtful", "warning ownership_unshown"]),
        ("C1", "2026-09-18", "", ["warning proof_doubtful", "warning ownership_unshown"]),
    ],
)
def test_a_proof_shows_a_wallet_to_be_the_customers(customer: str, day: str, message: str, wanted: list[str]) -> None:
    """It names exchange, day, address and customer, is signed by the address's key, and by the day of the transfer."""
    signature = signed(message) if message else "00"
    proofs = f"customer,address,signed_on,message,signature\n{customer},{HEX},{day},{message or MESSAGE},{signature}"
    row = f"{D},,,unhosted,".replace(f"BTC,1,{ADDRESS}", f"ETH,1,{HEX}")
    tables = received(row) | told(KEPT) | {"prices": PRICES.replace("BTC", "ETH"), "wallet_proofs": proofs}
    assert sorted(found(seen(tables, GERMANY))) == sorted(wanted)


def test_names_and_addresses_are_held_against_lists() -> None:
    """The originator in half-width kana, the provider at the other end, and an address; others stay clear."""
    names = pl.DataFrame([("1", "ヤマダ タロウ"), ("2", "Garantex")], schema=SCHEMA, orient="row")
    addresses = pl.DataFrame([("3", HEX)], schema=SCHEMA, orient="row")
    one = ScreeningList("own.csv", None, names, addresses)
    kana = TOLD.replace("Mihon,Taro,", "Mihon,Taro,ﾔﾏﾀﾞ ﾀﾛｳ")
    rows = (
        TO_OTHER,
        TO_OTHER.replace("W1", "W2").replace("Other Inc.", "GARANTEX LTD"),
        TO_OTHER.replace("W1", "W3").replace(f"BTC,1,{ADDRESS}", f"ETH,1,{HEX}"),
        TO_OTHER.replace("W1", "W4"),
        TO_OTHER.replace("W1", "W5"),
    )
    records = (kana, *(TOLD.replace("W1", name) for name in ("W2", "W3", "W4")))
    overseen = oversee(pack(sent(*rows) | told(*records)), BOOKS["jp-transfers"], [one], Promises())
    listed = {
        outcome.transfer.name: [trouble.detail.en for trouble in outcome.troubles if "listed" in trouble.kind.code]
        for outcome in overseen.outcomes
    }
    assert {name for name, details in listed.items() if details} == {"W1", "W2", "W3"}
    assert listed["W2"] == ["own.csv 2 Garantex 100"]
    assert overseen.lists == ("own.csv",)
    assert "warning screening.undated_list" in found(overseen)


def test_many_of_one_kind_are_one_finding_that_names_the_first() -> None:
    """Seven transfers, five of them named, in both languages."""
    rows = [TO_OTHER.replace("W1", f"W{number}") for number in range(7)]
    finding = seen(sent(*rows)).findings[0]
    assert finding.en.found.endswith("record: W0, W1, W2, W3, W4 +2")
    assert finding.ja.found.endswith("W0、W1、W2、W3、W4 +2")
    assert (finding.where, finding.citation.endswith("Art. 10-5")) == (TABLES["sent"], True)


def test_without_transfers_there_is_nothing_to_look_at() -> None:
    """A table without rows is enough; none at all is refused."""
    with pytest.raises(Refused) as refused:
        seen({})
    assert refused.value.faults[0].code == "input.no_file"
    assert seen({"deposits": RECEIVED}).findings == ()
    assert seen({"withdrawals": SENT}, rules="eu-transfers").rules.name == "eu-transfers"


def test_every_country_of_the_union_has_its_rules_and_no_other_has() -> None:
    """What nobody laid down is refused by name, elsewhere."""
    assert [usual_rules(country) for country in ("JP", "FR", "KR", "US")] == [
        "jp-transfers",
        "eu-transfers",
        "kr-transfers",
        "us-transfers",
    ]
