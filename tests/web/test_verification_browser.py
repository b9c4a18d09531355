"""The verification page in a real browser, opened as a file: every vector, both languages, no request to anyone."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from hikiate.kernel.digests import hmac_sha256, sha256
from hikiate.proofs.proof import read_proof
from hikiate.proofs.qr_pieces import pieces
from hikiate.proofs.tree import record
from hikiate.reports.verification.codes import codes_page
from hikiate.reports.verification.page import verification_page

pytestmark = pytest.mark.browser

VECTORS = Path(__file__).parents[1] / "vectors" / "proofs"
FOLDERS = sorted(path.parent for path in VECTORS.rglob("vector.toml"))
EXAMPLE = VECTORS / "included" / "several_assets_and_a_debt"
ALONE = VECTORS / "included" / "one_customer_alone"
REFUSED = VECTORS / "refused" / "amount_changed"

OUTCOME = """async ([proof, root]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  try {
    const [read, published] = [readProof(strictJson(bytes(proof))), readRoot(strictJson(bytes(root)))];
    const failed = (await verified(read, published)).filter((check) => !check.holds);
    return failed.length ? ["refused", failed[0].check] : ["included", null];
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return ["malformed", null];
  }
}"""

Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Opens the page from a file; what it asked of a network stands in `requests` of its context."""
    contexts: list[Any] = []
    asked: list[str] = []

    def open_page(root: Path | None = EXAMPLE, locale: str = "ja-JP", width: int = 1280, scheme: Any = "light") -> Page:  # noqa: ANN401 - playwright's own literal
        document = None if root is None else json.loads((root / "ROOT.json").read_text(encoding="utf-8"))
        file = tmp_path / "verify.html"
        file.write_bytes(verification_page(document))
        context = browser.new_context(locale=locale, viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def give(page: Page, *files: Path) -> None:
    """Choose files, as a customer does."""
    page.set_input_files("#files", list(files))


def test_the_page_finds_what_every_vector_says(opened: Opened) -> None:
    """The same verdict and the same first failing check as the other two verifiers."""
    from base64 import b64encode  # noqa: PLC0415 - a detail of how bytes reach the browser

    page = opened()
    differing = []
    for folder in FOLDERS:
        wanted = tomllib.loads((folder / "vector.toml").read_text(encoding="utf-8"))
        given = [b64encode((folder / name).read_bytes()).decode() for name in ("proof.json", "ROOT.json")]
        verdict, check = page.evaluate(OUTCOME, given)
        if verdict != wanted["verdict"] or check not in wanted.get("checks", [None]):
            differing.append((folder.name, verdict, check))
    assert differing == []


@pytest.mark.parametrize(
    ("locale", "head"), [("ja-JP", "あなたの残高は含まれています"), ("en-GB", "Your balance is included")]
)
def test_a_customer_sees_that_the_balance_is_included(opened: Opened, locale: str, head: str) -> None:
    """In the browser's language, with the balances, the debts apart and every step that was taken."""
    page = opened(locale=locale)
    give(page, EXAMPLE / "proof.json")
    page.wait_for_selector("#verdict.included")
    assert page.text_content("#head") == head
    assert page.locator("#owed li").all_text_contents() == ["0.5 BTC", "12,345.678901234567890123 ETH", "1,000,000 JPY"]
    assert page.locator("#debts li").all_text_contents() == ["0.07 BTC"]
    assert page.text_content("#customer") == "C1"
    assert page.locator("#steps li.holds").count() == 3 + 4 * 6
    assert page.locator("#steps li.fails").count() == 0


def test_a_customer_sees_what_failed(opened: Opened) -> None:
    """No balance is shown, the failing step is open and named in words."""
    page = opened(REFUSED, "en-GB")
    give(page, REFUSED / "proof.json")
    page.wait_for_selector("#verdict.failed")
    assert page.locator("#owed li").count() == 0
    assert page.locator("#steps .fails").first.is_visible()
    failed = page.locator("#steps li.fails").all_text_contents()
    assert failed == ["fails The sum at the top is not the published total, 21.00000004 BTC."]
    expect(page.locator("#text")).to_contain_text("The sum at the top is not the published total, 21.00000004 BTC.")
    assert page.input_value("#dispute-customer") == "C1"
    assert page.input_value("#dispute-reason") == "check_failed"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 1000,
        b"[" * 100_000,
        b" " * 5_000_000,
        b'{"schema": "hikiate/proof/1"}',
        b"{}" * 9,
        b'"' * 90_000,
        b'{"schema":"' + b"a" * 4_000_000,
        b'{"schema":' + b"9" * 4_000_000 + b"}",
        b'{"schema":NaN}',
        b"{" + b",".join(b'"%x":0' % number for number in range(350_000)) + b',"0":0}',
        b'{"schema":"hikiate/proof/1","lines":[' + b"0," * 2_000_000 + b"0]}",
    ],
    ids=[
        "empty",
        "binary",
        "deep",
        "megabytes",
        "half",
        "twice",
        "quotes",
        "long_text",
        "long_number",
        "not_a_number",
        "many_keys",
        "many_faults",
    ],
)
def test_a_file_that_is_no_proof_is_answered_at_once(opened: Opened, tmp_path: Path, content: bytes) -> None:
    """In words, and the page goes on working."""
    page = opened(locale="en-GB")
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    give(page, file)
    page.wait_for_selector("#verdict.failed", timeout=5000)
    assert "odd.json" in (page.text_content("#text") or "")
    give(page, EXAMPLE / "proof.json")
    page.wait_for_selector("#verdict.included")


