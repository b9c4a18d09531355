"""The registry of providers: every key of `registry.toml`, read as written or refused by name, all faults at once."""

from datetime import date
from pathlib import Path

import pytest
from handed_in import SOUND, csv_text, hand_in, read

from hikiate.facts.registry import Certificate, Oversight, Registry, Watched, read_registry
from hikiate.kernel.findings import Refused

ENTRY = """
[[provider]]
id = "p1"
contract = "C1"
contract_starts = 2026-01-01
services = ["custody", "keys"]
"""
REQUIRED = ("id", "contract", "contract_starts", "services")
PUBLISHED = "watched 1 key published_on"
FULL = f"""review_months = 6
{ENTRY}contract_ends = 2028-01-01
holdings = ["h9"]
keys = ["k1"]
sub_providers = ["p2"]
last_review = "2026-05-01"
exit_plan = "E"
substitute = "self"
[[provider.certificate]]
name = "SOC 2"
ends = 2027-01-01
[[watched]]
name = "W"
providers = ["w"]
addresses = ["0xAB"]
source = "S"
published_on = 2026-02-02
"""


def found(text: str) -> list[tuple[str, str, str]]:
    """Code, place and finding of every fault."""
    with pytest.raises(Refused) as refused:
        read_registry(text)
    return [
        (f.code.removeprefix("input."), f.where.removeprefix("registry.toml "), f.en.found)
        for f in refused.value.faults
    ]


def test_a_registry_is_read_as_written() -> None:
    """Every key has its place."""
    certificates = (Certificate("SOC 2", date(2027, 1, 1)),)
    entry = Oversight(
        provider="p1",
        contract="C1",
        contract_starts=date(2026, 1, 1),
        contract_ends=date(2028, 1, 1),
        services=("custody", "keys"),
        holdings=("h9",),
        keys=("k1",),
        sub_providers=("p2",),
        last_review=date(2026, 5, 1),
        exit_plan="E",
        substitute="self",
        certificates=certificates,
    )
    watched = Watched("W", ("w",), ("0xAB",), "S", date(2026, 2, 2))
    registry = read_registry(FULL)
    assert registry == Registry(6, (entry,), (watched,))
    assert registry.of("p1") == entry
    assert registry.of("p2") is None


def test_what_a_registry_does_not_say_is_none_or_nothing() -> None:
    """No promise, no end, no review: nothing is made up."""
    (entry,) = read_registry(ENTRY).providers
    assert read_registry(ENTRY).review_months is None
    assert (entry.contract_ends, entry.last_review, entry.exit_plan, entry.certificates) == (None, None, "", ())
    assert read_registry("") == Registry(None, (), ())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("review_months = 0", [("wrong_value", "key review_months", "0")]),
        ("review_months = true", [("wrong_value", "key review_months", "True")]),
        ("reviews = 1", [("unknown_key", "", "key reviews")]),
        ("provider = 3", [("wrong_value", "key provider", "3")]),
        ("[[provider]]\n", [("missing_key", "provider 1", f"no key {key}") for key in REQUIRED]),
        (ENTRY.replace('"keys"', '"magic"'), [("wrong_value", "provider 1 key services", "magic")]),
        (f"{ENTRY}contract_ends = 2026-01-01", [("wrong_value", "provider 1 key contract_ends", "2026-01-01")]),
        (f"{ENTRY}certificate = 1", [("wrong_value", "provider 1 key certificate", "1")]),
        (f"{ENTRY}last_review = 2026", [("not_a_day", "provider 1 key last_review", "2026")]),
        (f"{ENTRY}[[provider.certificate]]\nname = 'S'", [("missing_key", "provider 1 certificate 1", "no key ends")]),
        (f"{ENTRY}{ENTRY}", [("duplicate", "provider 2", "p1 stands there already")]),
        ("[[watched]]\nname = 'W'\nsource = 'S'\npublished_on = 'soon'", [("not_a_day", PUBLISHED, "soon")]),
    ],
)  # fmt: skip
def test_a_faulty_key_is_refused_by_name(text: str, wanted: list[tuple[str, str, str]]) -> None:
    """Where it stands and what was found."""
    assert found(text) == [(code, where or "registry.toml", said) for code, where, said in wanted]


def test_no_toml_is_unreadable() -> None:
    """A file that was saved as something else."""
    assert [code for code, _, _ in found("id: p1")] == ["unreadable"]


def test_sub_providers_in_a_circle_are_refused_with_the_circle() -> None:
    """Also one of three, and one on itself."""
    third = ENTRY.replace("p1", "p3") + 'sub_providers = ["p1"]\n'
    second = ENTRY.replace("p1", "p2") + 'sub_providers = ["p3"]\n'
    [(code, where, said)] = found(f'{ENTRY}sub_providers = ["p2"]\n{second}{third}')
    assert (code, where) == ("circle", "key sub_providers")
    assert set(said.split(" > ")) == {"p1", "p2", "p3"}
    assert said.split(" > ")[0] == said.split(" > ")[-1]
    assert found(f'{ENTRY}sub_providers = ["p1"]')[0][2] == "p1 > p1"


def test_a_registration_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    """Together with a faulty registry, each by its place."""
    row = SOUND["providers"] | {"ends_on": "2026-01-05"}
    folder = hand_in(tmp_path / "pack", {"providers.csv": csv_text([row]), "registry.toml": "x = 1"})
    with pytest.raises(Refused) as refused:
        read(folder)
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("input.wrong_value", "providers.csv row 2 column ends_on"),
        ("input.unknown_key", "registry.toml"),
    ]


def test_a_pack_with_a_registry_and_sound_providers_is_read(tmp_path: Path) -> None:
    """Both stand in the pack as written."""
    folder = hand_in(tmp_path / "pack", {"providers.csv": csv_text([SOUND["providers"]]), "registry.toml": FULL})
    pack = read(folder)
    assert pack.registry == read_registry(FULL)
    assert [provider.provider for provider in pack.providers or ()] == ["p1"]
