"""Quotes and overrides: read strictly, every fault at once with its place, and what is doubtful of a tower found."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from test_simulation import layer

from hikiate.kernel.findings import Finding, Refused
from hikiate.risk.incidents import PERILS
from hikiate.risk.parameters import read_overrides
from hikiate.risk.quotes import quoted_currency, read_quotes
from hikiate.risk.tower import Layer, objections

LAYER = """
[[layer]]
id = "L1"
insurer = "Kaijo"
limit = "5000000000"
premium = "100000000"
perils = ["theft"]
tiers = ["hot", "cold"]
"""
GOOD = f'currency = "JPY"\n{LAYER}'


def faults_of(text: str) -> list[str]:
    """Code and place of every fault of quotes."""
    with pytest.raises(Refused) as refused:
        read_quotes(text, "quotes.toml", 0)
    return [f"{fault.code} {fault.where}" for fault in refused.value.faults]


def test_quotes_are_read_with_every_term() -> None:
    """Terms left out are those of a plain excess layer from the ground up."""
    text = GOOD + 'share = "0.8"\nattachment = "10"\ndeductible = 5\naggregate = "7"\nreinstatements = 2\n'
    text += 'reinstatement_premium = "0.5"\nwaiting_days = 30\nrefusal = "0.1"\ndefault = "0"\nkind = "quota_share"\n'
    text += "divisible = false\n"
    one = read_quotes(text, "quotes.toml", 0).layers[0]
    assert (one.kind, one.attachment, one.deductible, one.limit) == ("quota_share", 10, 5, 5 * 10**9)
    assert (one.share, one.aggregate, one.reinstatements, one.waiting_days) == (Fraction(4, 5), 7, 2, 30)
    assert (one.reinstatement_premium, one.refusal, one.default) == (Fraction(1, 2), Fraction(1, 10), Fraction(0))
    assert not one.divisible
    plain = read_quotes(GOOD, "quotes.toml", 0).layers[0]
    assert (plain.kind, plain.share) == ("excess", Fraction(1))
    assert [plain.aggregate, plain.reinstatements, plain.refusal] == [None, None, None]


def test_quotes_without_a_currency_are_refused_with_their_other_faults() -> None:
    """Whoever reads them without asking for the currency first is told so too."""
    wanted = ["risk.malformed quotes.toml key currency", "risk.malformed quotes.toml layer 1 key kind"]
    assert faults_of(LAYER + 'kind = "stop_loss"') == wanted


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ('share = "1.2"', "risk.malformed quotes.toml layer 1 key share"),
        ('share = "0"', "risk.malformed quotes.toml layer 1 key share"),
        ('share = "much"', "risk.malformed quotes.toml layer 1 key share"),
        ('kind = "stop_loss"', "risk.malformed quotes.toml layer 1 key kind"),
        ('attachment = "-1"', "risk.malformed quotes.toml layer 1 key attachment"),
        ("attachment = true", "risk.malformed quotes.toml layer 1 key attachment"),
        ("reinstatements = -1", "risk.malformed quotes.toml layer 1 key reinstatements"),
        ("waiting_days = true", "risk.malformed quotes.toml layer 1 key waiting_days"),
        ("divisible = 1", "risk.malformed quotes.toml layer 1 key divisible"),
        ("atachment = 1", "risk.malformed quotes.toml layer 1"),
    ],
)
def test_a_fault_is_named_by_its_place(changed: str, wanted: str) -> None:
    """One wrong term, one fault."""
    assert faults_of(GOOD + changed) == [wanted]


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('"100000000"', '"-5"', "risk.negative_premium quotes.toml layer 1 key premium"),
        ('"5000000000"', '"0"', "risk.malformed quotes.toml layer 1 key limit"),
        ('"Kaijo"', '" "', "risk.malformed quotes.toml layer 1 key insurer"),
        ('["theft"]', '"theft"', "risk.malformed quotes.toml layer 1 key perils"),
        ('["hot", "cold"]', '["warm"]', "risk.malformed quotes.toml layer 1 key tiers"),
        ('tiers = ["hot", "cold"]', "", "risk.malformed quotes.toml layer 1 key tiers"),
        ("[[layer]]", "[layers]", "risk.malformed quotes.toml"),
    ],
)
def test_a_wrong_required_term_is_a_fault(old: str, new: str, wanted: str) -> None:
    """Negative premiums, empty limits, words that are no words."""
    assert wanted in faults_of(GOOD.replace(old, new))


def test_all_faults_of_a_file_come_together() -> None:
    """Two layers of one id, five layers, an unknown key and a term too many."""
    text = 'currency = "JPY"\nnote = 1\n' + LAYER * 5
    assert faults_of(text) == [
        "risk.malformed quotes.toml",
        "risk.malformed quotes.toml",
        *(f"risk.malformed quotes.toml layer {number} key id" for number in range(2, 6)),
    ]


def test_a_file_that_is_no_toml_or_names_no_currency() -> None:
    """Before its money can be read, its currency must be known."""
    assert quoted_currency(GOOD, "q") == "JPY"
    for text in ("currency = ", "", "currency = 3"):
        with pytest.raises(Refused):
            quoted_currency(text, "q")


OVERRIDE = '[[parameter]]\nname = "frequency.rate"\nvalue = "0.03"\nreason = "our own count"\n'


def test_overrides_are_read_with_their_reasons() -> None:
    """A value as text or as a whole number."""
    read = read_overrides(OVERRIDE + OVERRIDE.replace("frequency.rate", "refill.days").replace('"0.03"', "30"), "o")
    assert (read["frequency.rate"].value, read["refill.days"].value) == (Fraction(3, 100), Fraction(30))
    assert read["frequency.rate"].reason == "our own count"


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("frequency.rate", "frequency.speed", "risk.malformed", "o parameter 1 key name"),
        ('"0.03"', '"often"', "risk.malformed", "o parameter 1 key value"),
        ('"0.03"', "true", "risk.malformed", "o parameter 1 key value"),
        ('"0.03"', '"21"', "risk.malformed", "o parameter 1 key value"),
        ('"our own count"', '" "', "risk.malformed", "o parameter 1 key reason"),
        ("reason", "because", "risk.malformed", "o parameter 1"),
        ("[[parameter]]", "[parameters]", "risk.malformed", "o"),
        ("[[parameter]]", "[[parameter", "risk.malformed", "o"),
        ("frequency.rate", "severity.tail", "", ""),
    ],
)
def test_a_wrong_override_is_refused(old: str, new: str, code: str, place: str) -> None:
    """Unknown names, numbers out of range, and no reason; a tail of 0.03 is a good one."""
    text = OVERRIDE.replace(old, new)
    if not code:
        assert read_overrides(text, "o")
        return
    with pytest.raises(Refused) as refused:
        read_overrides(text, "o")
    assert (code, place) in {(fault.code, fault.where) for fault in refused.value.faults}


def test_an_infinite_mean_and_a_name_twice_are_refused() -> None:
    """A tail of shape 1 or more has no mean."""
    heavy = OVERRIDE.replace("frequency.rate", "severity.tail").replace("0.03", "1.2")
    with pytest.raises(Refused) as refused:
        read_overrides(heavy, "o")
    assert [fault.code for fault in refused.value.faults] == ["risk.infinite_mean"]
    with pytest.raises(Refused) as twice:
        read_overrides(OVERRIDE * 2, "o")
    assert [fault.where for fault in twice.value.faults] == ["o parameter 2"]


def found(layers: Sequence[Layer], perils: Sequence[str] = ("insider",)) -> list[str]:
    """Code and place of what is doubtful of a tower."""
    said: list[Finding] = list(objections(layers, perils, "JPY", 0))
    return [f"{finding.code} {finding.where}" for finding in said]


@pytest.mark.parametrize(
    ("layers", "wanted"),
    [
        ((layer(1), layer(2, attachment=100)), []),
        ((layer(1), layer(2, attachment=90)), ["risk.layers_overlap insurance.L2"]),
        ((layer(1), layer(2, attachment=120)), ["risk.layers_gap insurance.L2"]),
        ((layer(1), layer(2, deductible=120)), ["risk.layers_gap insurance.L2"]),
        ((layer(1), layer(2, attachment=50, tiers=("hot",))), []),
        ((layer(1, share=Fraction(2, 5)), layer(2, share=Fraction(3, 5))), []),
        ((layer(1, share=Fraction(3, 5)), layer(2, share=Fraction(3, 5))), ["risk.layers_overlap insurance.L2"]),
        ((layer(1), layer(2, kind="quota_share", limit=50)), []),
        ((layer(1, aggregate=50),), ["risk.aggregate_below_limit insurance.L1"]),
        ((layer(1, perils=("insider", "earthquake")),), ["risk.peril_unknown insurance.L1"]),
        ((layer(1, perils=("theft",)),), ["risk.peril_unnamed insurance"]),
        ((), []),
    ],
)
def test_what_is_doubtful_of_a_tower_is_found_by_its_place(layers: Sequence[Layer], wanted: list[str]) -> None:
    """Overlaps, gaps, aggregates below limits, perils unknown or unnamed."""
    assert found(layers) == wanted


def test_every_peril_without_a_layer_is_named() -> None:
    """Each by its own finding."""
    assert len(found((layer(1),), PERILS)) == len(PERILS) - 1


def test_a_layer_bought_in_part_is_its_lower_part() -> None:
    """Aggregate and premium in proportion, down to the whole unit."""
    half = layer(limit=100, aggregate=150, premium=33).of_limit(50)
    assert (half.limit, half.aggregate, half.premium) == (50, 75, 16)
    assert layer(limit=100).of_limit(100) == layer(limit=100)
    assert layer(limit=100).of_limit(50).aggregate is None
