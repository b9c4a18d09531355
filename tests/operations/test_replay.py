"""Replays: each case with its published figures, the sources of every input, and the counterfactual."""

from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from hikiate.kernel.findings import Refused
from hikiate.kernel.results import REPLAY_SCHEMA, result
from hikiate.kernel.results import document as as_document
from hikiate.kernel.status import Status, weakest
from hikiate.operations.counterfactual import Assumed
from hikiate.operations.replay import replay
from hikiate.remedy.replays import Compared, Replay, replay_document
from hikiate.reports.compensation.replay import replay_text
from hikiate.storage.casebook import case_names, case_texts
from hikiate.storage.lawbooks import library

HAN_OR_KANA = range(0x3040, 0x9FFF)
POLICIES = """
[[policy]]
id = "p"
insurer = "x"
third_party = true
perils = ["theft"]
tiers = ["hot"]
limit = "5000000000"
deductible = "0"
share = "1"
starts = 2018-01-01
ends = 2019-01-01
notice_days = 60
waiting_days = 30
reinstatements = 0
"""


@cache
def replayed(name: str, volume: int | None = None, policies: str | None = None) -> Replay:
    """A case replayed."""
    return replay(name, case_texts(name), library([]), Assumed(volume, policies))


def beside(name: str) -> dict[str, Compared]:
    """The outcomes of a case by figure."""
    return {compared.outcome.figure: compared for compared in replayed(name).compared}


def ours(name: str) -> dict[str, str | None]:
    """Our value of each outcome."""
    return {figure: compared.ours.value for figure, compared in beside(name).items()}


def test_coincheck_is_88_549_yen_for_each_of_523_million_xem() -> None:
    """46.3 bn to the yen, for 260,000 customers, on the 45th day."""
    assert ours("coincheck-2018") == {
        "reference_price.XEM": "88.549",
        "customers.affected": "260000",
        "entitlement.JPY.total": "46311127000",
        "funding.day_complete": "45",
    }
    assert all(compared.agrees for compared in beside("coincheck-2018").values())


def test_dmm_is_paid_in_kind_by_three_steps_of_funding() -> None:
    """The money of 3 and 7 June covers the loss; what came on the 10th takes the place of a part of it."""
    assert ours("dmm-bitcoin-2024") == {
        "entitlement.BTC.total": "4502.9",
        "funding.facility": "7000000000",
        "funding.group": "41199999998",
        "funding.day_complete": "7",
    }
    differing = {figure for figure, compared in beside("dmm-bitcoin-2024").items() if not compared.agrees}
    assert differing == {"funding.group", "funding.day_complete"}


def test_bitfinex_cuts_every_asset_by_36_067_percent() -> None:
    """Both assets alike, and what was cut is the loss at the settlement price."""
    values = ours("bitfinex-2016")
    assert values["haircut.rate"] == "0.36067"
    assert values["haircut.BTC.cut"] == "0.36067"
    assert abs(Fraction(values["haircut.USD.cut"] or "0") - Fraction("0.36067")) < Fraction(1, 10**9)
    assert values["funding.day_complete"] == "0"
    figures = replayed("bitfinex-2016").result.figures
    assert figures["entitlement.BTC.total"].value == "127866"
    assert figures["entitlement.USD.total"].status is Status.ASSUMPTION


def test_the_base_payment_of_mt_gox_is_the_first_200_000_yen() -> None:
    """Of every creditor, never more; the money was there years before the first payment."""
    values = ours("mtgox-base-payment")
    assert values["entitlement.JPY.largest"] == "200000"
    assert Fraction(values["entitlement.JPY.total"] or "0") <= 19_500 * 200_000
    assert values["funding.day_complete"] == "1846"
    assert beside("mtgox-base-payment")["entitlement.JPY.total"].difference is None


def test_the_ledger_error_of_bithumb_is_found_by_a_close() -> None:
    """666,000 BTC owed against 46,000 held; 110 % of what customers lost; the reserve may not be used for it."""
    values = ours("bithumb-2026")
    assert values["loss.BTC.borne"] == "125.16"
    assert values["entitlement.KRW.total"] == "1000000000"
    assert (values["replay.reversed"] or "").startswith("0.99711")
    read = replayed("bithumb-2026")
    assert [alarm.code for alarm in read.alarms] == ["liability.implausible"]
    assert "666,000" in read.alarms[0].en.found
    assert "funding.use_not_permitted" in {finding.code for finding in read.findings}
    assert read.otherwise["funding.reserve"].value == "0"
    assert "volume_needed" not in read.otherwise


