"""The day closed from the browser: files sent or a folder chosen, and everything that is handed in wrongly."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from threading import Lock
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hikiate.book.journal import moment_text
from hikiate.book.records import CloseDone
from hikiate.desk.days import close_day
from hikiate.desk.desks import Desk
from hikiate.operations.workspace.people import set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.web.console import closing

LogIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that has carried out no close yet: what it knows of them lives in the process, beside later tests."""
    monkeypatch.setattr(closing, "works", closing.Works())


@pytest.fixture
def next_pack(desk: Desk) -> Path:
    """The pack of the next business day, below packs of the workspace."""
    return make_next(desk.folder)


def make_next(workspace: Path) -> Path:
    """The example's pack a business day later; everything it says of the earlier day becomes a finding."""
    folder = workspace / "packs" / "2026-11-24"
    source = workspace / "packs" / "2026-11-20"
    shutil.copytree(source, folder)
    text = (folder / "exchange.toml").read_text(encoding="utf-8")
    (folder / "exchange.toml").write_text(text.replace("2026-11-20T", "2026-11-24T"), encoding="utf-8")
    (folder / "secrets.csv").unlink(missing_ok=True)
    return folder


def sent(folder: Path) -> list[SimpleUploadedFile]:
    """A pack's files as a browser sends them."""
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def told(answer: Any) -> str:  # noqa: ANN401 - Django's answer has no type
    """What a page says, with its entities read."""
    return unescape(answer.content.decode())


def ended(client: Client, answer: Any) -> Any:  # noqa: ANN401 - as above
    """The page of a close once its work has ended."""
    assert answer.status_code == 302
    path = answer.headers["Location"]
    work = closing.works.get(int(path.strip("/").rpartition("/")[2]))
    assert work is not None
    assert work.thread is not None
    work.thread.join(60)
    return client.get(path)


def closes(desk: Desk) -> list[str]:
    """The moments that are closed, in the order in which they were."""
    return [close.as_of[:10] for close in desk.book.rows(CloseDone)]


def test_a_pack_is_sent_and_the_day_closed(any_desk: Desk, log_in: LogIn) -> None:
    """The work leads to the close, which follows the one before, and the charts have a second day."""
    client = log_in("sato")
    done = ended(client, client.post("/close/", {"files": sent(make_next(any_desk.folder))}))
    assert done.headers["Location"] == "/history/2/"
    assert closes(any_desk) == ["2026-11-20", "2026-11-24"]
    assert "2026-11-24（火） の日次締め" in told(client.get("/history/2/"))
    assert "← 2026-11-20（金）" in told(client.get("/history/2/"))
    assert "2026-11-24（火） →" in told(client.get("/history/1/"))
    assert told(client.get("/history/")).count('<svg viewBox="0 0 1000 200"') == 5
    assert client.get("/history/day/?day=2026-11-24").headers["Location"] == "/history/2/"
    assert "728,888" in told(client.get("/history/2/figures/reserve.fund/"))
    assert list(any_desk.store.place("packs", "").glob(".*")) == []
    again = ended(client, client.post("/close/", {"folder": "2026-11-24"}))
    assert again.headers["Location"] == "/history/2/"


def test_a_folder_is_chosen_and_closed_under_another_rulebook(desk: Desk, next_pack: Path, log_in: LogIn) -> None:
    """The folder stays where it is; the close names the rulebook that was chosen."""
    client = log_in("sato")
    form = {"folder": next_pack.name, "rulebook": ["jp-psa"]}
    assert ended(client, client.post("/close/", form)).headers["Location"] == "/history/2/"
    assert next_pack.is_dir()
    assert [close.rulebooks for close in desk.book.rows(CloseDone)][1] == "jp-psa"
    page = told(client.get("/insurance/"))
    assert "保険の充当の定めはありません" in page
    assert "2026-11-24" in told(client.get("/reports/"))


