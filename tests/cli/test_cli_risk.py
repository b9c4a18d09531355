"""hikiate stress and hikiate mix as a user calls them: one document, exit codes, nothing written when refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

ENGLISH = {"HIKIATE_LANG": "en"}
FEW = ("--years", "5000")
QUOTES = """
currency = "JPY"
[[layer]]
id = "first"
insurer = "A"
limit = "50000000"
premium = "2000000"
perils = ["theft"]
tiers = ["hot", "cold"]
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, run_hikiate: Run) -> Path:
    """A small example."""
    folder = tmp_path_factory.mktemp("risk") / "pack"
    assert run_hikiate("example", folder, "--customers", "50", "--seed", "1")[0] == 0
    return folder


def test_stress_answers_and_its_result_is_explained_and_reported(pack: Path, tmp_path: Path, run_hikiate: Run) -> None:
    """From the pack to the paper: JSON, a file, the tree of a figure, and the report in four forms."""
    code, out, _ = run_hikiate("stress", pack, *FEW, "--json", "--out", tmp_path, env=ENGLISH)
    found = json.loads(out)
    assert (code, found["schema"], found["verdict"]) == (0, "hikiate/stress/1", "in_order")
    assert (tmp_path / "stress.json").read_text(encoding="utf-8") == out
    for name in ("risk.shortfall_probability", "risk.loss.mean", "risk.var.99.5", "risk.es.99.5"):
        assert found["figures"][name]["value"] is not None
    assert len(found["scenarios"]) >= 6
    code, out, _ = run_hikiate("explain", tmp_path / "stress.json", "risk.shortfall_probability", env=ENGLISH)
    assert code == 0
    assert "model.frequency.rate" in out
    assert "reserve.fund" in out
    for form, start in (("text", "Example Exchange"), ("html", "<!DOCTYPE html>"), ("json", "{")):
        code, out, _ = run_hikiate("report", tmp_path / "stress.json", "--format", form, env=ENGLISH)
        assert (code, out.startswith(start)) == (0, True)
    code, _, _ = run_hikiate(
        "report", tmp_path / "stress.json", "--format", "pdf", "--lang", "ja", "--out", tmp_path / "board.pdf"
    )
    assert code == 0
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF-1.7")
    code, _, err = run_hikiate("close", pack, "--previous", tmp_path / "stress.json", env=ENGLISH)
    assert (code, "hikiate/stress/1" in err) == (2, True), "a stress test is no close of the day before"


def test_mix_answers_with_and_without_quotes(pack: Path, tmp_path: Path, run_hikiate: Run) -> None:
    """In words by default, and as a document that names a limit for each layer."""
    quotes = tmp_path / "quotes.toml"
    quotes.write_text(QUOTES, encoding="utf-8")
    code, out, _ = run_hikiate("mix", pack, *FEW, "--quotes", quotes, "--cost-of-capital", "0.1", "--json", env=ENGLISH)
    found = json.loads(out)
    assert (code, found["schema"]) == (0, "hikiate/mix/1")
    for name in ("mix.cost", "mix.reserve", "mix.layer.1.limit"):
        assert found["figures"][name]["value"] is not None
    code, out, _ = run_hikiate("mix", pack, *FEW, "--lang", "ja")
    assert code == 0
    assert "最も安い組合せ" in out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--quotes", "gone.toml"), "input.no_file"),
        (("--cost-of-capital", "8 %"), "risk.malformed"),
        (("--shortfall", "1"), "risk.malformed"),
        (("--overrides", "gone.toml"), "input.no_file"),
        (("--executor", "magic"), "call.executor"),
    ],
)
def test_a_wrong_call_is_refused_and_nothing_written(
    pack: Path, tmp_path: Path, run_hikiate: Run, options: tuple[str, ...], code: str
) -> None:
    """Exit 2, every fault named, no result."""
    ended, out, err = run_hikiate("mix", pack, *FEW, *options, "--out", tmp_path / "out", "--json", cwd=tmp_path)
    assert ended == 2
    assert [fault["code"] for fault in json.loads(out)["faults"]] == [code]
    assert err
    assert not (tmp_path / "out").exists()


def test_files_that_are_no_text_or_not_sound_are_refused(pack: Path, tmp_path: Path, run_hikiate: Run) -> None:
    """Both files are told by their faults."""
    broken = tmp_path / "q.toml"
    broken.write_bytes(b"\xff\xfe")
    assert run_hikiate("mix", pack, *FEW, "--quotes", broken)[0] == 2
    broken.write_text('[[parameter]]\nname = "severity.tail"\nvalue = "1.5"\nreason = "why not"\n', encoding="utf-8")
    code, out, _ = run_hikiate("stress", pack, *FEW, "--overrides", broken, "--json")
    assert code == 2
    assert json.loads(out)["faults"][0]["code"] == "risk.infinite_mean"


def test_a_pack_without_prices_of_all_assets_is_in_breach(pack: Path, tmp_path: Path, run_hikiate: Run) -> None:
    """What is missing is found; what can be answered is."""
    partial = tmp_path / "partial"
    partial.mkdir()
    for file in pack.iterdir():
        rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
        if file.name == "prices.csv":
            rows = [row for row in rows if ",XRP," not in row]
        (partial / file.name).write_text("".join(rows), encoding="utf-8")
    code, out, _ = run_hikiate("stress", partial, *FEW, "--json")
    assert code == 1
    assert "input.price_missing" in {finding["code"] for finding in json.loads(out)["findings"]}
