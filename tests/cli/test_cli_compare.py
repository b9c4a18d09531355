"""Compare, impact and what-if as commands: documents, forms, exit codes, refusals that write nothing."""

import json
import signal
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

Run = Callable[..., tuple[int, str, str]]

PACKS = Path(__file__).resolve().parent / "packs"
OVERLAY = """name = "half"
written_on = 2026-09-01
[[change]]
rulebook = "jp-2026-reported"
provision = "rate"
value = "1/100"
status = "assumption"
reason = "half the rate"
"""


def test_compare_gives_one_document_with_every_rulebook(run_hikiate: Run) -> None:
    """In either language the same; exits 1 because one of them is breached."""
    code, out, err = run_hikiate("compare", PACKS / "in_order", "--json")
    rows = {row["rulebook"]: row for row in json.loads(out)["rows"]}
    assert (code, len(rows), err) == (1, 15, "")
    assert rows["jp-psa"]["verdict"] == "in_order"
    assert run_hikiate("compare", PACKS / "in_order", "--json", "--lang", "ja")[1] == out


def test_compare_of_some_rulebooks_exits_by_their_verdicts(run_hikiate: Run) -> None:
    """0 where none of them is breached."""
    code, out, _ = run_hikiate("compare", PACKS / "in_order", "--rulebook", "jp-psa", "--json")
    assert (code, [row["rulebook"] for row in json.loads(out)["rows"]]) == (0, ["jp-psa"])


@pytest.mark.parametrize(("form", "start"), [("text", "="), ("html", "<!DOCTYPE html>"), ("json", "{")])
def test_compare_has_its_forms_on_standard_output(form: str, start: str, run_hikiate: Run) -> None:
    """A table, a page, a document."""
    code, out, _ = run_hikiate("compare", PACKS / "in_order", "--rulebook", "jp-psa", "--format", form, "--lang", "ja")
    assert code == 0
    assert start in out[:400]


def test_compare_writes_a_paper(tmp_path: Path, run_hikiate: Run) -> None:
    """And says where; with --json the document goes to standard output beside it."""
    paper = tmp_path / "compare.pdf"
    call = ("compare", PACKS / "in_order", "--rulebook", "jp-psa", "--format", "pdf", "--out", paper, "--json")
    code, out, err = run_hikiate(*call)
    assert code == 0
    assert paper.read_bytes().startswith(b"%PDF-")
    assert json.loads(out)["schema"] == "hikiate/compare/1"
    assert str(paper) in err


def test_a_currency_without_a_rate_is_refused_and_nothing_is_written(tmp_path: Path, run_hikiate: Run) -> None:
    """Exit 2, with the reason in both languages."""
    call = ("compare", PACKS / "in_order", "--currency", "CHF", "--format", "html", "--out", tmp_path / "x.html")
    code, out, err = run_hikiate(*call, env={"HIKIATE_LANG": "ja"})
    assert (code, out, list(tmp_path.iterdir())) == (2, "", [])
    assert "CHF の JPY 建て相場がありません" in err
    assert "no rate of CHF in JPY" in run_hikiate(*call, env={"HIKIATE_LANG": "en"})[2]


def test_what_if_tells_words_pack_and_population(tmp_path: Path, run_hikiate: Run) -> None:
    """As words in either language, and as a document."""
    overlay = tmp_path / "half.toml"
    overlay.write_text(OVERLAY, encoding="utf-8")
    call = ("rules", "what-if", PACKS / "in_order", "--overlay", overlay, "--exchanges", "5")
    code, out, _ = run_hikiate(*call, env={"HIKIATE_LANG": "en"})
    assert code == 0
    assert "2/100 [reported] becomes 1/100 [assumption]" in out
    assert "status reported → assumption" in out
    assert "on 5 imagined exchanges (assumption)" in out
    assert "架空の 5 社、仮定" in run_hikiate(*call, "--lang", "ja")[1]
    document = json.loads(run_hikiate(*call, "--json")[1])
    assert document["schema"] == "hikiate/what-if/1"
    assert document["pack"][0]["status"] == {"before": "reported", "after": "assumption"}
    assert document["population"][0]["exchanges"] == 5


def test_what_if_without_an_overlay_is_refused(run_hikiate: Run) -> None:
    """There is nothing to try; without a pack the words alone are told."""
    code, _, err = run_hikiate("rules", "what-if", env={"HIKIATE_LANG": "en"})
    assert code == 2
    assert "--overlay FILE, the change to try" in err


def test_an_overlay_that_lowers_what_is_enacted_is_refused(tmp_path: Path, run_hikiate: Run) -> None:
    """With the value that stands, and how law would lower it."""
    overlay = tmp_path / "low.toml"
    text = OVERLAY.replace("jp-2026-reported", "jp-psa").replace('"rate"', '"guarantee_ratio"')
    overlay.write_text(text, encoding="utf-8")
    code, _, err = run_hikiate("close", PACKS / "in_order", "--overlay", overlay, env={"HIKIATE_LANG": "en"})
    assert code == 2
    assert "1/100 lowers an enacted value" in err
    assert "1/100 は法令の値を引き下げます" in run_hikiate("rules", "list", "--overlay", overlay, "--lang", "ja")[2]


