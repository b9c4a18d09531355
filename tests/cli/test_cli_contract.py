"""What scripts rely on: one JSON document, exit codes, nothing written when refused, quiet ends, same bytes twice."""

import json
import os
import pty
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

PACKS = Path(__file__).resolve().parent / "packs"
COMMAND = Path(sysconfig.get_path("scripts")) / "hikiate"
ENGLISH = {"HIKIATE_LANG": "en"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, run_hikiate: Run) -> Path:
    """A folder with the close of the pack that is in order."""
    folder = tmp_path_factory.mktemp("results")
    assert run_hikiate("close", PACKS / "in_order", "--out", folder)[0] == 0
    return folder


@pytest.mark.parametrize(
    ("call", "code", "schema"),
    [
        (["check", "in_order"], 0, "hikiate/check/1"),
        (["check", "bad"], 2, "hikiate/refused/1"),
        (["close", "in_order"], 0, "hikiate/close/1"),
        (["close", "in_breach"], 1, "hikiate/close/1"),
        (["close", "bad"], 2, "hikiate/refused/1"),
        (["close", "in_order", "--out", "in_order/exchange.toml/x"], 3, "hikiate/failed/1"),
        (["compensate", "in_order", "--incident", "theft.toml", "--out", "out"], 0, "hikiate/compensation/1"),
        (["compensate", "bad", "--incident", "theft.toml", "--out", "out"], 2, "hikiate/refused/1"),
        (["rules", "list"], 0, "hikiate/rules/1"),
        (["rules", "show", "jp-psa", "--on", "2026-09-18"], 0, "hikiate/rules/1"),
        (["rules", "diff", "jp-psa@2026-09-18", "jp-2026-law@2026-09-18"], 0, "hikiate/rules/1"),
        (["rules", "check"], 0, "hikiate/rules/1"),
        (["rules", "show", "nothing"], 2, "hikiate/refused/1"),
    ],
    ids=lambda value: "_".join(value).replace("/", "-") if isinstance(value, list) else None,
)
def test_json_is_one_document_whatever_happens(
    call: list[str], code: int, schema: str, tmp_path: Path, run_hikiate: Run
) -> None:
    """Standard output is read by a program, and in either language it reads the same."""
    shutil.copytree(PACKS, tmp_path, dirs_exist_ok=True)
    exit_code, out, err = run_hikiate(*call, "--json", cwd=tmp_path, env=ENGLISH)
    assert (exit_code, json.loads(out)["schema"]) == (code, schema)
    assert (err == "") == (code < 2)
    if call[0] == "rules" or call == ["close", "bad"]:
        assert run_hikiate(*call, "--json", "--lang", "ja", cwd=tmp_path)[1] == out