def test_what_is_no_proof_is_told_without_a_word_of_code(opened: Opened, tmp_path: Path) -> None:
    """Too large, no text, broken off, of another kind, changed at a place; each in words for a person."""
    page = opened(locale="ja-JP")
    whole = (EXAMPLE / "proof.json").read_bytes()
    for content, said in (
        (b" " * 5_000_000, "大きすぎるファイルです"),
        (b"\x00\xff", "文字のファイルではありません"),
        (whole[:100], "途中で切れているか、内容が変わっています"),
        (b"{}", "別の種類のファイルです"),
        (whole.replace(b'"amount": "', b'"amount": "-', 1), "内容が変わっています: lines 0 amount"),
    ):
        file = tmp_path / "given.json"
        file.write_bytes(content)
        give(page, file)
        expect(page.locator("#text")).to_contain_text(said)


def test_a_proof_of_another_day_wants_the_page_of_its_day(opened: Opened, tmp_path: Path) -> None:
    """Yesterday's proof on today's page is no complaint: both days are named, and no dispute is proposed."""
    page = opened(locale="ja-JP")
    yesterday = tmp_path / "yesterday.json"
    yesterday.write_bytes((EXAMPLE / "proof.json").read_bytes().replace(b"2026-09-18T", b"2026-09-17T"))
    give(page, yesterday)
    expect(page.locator("#head")).to_have_text("証明書と画面の日または取引所が違います")
    expect(page.locator("#text")).to_contain_text("2026年9月17日")
    expect(page.locator("#text")).to_contain_text("証明書と同じ日の確認用の画面")
    assert page.input_value("#dispute-customer") == ""


def test_another_root_replaces_the_one_in_the_page(opened: Opened) -> None:
    """A page without a root asks for it; one that is dropped is said to be used."""
    page = opened(None, "en-GB")
    give(page, EXAMPLE / "proof.json")
    assert "ROOT.json" in (page.text_content("#root-said") or "")
    assert page.is_hidden("#verdict")
    give(page, EXAMPLE / "ROOT.json")
    page.wait_for_selector("#verdict.included")
    assert "you chose" in (page.text_content("#root-said") or "")


def test_the_day_root_is_compared_with_one_seen_elsewhere(opened: Opened) -> None:
    """Blanks and capitals of a pasted value do not matter; another value does."""
    page = opened(locale="en-GB")
    shown = page.text_content("#day-root") or ""
    page.fill("#compare", f" {shown.upper()} ")
    assert page.text_content("#compared") == "They are the same."
    page.fill("#compare", "0" * 64)
    assert "differ" in (page.text_content("#compared") or "")