def test_zaif_returns_mona_in_part_and_bybit_all_of_its_ether() -> None:
    """60.3 % of the customers' MONA in kind, the rest at 144.548 yen; 401,347 ETH on the third day."""
    assert ours("zaif-2018")["entitlement.MONA.total"] == "3564851.1579"
    assert ours("zaif-2018")["entitlement.JPY.total"] == "339255333"
    assert ours("zaif-2018")["funding.day_complete"] == "69"
    assert ours("bybit-2025") == {"entitlement.ETH.total": "401347", "funding.day_complete": "3"}


@pytest.mark.parametrize("name", case_names())
def test_every_input_of_a_case_has_a_source(name: str) -> None:
    """No figure is left as handed in, none is without a citation, and each has the weakest status of its inputs."""
    figures = replayed(name).result.figures
    for figure in figures.values():
        assert figure.status is not Status.INPUT, figure.name
        assert "no source named" not in figure.citation, figure.name
        assert figure.citation, figure.name
        below = [figures[below].status for below in figure.inputs]
        assert figure.status.rank >= weakest(below).rank, figure.name


@pytest.mark.parametrize("name", case_names())
def test_every_difference_is_explained_in_both_languages(name: str) -> None:
    """Whoever reads that we differ reads why."""
    for compared in replayed(name).compared:
        why = compared.outcome.why
        if compared.difference is not None and compared.difference.number != 0:
            assert why is not None, compared.outcome.figure
        if why is not None:
            assert any(ord(letter) in HAN_OR_KANA for letter in why.ja)
            assert not any(ord(letter) in HAN_OR_KANA for letter in why.en)


@pytest.mark.parametrize("name", case_names())
def test_a_replay_is_said_in_both_languages_and_as_a_result(name: str) -> None:
    """The text names published and ours; the document reads back as a result of its schema."""
    read = replayed(name)
    ja, en = replay_text(read, "ja"), replay_text(read, "en")
    assert read.case.title.ja in ja
    assert read.case.title.en in en
    assert "公表値" in ja
    assert "Published" in en
    document: Any = replay_document(read)
    plain = {key: document[key] for key in as_document(read.result)}
    assert result(plain, REPLAY_SCHEMA) == read.result
    assert len(document["outcomes"]) == len(read.compared)
    assert document["counterfactual"]["reserve"] == "cap"


def test_the_reserve_at_its_cap_is_the_most_it_could_have_paid() -> None:
    """40 bn of 46.3; no volume would have been enough, so none is named."""
    other = replayed("coincheck-2018").otherwise
    assert other["funding.reserve"].value == "40000000000"
    assert other["funding.short"].value == "6311127000"
    assert "funding.day_complete" not in other
    assert "volume_needed" not in other


def test_an_assumed_volume_gives_the_reserve_that_the_rule_requires() -> None:
    """2 % of 1 tn is 20 bn, by the close's own rule, and its status is that of an assumption."""
    read = replayed("coincheck-2018", 10**12)
    assert not read.at_cap
    required = read.otherwise["reserve.required"]
    assert (required.value, required.status) == ("20000000000", Status.ASSUMPTION)
    assert read.otherwise["funding.reserve"].value == "20000000000"
    assert "--volume" in read.otherwise["input.volumes.2017-04-01.spot"].citation
    assert "--volume" not in replay_text(read, "en")


def test_from_some_volume_on_the_reserve_would_have_covered_zaif() -> None:
    """4.8 bn over 2 % are 241 bn of annual volume; then it is complete on the day itself."""
    other = replayed("zaif-2018").otherwise
    needed = Fraction(other["volume_needed"].value or "0")
    assert needed == Fraction(4_825_786_654) * 50
    enough = replayed("zaif-2018", int(needed)).otherwise
    assert (enough["funding.short"].value, enough["funding.day_complete"].value) == ("0", "0")
    too_little = replayed("zaif-2018", int(needed) - 100).otherwise
    assert Fraction(too_little["funding.short"].value or "0") > 0


def test_assumed_insurance_pays_after_its_waiting_days() -> None:
    """5 bn beside the reserve, from the thirtieth day; all that is then short is what neither covers."""
    read = replayed("coincheck-2018", None, POLICIES)
    assert read.policies == 1
    assert read.otherwise["funding.insurance"].value == "5000000000"
    assert read.otherwise["funding.short"].value == "1311127000"
    assert "保険契約は公表" not in replay_text(read, "ja")


def test_faulty_policies_are_refused() -> None:
    """As a pack's are."""
    with pytest.raises(Refused):
        replay("zaif-2018", case_texts("zaif-2018"), library([]), Assumed(None, "[[policy]]\nid = 5\n"))