def test_the_language_is_the_option_then_the_variable_then_the_locale(run_hikiate: Run) -> None:
    """--lang before HIKIATE_LANG before LC_ALL before LANG; English where none of them says Japanese."""
    unset = {"HIKIATE_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}

    def says(*options: str, **environment: str) -> str:
        _, out, _ = run_hikiate(*options, "rules", "check", env={**unset, **environment})
        return "ja" if "不備" in out else "en"

    assert says() == "en"
    assert says(LANG="ja_JP.UTF-8") == "ja"
    assert says(LANG="ja_JP.UTF-8", LC_ALL="C.UTF-8") == "en"
    assert says(LANG="ja_JP.UTF-8", HIKIATE_LANG="en") == "en"
    assert says("--lang", "ja", HIKIATE_LANG="en") == "ja"
    assert "日次締め" in run_hikiate("--help", env={**unset, "HIKIATE_LANG": "ja"})[1]


def test_nothing_is_written_when_refused(tmp_path: Path, run_hikiate: Run) -> None:
    """Neither a result nor a folder for one."""
    shutil.copytree(PACKS / "bad", tmp_path / "bad")
    before = sorted(tmp_path.rglob("*"))
    assert run_hikiate("close", "bad", "--out", "results", cwd=tmp_path)[0] == 2
    assert run_hikiate("check", "bad", cwd=tmp_path)[0] == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_two_hundred_faults_are_read_on_two_hundred_lines(tmp_path: Path, run_hikiate: Run) -> None:
    """What is wanted is said once, and the count does not pretend to be all where more were only counted."""
    shutil.copy(PACKS / "bad" / "exchange.toml", tmp_path)
    rows = "".join(f"C{number},BTC,-1\n" for number in range(203))
    (tmp_path / "balances.csv").write_text(f"customer,asset,amount\n{rows}", encoding="utf-8")
    code, _, err = run_hikiate("check", tmp_path, env=ENGLISH)
    assert code == 2
    assert err.startswith("Refused: more than 200 faults. Nothing was written.\n")
    assert err.count("an amount of zero or more") == 1
    assert "- balances.csv row 201 column amount: -1\n" in err
    assert "- balances.csv: 3 more rows with faults\n" in err
    assert len(err.splitlines()) < 210


def test_what_a_pack_holds_cannot_move_the_cursor(tmp_path: Path, run_hikiate: Run) -> None:
    """An escape sign is shown by its code, and a blank at an end by quotes."""
    shutil.copy(PACKS / "bad" / "exchange.toml", tmp_path)
    (tmp_path / "balances.csv").write_text("customer,asset,amount\nC1,BTC,\x1b[2J5\nC2,BTC,1 \n", encoding="utf-8")
    err = run_hikiate("check", tmp_path, env=ENGLISH)[2]
    assert "\x1b" not in err
    assert "- balances.csv row 2 column amount: [U+001B][2J5\n" in err
    assert '- balances.csv row 3 column amount: "1 "\n' in err


@pytest.mark.parametrize(("rows", "said"), [(1, "1 fault."), (2, "2 faults.")])
def test_one_fault_is_not_called_faults(rows: int, said: str, tmp_path: Path, run_hikiate: Run) -> None:
    """Singular and plural."""
    shutil.copy(PACKS / "bad" / "exchange.toml", tmp_path)
    (tmp_path / "balances.csv").write_text(
        "customer,asset,amount\n" + "".join(f"C{row},BTC,-1\n" for row in range(rows)), encoding="utf-8"
    )
    assert run_hikiate("check", tmp_path, env=ENGLISH)[2].startswith(f"Refused: {said}")


def test_two_runs_give_the_same_bytes(tmp_path: Path, results: Path, run_hikiate: Run) -> None:
    """A close, and every form of a report of it; a result that stood there is replaced by the same."""
    assert run_hikiate("close", PACKS / "in_order", "--out", tmp_path)[0] == 0
    assert (tmp_path / "close.json").read_bytes() == (results / "close.json").read_bytes()
    for form in ("text", "html", "pdf", "json"):
        for name in ("first", "second"):
            assert run_hikiate("report", results, "--format", form, "--out", tmp_path / name)[0] == 0
        assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


@pytest.mark.parametrize(
    ("form", "start"), [("text", "引当".encode()), ("html", b"<!"), ("pdf", b"%PDF"), ("json", b"{")]
)
def test_every_form_of_a_report_goes_to_standard_output(form: str, start: bytes, tmp_path: Path, results: Path) -> None:
    """The same bytes as by --out, and no word among them."""
    call: list[str | Path] = [COMMAND, "report", results, "--format", form, "--lang", "ja"]
    shown = subprocess.run(call, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    subprocess.run([*call, "--out", tmp_path / "report"], capture_output=True, check=True, stdin=subprocess.DEVNULL)
    assert shown.stdout.lower().startswith(start.lower())
    assert shown.stdout == (tmp_path / "report").read_bytes()
    assert shown.stderr == b""


def test_a_pdf_is_not_poured_into_a_terminal(results: Path) -> None:
    """Its bytes would garble the screen; the fault says to name a file."""
    ours, theirs = pty.openpty()
    called = subprocess.run(
        [COMMAND, "report", results, "--format", "pdf"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **ENGLISH},
        check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert called.returncode == 2
    assert b"call.pdf_to_terminal" in called.stderr


def test_a_closed_pipe_ends_quietly(results: Path) -> None:
    """Whoever reads the head of a report and goes away has what he wanted; there is nobody left to complain to."""
    with subprocess.Popen(
        [COMMAND, "report", results, "--format", "html"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as called:
        assert called.stdout is not None
        called.stdout.close()
        assert called.stderr is not None
        assert called.stderr.read() == b""
    assert called.returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_full_disk_behind_standard_output_is_said_in_one_sentence(options: list[str]) -> None:
    """Exit 3: something outside failed, and the call may be repeated."""
    with Path("/dev/full").open("wb") as full:
        called = subprocess.run(
            [COMMAND, "close", PACKS / "in_order", *options],
            stdout=full,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **ENGLISH},
            encoding="utf-8",
            check=False,
        )
    assert called.returncode == 3, called.stderr
    assert called.stderr.startswith("no space left. The command did not finish")
    assert len(called.stderr.splitlines()) == 1


def test_a_demonstration_that_was_broken_off_can_be_repeated(tmp_path: Path, run_hikiate: Run) -> None:
    """The folders of a workspace without the example in them; what is not ours is still left alone."""
    assert run_hikiate("init", tmp_path / "demo")[0] == 0
    assert run_hikiate("demo", tmp_path / "demo", "--no-serve", "--json")[0] == 1
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "letter.txt").write_text("Dear all", encoding="utf-8")
    assert run_hikiate("demo", tmp_path / "ours", "--no-serve")[0] == 2


@pytest.mark.parametrize("arguments", [["--help"], ["close", "--help"], ["rules", "list", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    """Neither the columns nor the reports are needed to say what a command does."""
    script = (
        "import sys\n"
        "sys.argv[0] = 'hikiate'\n"
        "from hikiate.cli.main import main\n"
        "try:\n    main()\n"
        "finally:\n    sys.stderr.write(' '.join(sys.modules))"
    )
    called = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    heavy = {
        "polars",
        "numpy",
        "holidays",
        "typst",
        "rich.console",
        "hikiate.facts",
        "hikiate.rules",
        "hikiate.reports",
    }
    assert heavy & set(called.stderr.split()) == set()
