"""The audit pack: samples that anybody draws again, due days as the articles count them, and every byte."""

import csv
import io
import json
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parent.parent / "facts"))

from handed_in import SOUND, csv_text, hand_in

from hikiate.conduct.audit.calendar import due_days, last_day
from hikiate.conduct.audit.forms import form_items
from hikiate.conduct.audit.manifest import Manifest, Order, differences, digests, read_manifest, written
from hikiate.conduct.audit.sampling import drawn
from hikiate.conduct.insiders.entering import following, opened
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.days import Period
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.operations.audit_pack import HandedIn, audit_pack, summary
from hikiate.operations.close import close
from hikiate.proofs.root import DayRoot, Disputes
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

ORDER = Order("seed", 2, 1)
YEAR = Period(date(2026, 4, 1), date(2027, 4, 1))
BALANCES = [SOUND["balances"] | {"customer": f"c{number}", "amount": str(number)} for number in range(1, 10)]


@given(st.text(max_size=5), st.integers(0, 300), st.integers(0, 40))
def test_samples_are_different_rows_of_the_population_and_the_same_again(
    seed: str, population: int, count: int
) -> None:
    """As many as asked for, or all there are."""
    numbers = drawn(seed, "balances", population, count)
    assert len(set(numbers)) == len(numbers) == min(population, count)
    assert all(0 <= number < population for number in numbers)
    assert list(numbers) == sorted(numbers)
    assert numbers == drawn(seed, "balances", population, count)


def test_another_seed_and_another_table_draw_other_rows() -> None:
    """Whoever does not know the seed cannot know the rows."""
    assert len({drawn(seed, name, 10_000, 5) for seed in ("1", "2") for name in ("balances", "holdings")}) == 4


def test_every_row_is_drawn_about_as_often() -> None:
    """Ten thousand draws of one in ten: none is favoured beyond what chance allows."""
    counted = Counter(number for seed in range(10_000) for number in drawn(str(seed), "t", 10, 1))
    assert set(counted) == set(range(10))
    assert all(900 < times < 1_100 for times in counted.values())


