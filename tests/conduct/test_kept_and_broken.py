"""The example exchange shows each duty of conduct kept, and each broken: providers, tokens, trades, transfers."""

import sys
from datetime import datetime
from pathlib import Path

import pytest

from hikiate.conduct.insiders.entering import following, opened
from hikiate.conduct.insiders.entries import FIELDS, PERSON_FIELDS
from hikiate.conduct.insiders.register import Register
from hikiate.conduct.screening.lists import read_list
from hikiate.conduct.surveillance.measures import Measures
from hikiate.conduct.tokens.classification import classify
from hikiate.conduct.tokens.facts import facts_of
from hikiate.conduct.tokens.procedure import procedure as shipped
from hikiate.facts.example import example
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.raw import RawPack
from hikiate.operations.close import close
from hikiate.operations.surveil import surveil
from hikiate.operations.transfers import Promises, oversee
from hikiate.storage.lawbooks import library, transfer_regimes
from hikiate.storage.pack_writer import write_pack
from hikiate.storage.packs import open_pack

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "docs"))

import finding_pages  # type: ignore[import-not-found] # noqa: E402 - the scripts of docs are no package

LIST = read_list("own.csv", "name,as_of\nミホン ワルオ,2026-11-19\n".encode())
RULES = transfer_regimes().rulebooks
Opened = tuple[RawPack, Pack]


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Opened]:
    """Both examples, written and read."""
    made = {}
    for conduct in ("kept", "broken"):
        folder = tmp_path_factory.mktemp(conduct) / "pack"
        pack = example(20, 3, trades=400, conduct="kept" if conduct == "kept" else "broken")
        evidence = {"policies.toml": pack.policies, "registry.toml": pack.registry}
        write_pack(folder, exchange=pack.exchange, tables=pack.tables, file_format="csv", evidence=evidence)
        raw = open_pack(folder)
        made[conduct] = (raw, read_pack(raw))
    return made


def catalogue(prefix: str) -> set[str]:
    """Every code that begins so."""
    return {entry.code for entry in finding_pages.catalogue() if entry.code.startswith(prefix)}


def test_transfers(packs: dict[str, Opened]) -> None:
    """Japan's rules break in all ways but one, which is the Union's."""

    def found(conduct: str, rules: str) -> set[str]:
        overseen = oversee(packs[conduct][1], RULES[rules], [LIST], Promises(cooling_off_hours=24))
        assert overseen.is_breached == (conduct == "broken")
        return {finding.code for finding in overseen.findings} - {"law.undecided"}

    assert found("kept", "jp-transfers") == set()
    broken = found("broken", "jp-transfers")
    assert broken == catalogue("transfers.") - {"transfers.ownership_unshown"}
    assert "transfers.ownership_unshown" in found("broken", "eu-transfers")


def test_providers(packs: dict[str, Opened]) -> None:
    """Every finding about providers."""
    for conduct, wanted in (("kept", set[str]()), ("broken", catalogue("provider."))):
        pack = packs[conduct][1]
        result = close(pack, library().choose(pack.exchange.rulebooks))
        assert {finding.code for finding in result.findings if finding.code.startswith("provider.")} == wanted


def test_tokens(packs: dict[str, Opened]) -> None:
    """One token bears every mark, one nobody knows; kept, each has its class and no mark."""
    procedure = shipped("jp")
    for conduct, pack in ((conduct, opened_pack[1]) for conduct, opened_pack in packs.items()):
        made = [classify(facts_of(row), procedure, pack.exchange.day) for row in pack.tokens or ()]
        by_name = {token.facts.token: token for token in made}
        assert ("MYSTERY" in by_name) == (conduct == "broken")
        if conduct == "broken":
            assert by_name["MYSTERY"].token_class is None
            assert len(by_name["DARKMIHON"].marks) == len(procedure.marks)
        else:
            assert all(token.token_class for token in made)


def register() -> Register:
    """A person who knew from nine in the morning of what was public at three."""
    at = datetime.fromisoformat("2026-11-20T18:00:00+09:00")
    made = opened("E", 2, at, "A")
    person = dict.fromkeys(PERSON_FIELDS, "x") | {"accounts": "insider-1"}
    for kind, values in (
        ("case", {"fact": "listing", "assets": "BTC", "words": "w", "arose_at": "2026-11-19T23:00Z"}),
        ("listed", {"person": "p1", "obtained_at": "2026-11-20T00:00Z", **person}),
        ("published", {"published_at": "2026-11-20T06:00Z", "place": "site"}),
    ):
        whole = dict.fromkeys(FIELDS[kind], "") | {"case": "C1", **values}
        made.entries.append(following(made, kind, at, "A", whole))
    return made


def test_trades(packs: dict[str, Opened]) -> None:
    """The planted washers, pair and insider are found, and nobody in the trades as they were made."""
    kinds = {
        conduct: {(a.kind, a.subject) for a in surveil(*packs[conduct], register(), [], Measures()).alerts}
        for conduct in packs
    }
    assert {kind for kind, _ in kinds["kept"]} <= {"event", "position"}
    assert kinds["broken"] >= {
        ("insider", "p1 (C1)"),
        ("self_trade", "washer-1"),
        ("self_trade", "washer"),
        ("ping_pong", "pair-1 / pair-2"),
    }
