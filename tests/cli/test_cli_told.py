"""What customers and the public are told: the notice beside a determination, and one customer's statement of it."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from hikiate.kernel.findings import Refused
from hikiate.storage.statements import _rows, read_statement

sys.path.append(str(Path(__file__).parent))
from told_folder import HEAD, LOSSES, MIXED, told_folder

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(run_hikiate: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A determination that pays in two assets and in yen, on two days; one customer waits."""
    return told_folder(run_hikiate, tmp_path_factory.mktemp("told"))


def said(run: Run, folder: Path, customer: str, lang: str = "ja", *more: str | Path) -> str:
    """A statement as text."""
    code, out, err = run("statement", folder, customer, "--lang", lang, *more)
    assert code == 0, err
    return out


def test_a_statement_says_how_the_amount_arose_and_when_it_is_paid(run_hikiate: Run, folder: Path) -> None:
    """The balance lost, the price with its formula, each part's formula, and the days."""
    text = said(run_hikiate, folder, "C2")
    for words in (
        "失われた残高（XEM）  2,500,000 XEM",
        "87,885,8",
        "× 88.55 円",
        "2 取引所の価格の平均 [当社の記録]",
        "1,507,500 XEM",
        "2026年11月24日（火）",
        "2026年12月4日（金）",
        "約8,",
        "0120-000-000",
        "2026年11月21日（土）11時25分30秒",
    ):
        assert words in text, words
    assert "0 BTC ×" not in text
    english = said(run_hikiate, folder, "C2", "en")
    assert "Payment is planned for 24 November 2026 and 4 December 2026." in english


def test_the_amounts_of_a_statement_are_those_of_the_determination(run_hikiate: Run, folder: Path) -> None:
    """To the last unit, for every customer."""
    rows = pl.read_csv(folder / "determination.csv", infer_schema=False)
    for customer in rows["customer"].unique():
        wanted = rows.filter(pl.col("customer") == customer)
        read = read_statement(folder, customer)
        assert [row.entitlement for row in read.entitled] == wanted["entitlement"].to_list()
    _, out, _ = run_hikiate("statement", folder, "C1", "--json")
    document = json.loads(out)
    assert (document["customer"], document["schema"]) == ("C1", "hikiate/statement/1")
    assert [due["on"] for due in document["due"]] == ["2026-12-04", "2026-11-24", "2026-12-04"]


def test_a_statement_holds_nothing_of_another_customer(run_hikiate: Run, folder: Path) -> None:
    """Neither their names nor their amounts, in any form."""
    text = said(run_hikiate, folder, "C1", "ja", "--format", "html")
    for other in ("C2", "C4", "12.75", "0.25 BTC", "2,500,000"):
        assert other not in text, other


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nobody_is_told_that_they_are_being_looked_into(run_hikiate: Run, folder: Path, lang: str) -> None:
    """What waits for a reason that must not be told says that a check is not finished, and what to do: nothing."""
    text = said(run_hikiate, folder, "C4", lang)
    wanted = {"ja": "法令等に基づき当社が行う確認", "en": "A check that we are bound to make"}
    assert wanted[lang] in text
    for word in ("frozen", "凍結", "sanction", "制裁", "調査"):
        assert word not in text


def test_a_statement_is_written_as_a_page_and_as_a_pdf(run_hikiate: Run, folder: Path, tmp_path: Path) -> None:
    """The page loads nothing; the PDF is an archival one and the same bytes every time."""
    page = said(run_hikiate, folder, "C1", "en", "--format", "html")
    assert "見本&lt;取引所&gt;" in page
    assert "src=" not in page
    assert "http" not in page.replace("https://example", "")
    for name in ("a.pdf", "b.pdf"):
        code, out, err = run_hikiate("statement", folder, "C1", "--format", "pdf", "--out", tmp_path / name, "--json")
        assert (code, json.loads(out)["format"]) == (0, "pdf"), err
    made = (tmp_path / "a.pdf").read_bytes()
    assert made.startswith(b"%PDF-")
    assert made == (tmp_path / "b.pdf").read_bytes()
    assert b"pdfaid" in made


def test_an_unknown_customer_and_a_folder_that_is_none_are_refused(
    run_hikiate: Run, folder: Path, tmp_path: Path
) -> None:
    """Exit 2, with words and no statement."""
    for place, customer, code in ((folder, "C9", "input.wrong_value"), (tmp_path, "C1", "input.no_file")):
        exit_code, out, _ = run_hikiate("statement", place, customer, "--json")
        assert exit_code == 2
        assert json.loads(out)["faults"][0]["code"] == code


@pytest.mark.parametrize(
    "name", ["determination.csv", "payments.csv", "pending.csv", "announcement.json", "files.json", "summary.json"]
)
def test_a_folder_that_is_not_as_written_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    """A customer must not be told what somebody changed afterwards."""
    file = shutil.copytree(folder, tmp_path / "copy") / name
    file.write_bytes(file.read_bytes().replace(b"1", b"2"))
    with pytest.raises(Refused) as refused:
        read_statement(tmp_path / "copy", "C1")
    assert {fault.code for fault in refused.value.faults} <= {"payout.earlier_altered", "input.unreadable"}


@pytest.mark.parametrize("name", ["determination.csv", "announcement.json", "files.json"])
def test_a_folder_without_one_of_its_files_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    """Nor what is left when a file is gone."""
    (shutil.copytree(folder, tmp_path / "copy") / name).unlink()
    with pytest.raises(Refused):
        read_statement(tmp_path / "copy", "C1")