def test_a_confirmation_is_saved_and_is_the_customers(opened: Opened) -> None:
    """Its code is made of the customer's key; no balance stands in it."""
    page = opened()
    give(page, EXAMPLE / "proof.json")
    page.wait_for_selector("#verdict.included")
    with page.expect_download() as saved:
        page.click("#confirm")
    document = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    proof = json.loads((EXAMPLE / "proof.json").read_text(encoding="utf-8"))
    code = hmac_sha256(bytes.fromhex(proof["key"]), record("proof-confirmation/1", [proof["day_root"]])).hex()
    assert document == {
        "schema": "hikiate/confirmation/1",
        **{name: proof[name] for name in ("exchange", "as_of", "day_root", "customer")},
        "code": code,
    }


def test_a_dispute_is_saved_with_its_number(opened: Opened) -> None:
    """What is claimed, what failed, the proof; the number is the file's SHA-256."""
    page = opened(REFUSED, "en-GB")
    page.click("#dispute button")
    assert "customer number" in (page.text_content("#dispute-said") or "")
    give(page, REFUSED / "proof.json")
    page.wait_for_selector("#verdict.failed")
    page.fill("#dispute-customer", "C1")
    page.select_option("#dispute-reason", "balance_differs")
    page.fill("#dispute-asset", "BTC")
    page.fill("#dispute-amount", "1.50")
    page.fill("#dispute-statement", "1.5 を預けました")
    with page.expect_download() as saved:
        page.click("#dispute button")
    content = Path(saved.value.path()).read_bytes()
    document = json.loads(content)
    assert (document["claims"], document["failed"]) == (
        [{"asset": "BTC", "ledger": "liability", "amount": "1.5"}],
        ["total"],
    )
    assert document["proof"] == json.loads((REFUSED / "proof.json").read_text(encoding="utf-8"))
    expect(page.locator("#dispute-said")).to_contain_text(sha256(content).hex())