def test_a_pack_closed_again_is_shown_as_such(desk: Desk, log_in: LogIn) -> None:
    """The later close of a moment stands; the earlier one says so and stays."""
    client = log_in("sato")
    first = ended(client, client.post("/close/", {"folder": "2026-11-20", "rulebook": ["jp-psa"]}))
    assert first.headers["Location"] == "/history/2/"
    assert "同じ基準時点を後で締め直しています" in told(client.get("/history/1/"))
    assert "再締め済み" in told(client.get("/reports/"))
    assert "日次締め #2" in told(client.get("/"))
    assert client.get("/history/figures.csv").getvalue().decode().count("2026-11-20T") == 1
    assert closes(desk) == ["2026-11-20", "2026-11-20"]


@pytest.mark.parametrize(
    "name",
    ["pack.zip", "BALANCES.CSV", "balances.xlsx", "secrets.csv", "=cmd.csv", "<b>.csv", "exchange.toml.exe"],
)
def test_a_file_that_is_none_of_a_packs_is_refused_before_any_is_kept(desk: Desk, log_in: LogIn, name: str) -> None:
    """Archives, other names, secrets, formulas and markup in names, path tricks."""
    files = [SimpleUploadedFile("exchange.toml", b"x"), SimpleUploadedFile(name, b"x")]
    answer = log_in("sato").post("/close/", {"files": files})
    assert answer.status_code == 422
    assert "<b>" not in answer.content.decode()
    assert closes(desk) == ["2026-11-20"]
    assert list(desk.store.place("packs", "").glob(".*")) == []


def test_a_path_in_a_name_is_no_path(desk: Desk, log_in: LogIn) -> None:
    """The file's own name is taken, and nothing is written elsewhere."""
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="../../../tmp/exchange.toml"\r\n'
        b"Content-Type: text/plain\r\n\r\nname = 1\r\n--x--\r\n"
    )
    client = log_in("sato")
    answer = client.generic("POST", "/close/", body, content_type="multipart/form-data; boundary=x")
    assert "不備が" in told(ended(client, answer))
    assert closes(desk) == ["2026-11-20"]


def test_two_files_of_one_name_are_refused(desk: Desk, log_in: LogIn) -> None:
    """Neither is preferred."""
    files = [SimpleUploadedFile("exchange.toml", text) for text in (b"a", b"b")]
    answer = log_in("sato").post("/close/", {"files": files})
    assert answer.status_code == 422
    assert "既に存在します" in told(answer)
    assert closes(desk) == ["2026-11-20"]


def test_a_pack_with_faults_is_refused_with_all_of_them(desk: Desk, next_pack: Path, log_in: LogIn) -> None:
    """The page lists them together, in both languages, and nothing of the pack is kept."""
    text = (next_pack / "holdings.csv").read_text(encoding="utf-8")
    (next_pack / "holdings.csv").write_text(text.replace(",BTC,", ",<script>alert(1)</script>,"), encoding="utf-8")
    (next_pack / "prices.csv").write_bytes(b"\xff\xfe")
    client = log_in("sato")
    page = ended(client, client.post("/close/", {"files": sent(next_pack)}))
    assert page.status_code == 422
    assert "パックを受け付けられませんでした" in told(page)
    assert "<script>alert" not in page.content.decode()
    assert "holdings.csv row 2" in told(page)
    assert "prices.csv" in told(page)
    client.cookies["hikiate_language"] = "en"
    number = max(closing.works._works)
    assert "The pack was refused" in told(client.get(f"/close/{number}/", headers={"hx-request": "true"}))
    assert closes(desk) == ["2026-11-20"]
    assert len(list(desk.store.place("packs", "").iterdir())) == 1


@pytest.mark.parametrize("name", ["", "2026-11-25", "..", "../packs/2026-11-20", "2026-11-20/", "/etc", "linked"])
def test_only_a_folder_that_is_offered_is_taken(desk: Desk, log_in: LogIn, name: str) -> None:
    """No path and no link leads out of packs."""
    (desk.folder / "packs" / "linked").symlink_to(desk.folder / "packs" / "2026-11-20")
    answer = log_in("sato").post("/close/", {"folder": name})
    assert answer.status_code == 422
    assert closes(desk) == ["2026-11-20"]