@pytest.mark.parametrize(
    ("anchor", "months", "wanted"),
    [
        (date(2026, 6, 30), 1, date(2026, 7, 31)),
        (date(2026, 6, 30), 2, date(2026, 8, 31)),
        (date(2027, 3, 31), 3, date(2027, 6, 30)),
        (date(2026, 11, 20), 4, date(2027, 3, 20)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_run_from_the_day_after(anchor: date, months: int, wanted: date) -> None:
    """A month from 30 June is the whole of July."""
    assert last_day(anchor, months) == wanted


def test_the_calendar_has_the_audit_the_year_and_every_quarter() -> None:
    """The next first, each with its article; and nothing of the Order once its chapter is gone."""
    made = due_days(date(2026, 11, 20), YEAR)
    assert [due.due for due in made] == sorted(due.due for due in made)
    assert Counter(due.id for due in made) == {
        "segregation_audit": 1,
        "segregation_audit_report": 1,
        "business_report": 1,
        "custody_report": 4,
        "custody_report_statements": 4,
    }
    assert all(due.law and due.source for due in made)
    by_id = {due.id: due.due for due in made}
    assert by_id["segregation_audit"] == date(2027, 11, 20)
    assert by_id["segregation_audit_report"] == date(2027, 3, 20)
    assert by_id["business_report"] == date(2027, 6, 30)
    assert due_days(date(2027, 7, 22), YEAR) == ()
    assert len(due_days(date(2027, 7, 21), YEAR)) == len(made)


def opened_pack(folder: Path, **tables: list[dict[str, str]]) -> tuple[RawPack, Pack, Result]:
    """A pack with these tables beside sound ones, checked and closed."""
    files = {"balances": BALANCES, "holdings": [SOUND["holdings"]], "reserve": [SOUND["reserve"]]} | tables
    raw = open_pack(hand_in(folder, {f"{name}.csv": csv_text(rows) for name, rows in files.items() if rows}))
    pack = read_pack(raw)
    return raw, pack, close(pack, library().choose(pack.exchange.rulebooks))


def read(content: bytes) -> list[dict[str, str]]:
    """A table of the audit pack."""
    return list(csv.DictReader(io.StringIO(content.decode())))


def test_an_audit_pack_has_population_samples_and_exceptions_as_the_pack_has_them(tmp_path: Path) -> None:
    """A row drawn is the row handed in, and its number the one the user counts."""
    raw, pack, result = opened_pack(tmp_path / "pack")
    files = audit_pack(raw, pack, result, ORDER, HandedIn())
    population = read(files["population.csv"])
    assert {
        "table": "balances",
        "file": "balances.csv",
        "rows": "9",
        "asset": "BTC",
        "amount": "45",
        "debt": "2.25",
    } in population
    samples = read(files["samples.csv"])
    assert Counter((row["table"], row["how"]) for row in samples) == {
        ("balances", "random"): 2,
        ("balances", "largest BTC"): 1,
        ("holdings", "random"): 1,
        ("reserve", "random"): 1,
    }
    for row in samples:
        if row["table"] == "balances":
            assert json.loads(row["content"]) == BALANCES[int(row["row"]) - 2]
    [largest] = [row for row in samples if row["how"] == "largest BTC"]
    assert largest["row"] == "10"
    assert len(read(files["exceptions.csv"])) == len(result.findings)
    assert [row["by"] for row in read(files["approvals.csv"])] == ["a"]
    assert "segregation.BTC.liability" in {row["figure"] for row in read(files["reconciliation.csv"])}
    assert summary(files)["samples.csv"] == 5
    assert files == audit_pack(raw, pack, result, ORDER, HandedIn())


def test_secrets_are_neither_counted_nor_drawn(tmp_path: Path) -> None:
    """An auditor needs none of them."""
    raw, pack, result = opened_pack(tmp_path / "pack", secrets=[SOUND["secrets"]])
    content = b"".join(audit_pack(raw, pack, result, ORDER, HandedIn()).values())
    assert b"secret" not in content


def test_a_pack_without_balances_has_what_there_is(tmp_path: Path) -> None:
    """And the form leaves open what nobody handed in."""
    raw, pack, result = opened_pack(tmp_path / "pack", balances=[], holdings=[], statements=[SOUND["statements"]])
    files = audit_pack(raw, pack, result, ORDER, HandedIn())
    assert {row["table"] for row in read(files["samples.csv"])} == {"reserve", "statements"}
    items = form_items(pack, result)
    assert {item.value for item in items} == {None, "1 rows"}
    assert len(items) == 2 + 2 * 8 + 3


def test_the_form_takes_its_numbers_from_the_close_and_from_the_holdings(tmp_path: Path) -> None:
    """What a third party keeps is told from what the exchange keeps itself."""
    kept = SOUND["holdings"] | {"holding": "h2", "amount": "0.5", "keeper": "p1"}
    _, pack, result = opened_pack(tmp_path / "pack", holdings=[SOUND["holdings"], kept])
    values = {(item.asset, item.words.en): item.value for item in form_items(pack, result)}
    assert values["BTC", "owed to customers"] == "45"
    assert values["BTC", "kept by the exchange itself"] == "2"
    assert values["BTC", "kept by third parties"] == "0.5"
    assert values["ETH", "kept by third parties"] == "0"


def test_what_else_is_handed_in_is_in_it(tmp_path: Path) -> None:
    """Changes since the pack before, decisions of the register, and the day root of this very pack."""
    raw, pack, result = opened_pack(tmp_path / "pack", providers=[SOUND["providers"]])
    _, before, _ = opened_pack(tmp_path / "before")
    at = datetime.fromisoformat("2026-11-20T00:00:00+00:00")
    register = opened("E", 2, at, "A")
    asked = {"request": "R", "person": "p", "account": "a", "asset": "X", "side": "buy", "amount": "1", "words": "w"}
    register.entries.append(following(register, "requested", at, "p", asked))
    register.entries.append(
        following(register, "decided", at, "B", {"request": "R", "decision": "approve", "words": "w"})
    )
    given = HandedIn(before, (root_of(pack.digest), b"root"), register)
    files = audit_pack(raw, pack, result, ORDER, given)
    assert [(row["change"], row["change_ja"]) for row in read(files["changes.csv"])] == [("engaged", "委託開始")]
    assert [row["by"] for row in read(files["approvals.csv"])] == ["a", "B"]
    assert files["ROOT.json"] == b"root"
    with pytest.raises(Refused) as refused:
        audit_pack(raw, pack, result, ORDER, HandedIn(root=(root_of("0" * 64), b"root")))
    assert [fault.code for fault in refused.value.faults] == ["audit.root_differs"]


def root_of(pack_digest: str) -> DayRoot:
    """A day root of a pack."""
    return DayRoot("E", "now", {}, None, pack_digest, "0" * 64, Disputes())


FILES = {"a.csv": b"a", "b.csv": b"b"}
MANIFEST = Manifest("E", "now", "1", "d", ORDER, None, digests(FILES))


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    """One spelling."""
    assert read_manifest(written(MANIFEST)) == MANIFEST


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        written(MANIFEST) + b" ",
        written(MANIFEST).replace(b"audit-pack/1", b"audit-pack/2"),
        b'{"seed": 1}',
    ],
)
def test_what_is_no_manifest_is_refused(content: bytes) -> None:
    """Another schema, another spelling, no JSON."""
    with pytest.raises(Refused) as refused:
        read_manifest(content)
    assert [fault.code for fault in refused.value.faults] == ["audit.no_manifest"]


@pytest.mark.parametrize(
    ("files", "remade", "wanted"),
    [
        (FILES, None, []),
        (FILES, FILES, []),
        (FILES | {"a.csv": b"x"}, None, [("audit.file_differs", "a.csv")]),
        ({"a.csv": b"a"}, None, [("audit.file_missing", "b.csv")]),
        (FILES | {"c.csv": b"c"}, None, [("audit.file_strange", "c.csv")]),
        (FILES, FILES | {"b.csv": b"x"}, [("audit.remade_differs", "b.csv")]),
        (FILES, {"a.csv": b"a"}, [("audit.remade_differs", "b.csv")]),
    ],
)
def test_whatever_differs_is_named(
    files: dict[str, bytes], remade: dict[str, bytes] | None, wanted: list[tuple[str, str]]
) -> None:
    """Changed, missing, strange, or another when made again."""
    assert [(finding.code, finding.where) for finding in differences(MANIFEST, files, remade)] == wanted