@pytest.mark.parametrize("locale", ["ja-JP", "en-GB"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("folder", [None, EXAMPLE, REFUSED], ids=["empty", "included", "failed"])
def test_the_page_is_accessible_and_fits_a_narrow_screen(
    opened: Opened, locale: str, scheme: str, folder: Path | None
) -> None:
    """Axe finds nothing, and nothing needs to be pushed sideways at 320 pixels."""
    page = opened(folder or EXAMPLE, locale, 320, scheme)
    if folder:
        give(page, folder / "proof.json")
        page.wait_for_selector("#verdict.included, #verdict.failed")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.click("#language")
    assert page.get_attribute("html", "lang") == ("en" if locale == "ja-JP" else "ja")


def picture(folder: Path, text: str, name: str) -> Path:
    """A picture of one QR code."""
    file = folder / name
    segno.make_qr(text, error="m").save(str(file), scale=5)
    return file


def test_a_proof_is_read_from_pictures_of_its_codes(opened: Opened, tmp_path: Path) -> None:
    """One after another, the last first; what is missing is said, and a picture of something else too."""
    texts = pieces(read_proof((EXAMPLE / "proof.json").read_bytes(), "proof.json"))
    assert len(texts) > 1
    files = [picture(tmp_path, text, f"{number}.png") for number, text in enumerate(texts)]
    page = opened(locale="en-GB")
    give(page, picture(tmp_path, "https", "other.png"))
    expect(page.locator("#note")).to_contain_text("No QR code of a proof")
    give(page, *files[:0:-1])
    expect(page.locator("#note")).to_contain_text("QR codes read")
    give(page, files[0])
    page.wait_for_selector("#verdict.included")
    assert page.locator("#owed li").count() == 3


def test_a_picture_that_is_none_is_answered_in_words(opened: Opened, tmp_path: Path) -> None:
    """The page says that it found no code, and goes on working."""
    page = opened(locale="en-GB")
    file = tmp_path / "broken.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n and nothing else")
    give(page, file)
    expect(page.locator("#note")).to_contain_text("No QR code of a proof")
    give(page, EXAMPLE / "proof.json")
    page.wait_for_selector("#verdict.included")


def test_codes_that_make_no_proof_are_refused_and_can_be_read_again(opened: Opened, tmp_path: Path) -> None:
    """A piece of something else under the same check; afterwards the true ones are read as if nothing had been."""
    texts = pieces(read_proof((EXAMPLE / "proof.json").read_bytes(), "proof.json"))
    false = [picture(tmp_path, text[:-1] + "!", f"false{number}.png") for number, text in enumerate(texts)]
    true = [picture(tmp_path, text, f"true{number}.png") for number, text in enumerate(texts)]
    page = opened(locale="en-GB")
    give(page, *false)
    page.wait_for_selector("#verdict.failed")
    expect(page.locator("#text")).to_contain_text("the QR codes do not fit together")
    give(page, *true)
    page.wait_for_selector("#verdict.included")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_codes_is_read_as_it_is_shown(browser: Browser, opened: Opened, tmp_path: Path, width: int) -> None:
    """Pictures of the codes, taken from a phone and from a screen, make the proof; no code is cut or pushed aside."""
    proof = read_proof((EXAMPLE / "proof.json").read_bytes(), "proof.json")
    shown = tmp_path / "codes.html"
    shown.write_bytes(codes_page(proof, "ja"))
    context = browser.new_context(viewport={"width": width, "height": 800}, device_scale_factor=2, color_scheme="dark")
    codes = context.new_page()
    codes.goto(shown.as_uri())
    assert codes.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(codes)
    assert found.violations_count == 0, found.generate_report()
    files = [tmp_path / f"{number}.png" for number in range(codes.locator("li").count())]
    for file, code in zip(files, codes.locator("li").all(), strict=True):
        code.screenshot(path=file)
    context.close()
    assert len(files) == len(pieces(proof))
    page = opened(locale="en-GB")
    give(page, *files)
    page.wait_for_selector("#verdict.included")


def by_camera(folder: Path, chromium: str, code: str, program: str) -> str:
    """What a program prints with the page open and the camera on, before a film of one code."""
    film, file = folder / "code.y4m", folder / "verify.html"
    film.write_bytes(filmed(segno.make_qr(code, error="m")))
    file.write_bytes(verification_page(json.loads((ALONE / "ROOT.json").read_text(encoding="utf-8"))))
    fake = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    started = f"""
import sys
from playwright.sync_api import expect, sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path={chromium!r}, args=["--no-sandbox", *{fake!r}])
    page = browser.new_page(locale="en-GB")
    page.goto({file.as_uri()!r})
    page.click("#camera")
"""
    run = subprocess.run(
        [sys.executable, "-c", started + indent(program, "    ")], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_proof_is_read_by_the_camera(tmp_path: Path, chromium: str) -> None:
    """A film of one code stands in for what a camera sees."""
    (text,) = pieces(read_proof((ALONE / "proof.json").read_bytes(), "proof.json"))
    program = """
page.wait_for_selector("#verdict.included", timeout=20000)
expect(page.locator("#view")).to_be_hidden()
sys.stdout.write(page.text_content("#owed"))
"""
    assert by_camera(tmp_path, chromium, text, program) == "0.00000005 BTC"


def test_the_camera_is_stopped_by_its_button(tmp_path: Path, chromium: str) -> None:
    """While pieces are missing; the light of the camera goes out, and what was read stays."""
    text = pieces(read_proof((EXAMPLE / "proof.json").read_bytes(), "proof.json"))[0]
    program = """
expect(page.locator("#note")).to_contain_text("QR codes read", timeout=20000)
track = page.evaluate_handle("document.getElementById('view').srcObject.getTracks()[0]")
assert page.text_content("#camera") == "Stop scanning"
page.click("#camera")
expect(page.locator("#view")).to_be_hidden()
said = [track.evaluate("track => track.readyState"), page.text_content("#camera"), page.text_content("#note")]
sys.stdout.write(", ".join(said))
"""
    said = by_camera(tmp_path, chromium, text, program)
    assert said.startswith("ended, Scan QR codes with the camera, 1 of ")


def filmed(code: segno.QRCode) -> bytes:
    """A film of a few frames in which a code stands still."""
    rows = [[255 if not dark else 0 for dark in row] for row in code.matrix_iter(scale=6, border=6)]
    side = (len(rows) + 1) // 2 * 2
    black = bytearray(b"".join(bytes(row) + b"\xff" * (side - len(row)) for row in rows))
    frame = b"FRAME\n" + bytes(black).ljust(side * side, b"\xff") + b"\x80" * (side * side // 2)
    return f"YUV4MPEG2 W{side} H{side} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 10