def test_a_customer_is_found_whatever_its_name(tmp_path: Path) -> None:
    """In the first, the last and any other line, with marks that a CSV quotes, and never by a part of its name."""
    names = ["C1", "C10", "C1,a", 'C"1', "XC1", "é", "last"]
    frame = pl.DataFrame({"customer": [name for name in names for _ in range(2)], "n": [str(n) for n in range(14)]})
    frame.write_csv(tmp_path / "t.csv")
    frame.write_parquet(tmp_path / "t.parquet")
    for number, name in enumerate(names):
        wanted = [str(2 * number), str(2 * number + 1)]
        for form in ("csv", "parquet"):
            assert [row["n"] for row in _rows(tmp_path / f"t.{form}", name)] == wanted, (name, form)
    (tmp_path / "t.csv").write_bytes((tmp_path / "t.csv").read_bytes().rstrip(b"\n"))
    assert [row["n"] for row in _rows(tmp_path / "t.csv", "last")] == ["12", "13"]
    assert _rows(tmp_path / "t.csv", "nobody") == _rows(tmp_path / "none.csv", "C1") == []


def test_parquet_says_the_same_as_csv(run_hikiate: Run, folder: Path, tmp_path: Path) -> None:
    """Byte for byte, but for the digest of the folder."""
    other = told_folder(run_hikiate, tmp_path, MIXED, "--format", "parquet")
    assert said(run_hikiate, other, "C2") == said(run_hikiate, folder, "C2")


def test_a_second_calculation_says_what_the_first_one_paid(run_hikiate: Run, folder: Path, tmp_path: Path) -> None:
    """What was paid is told as paid, and is not due again."""
    again = told_folder(run_hikiate, tmp_path, MIXED, "--earlier", folder)
    text = said(run_hikiate, again, "C2")
    assert "第1回の算定によりお支払い済みです。" in text
    assert "これは第2回の算定です。" in text
    assert "を予定しています" not in text


def test_a_haircut_says_what_was_left_uncut(run_hikiate: Run, tmp_path: Path) -> None:
    """And a payment that no source covers yet has no day."""
    cut = f'{HEAD}method = "haircut"\n{LOSSES}[haircut]\nrate = "0.4"\n[convenience.BTC]\namount = "0.5"\n'
    text = said(run_hikiate, told_folder(run_hikiate, tmp_path, cut), "C1", "en")
    assert "the first 0.5 BTC whole, the rest of 1.5 BTC × (1 − 40 %)" in text
    assert "1,000 XEM × (1 − 40 %)" in text
    assert "A day of payment cannot be named yet" in text


def test_a_cap_is_said(run_hikiate: Run, tmp_path: Path) -> None:
    """The formula alone would promise more."""
    text = said(run_hikiate, told_folder(run_hikiate, tmp_path, MIXED + '[cap.JPY]\namount = "1000"\n'), "C1", "en")
    assert "1,000 JPY" in text
    assert "at most 1,000 JPY for each customer" in text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_notice_says_all_of_it_and_names_nobody(folder: Path, lang: str) -> None:
    """Losses, method, price, total, sources, days, what waits in total, whom to ask, and each number's status."""
    page = (folder / f"notice.{lang}.html").read_text(encoding="utf-8")
    for words in ("14.5 BTC", "2,501,000 XEM", "88.55", "12.75 BTC", "0120-000-000", "見本&lt;取引所&gt;"):
        assert words in page, words
    wanted = {
        "ja": ("3名のお客さまに", "2026年12月4日（金）に全額そろいます", "2 取引所の価格の平均", "当社の記録"),
        "en": ("3 customers are compensated", "funded on 4 December 2026", "mean of 2 venues", "our records"),
    }
    for words in wanted[lang]:
        assert words in page, words
    for customer in ("C1", "C2", "C4"):
        assert f">{customer}<" not in page
    assert f'href="notice.{"en" if lang == "ja" else "ja"}.html"' in page
    assert "<script" not in page


def test_the_notice_says_what_is_short(run_hikiate: Run, tmp_path: Path) -> None:
    """Nobody is told that all is funded while it is not; what has no day is said to have none."""
    short = MIXED.partition("[[funding]]")[0]
    page = (told_folder(run_hikiate, tmp_path, short) / "notice.en.html").read_text(encoding="utf-8")
    assert "Not all of it is funded yet" in page
    assert "open: the money is not complete" in page


def test_the_cases_are_listed_and_replayed(run_hikiate: Run) -> None:
    """As words and as one document; what is not known is named, exit 2."""
    code, out, _ = run_hikiate("replay", "--lang", "ja")
    assert code == 0
    assert "コインチェック（2018年1月）" in out
    _, listed, _ = run_hikiate("replay", "--json")
    names = [case["case"] for case in json.loads(listed)["cases"]]
    assert {"coincheck-2018", "dmm-bitcoin-2024", "bitfinex-2016", "mtgox-base-payment", "bithumb-2026"} <= set(names)
    code, out, _ = run_hikiate("replay", "zaif-2018", "--volume", "1,000,000,000,000", "--json")
    document = json.loads(out)
    assert (code, document["schema"], document["counterfactual"]["reserve"]) == (0, "hikiate/replay/1", "volume")
    code, out, _ = run_hikiate("replay", "zaif-2018", "--lang", "en")
    assert "Share" not in out
    assert "Borne by the group" in out


def test_faults_of_a_replay_are_named_together(run_hikiate: Run, tmp_path: Path) -> None:
    """The case, the volume and the file, in one go."""
    call = ("replay", "nobody", "--volume", "much", "--policies", tmp_path / "none.toml", "--json")
    code, out, _ = run_hikiate(*call)
    assert code == 2
    assert [fault["where"] for fault in json.loads(out)["faults"]][:2] == ["CASE", "--volume"]
    assert len(json.loads(out)["faults"]) == 3