def test_a_pack_beyond_the_bound_is_refused_before_it_is_read(desk: Desk, log_in: LogIn) -> None:
    """Two gigabytes are refused by what the browser says of the length; the page says where a larger pack is put."""
    client = log_in("sato")
    large = {"CONTENT_LENGTH": str(2 * 10**9)}
    answer = client.generic("POST", "/close/", b"", content_type="multipart/form-data; boundary=x", **large)
    assert answer.status_code == 413
    assert "2,000,000,000 バイト" in told(answer)
    assert "packs フォルダーに置いて" in told(answer)
    assert closes(desk) == ["2026-11-20"]


def test_a_pack_of_some_megabytes_is_read(desk: Desk, next_pack: Path, log_in: LogIn) -> None:
    """What is far above the bound of a form is nothing for a pack."""
    with (next_pack / "balances.csv").open("ab") as stream:
        stream.write(b"x" * 3_000_000)
    client = log_in("sato")
    assert "不備が" in told(ended(client, client.post("/close/", {"files": sent(next_pack)})))
    assert closes(desk) == ["2026-11-20"]


def test_one_close_at_a_time(desk: Desk, next_pack: Path, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is refused while the first runs; its page says which table is read, and then leads to the result."""
    go_on, reached = Lock(), Lock()
    go_on.acquire()
    reached.acquire()

    def slow(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - the verb's own
        arguments[4]("balances")
        reached.release()
        go_on.acquire()
        return close_day(*arguments, **named)

    monkeypatch.setattr(closing, "close_day", slow)
    client = log_in("sato")
    answer = client.post("/close/", {"folder": next_pack.name})
    reached.acquire()
    path = answer.headers["Location"]
    page = told(client.get(path))
    assert "日次締めを実行しています" in page
    assert "balances" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "sato による日次締めを実行中です" in told(client.get("/close/"))
    second = client.post("/close/", {"folder": next_pack.name})
    assert second.status_code == 422
    assert "同時に実行できる日次締めは1件です" in told(second)
    part = client.get(path, headers={"hx-request": "true"})
    assert "<html" not in told(part)
    # Others decide something while it runs.
    with desk.book.unit() as unit:
        set_roles(unit, Act("sato", moment_text(datetime.now(tz=UTC))), "watanabe", ["viewer"])
    go_on.release()
    assert ended(client, answer).headers["Location"] == "/history/2/"
    assert client.get(path, headers={"hx-request": "true"}).headers["HX-Redirect"] == "/history/2/"


def test_a_close_that_breaks_off_says_so(
    desk: Desk, next_pack: Path, log_in: LogIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The reason is in the server's log, and the next close can begin."""

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(closing, "close_day", broken)
        client = log_in("sato")
        page = ended(client, client.post("/close/", {"folder": next_pack.name}))
    assert "日次締めが中断しました" in told(page)
    assert "No space left" in caplog.text
    assert closes(desk) == ["2026-11-20"]
    assert ended(client, client.post("/close/", {"folder": next_pack.name})).headers["Location"] == "/history/2/"


def test_files_that_cannot_be_written_end_the_work(
    desk: Desk, next_pack: Path, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk while the files come in leaves no close running."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(closing, "written", full)
    client = log_in("sato")
    with pytest.raises(OSError, match="No space"):
        client.post("/close/", {"files": sent(next_pack)})
    assert closing.works.running() is None
    assert closes(desk) == ["2026-11-20"]
    assert list(desk.store.place("packs", "").glob(".*")) == []


def test_old_works_are_forgotten() -> None:
    """The server keeps the last few, and no list of folders has grown without end."""
    works = closing.Works()
    for _ in range(closing._KEPT_MAX + 5):
        works.begin("sato", "x").has_failed = True
    assert works.get(5) is None
    assert works.get(6) is not None


def test_before_there_are_packs_the_page_says_where_they_go(new_desk: Desk, log_in: LogIn) -> None:
    """The folder may be missing altogether."""
    client = log_in("sato")
    assert "packs フォルダーにパックがありません" in told(client.get("/close/"))
    (new_desk.folder / "packs").rmdir()
    assert "packs フォルダーにパックがありません" in told(client.get("/close/"))