def test_an_overlay_that_loosens_an_enacted_limit_is_refused(tmp_path: Path, run_hikiate: Run) -> None:
    """Ten in a hundred hot is lighter than five, although it is more; three may be tried."""
    for value, code in (("10/100", 2), ("3/100", 0)):
        overlay = tmp_path / f"{code}.toml"
        text = OVERLAY.replace("jp-2026-reported", "jp-psa").replace('"rate"', '"hot_fraction_max"')
        overlay.write_text(text.replace("1/100", value), encoding="utf-8")
        done, _, err = run_hikiate("rules", "list", "--overlay", overlay, env={"HIKIATE_LANG": "en"})
        assert done == code
        assert ("10/100 is looser than an enacted limit" in err) == (code == 2)


@pytest.mark.parametrize(
    "call", [("rules", "show", "kr-vaupa", "--on", "2024-07-18"), ("rules", "diff", "jp-psa@2020-04-30", "jp-psa")]
)
def test_a_day_before_the_first_version_is_refused(call: tuple[str, ...], run_hikiate: Run) -> None:
    """With the day on which the first begins."""
    code, _, err = run_hikiate(*call, env={"HIKIATE_LANG": "en"})
    assert code == 2
    assert "is before the first version of" in err


def test_two_days_of_a_rulebook_are_told_in_words(run_hikiate: Run) -> None:
    """In sentences, as a document, and where there is no difference."""
    call = ("rules", "diff", "uk-cass@2027-10-24", "uk-cass@2027-10-25", "--words")
    assert "から、適用する章（regime）" in run_hikiate(*call, "--lang", "ja")[1]
    assert len(json.loads(run_hikiate(*call, "--json")[1])["changes"]) == 4
    same = run_hikiate("rules", "diff", "uk-cass@2027-10-24", "uk-cass@2027-10-24", "--words", "--lang", "en")
    assert same[:2] == (0, "no difference\n")


def test_rules_check_watches_over_the_law(run_hikiate: Run) -> None:
    """As a document: what is stale, open with its last day, and ahead."""
    call = ("rules", "check", "--on", "2026-11-26", "--stale-days", "1", "--json")
    seen = json.loads(run_hikiate(*call)[1])["watch"]
    assert {"rulebook": "jp-2026-law", "provision": "rate", "decide_by": "2027-07-22"} in seen["open"]
    assert seen["stale"][0]["verified_on"] == "2026-11-22"
    assert seen["boundaries"][0]["day"] == "2027-07-22"
    told = run_hikiate("rules", "check", "--on", "2027-06-01", "--lang", "ja")[1]
    assert "要再確認" in told


def test_impact_writes_its_paper_in_both_languages(tmp_path: Path, run_hikiate: Run) -> None:
    """HTML and PDF; the same call writes the same bytes."""
    call = ("impact", "--exchanges", "5", "--draws", "10", "--on", "2026-11-26", "--out", tmp_path / "paper", "--json")
    code, out, _ = run_hikiate(*call)
    names = sorted(path.name for path in (tmp_path / "paper").iterdir())
    assert (code, names) == (0, ["impact.en.html", "impact.en.pdf", "impact.ja.html", "impact.ja.pdf"])
    assert json.loads(out)["schema"] == "hikiate/impact/1"
    before = {path.name: path.read_bytes() for path in (tmp_path / "paper").iterdir()}
    run_hikiate(*call)
    assert {path.name: path.read_bytes() for path in (tmp_path / "paper").iterdir()} == before


def test_impact_of_a_rulebook_of_another_shape_is_refused(run_hikiate: Run) -> None:
    """The population has volumes and no wallets."""
    code, _, err = run_hikiate("impact", "--rulebook", "hk-vatp", env={"HIKIATE_LANG": "en"})
    assert code == 2
    assert "does not answer from yearly volume alone" in err


def test_compare_is_served_to_this_machine_until_it_is_ended() -> None:
    """A page and a paper in each language; the exit code is that of the comparison."""
    command = Path(sysconfig.get_path("scripts")) / "hikiate"
    call: list[str | Path] = [
        command,
        "compare",
        PACKS / "in_order",
        "--rulebook",
        "jp-psa",
        "--serve",
        "--port",
        "0",
        "--lang",
        "en",
    ]
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as started:
        assert started.stderr is not None
        said, _, address = started.stderr.readline().strip().partition(": ")
        assert said == "open in a browser (Ctrl-C ends it)"
        with urlopen(f"{address}ja/") as page:  # noqa: S310 - the address of our own server
            assert '<html lang="ja">' in page.read().decode()
        with urlopen(f"{address}en/compare.pdf") as paper:  # noqa: S310 - as above
            assert paper.read().startswith(b"%PDF-")
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=30)
    assert started.returncode == 0
