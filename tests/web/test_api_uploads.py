"""Uploads that are none: archives, strange names, files twice, bodies beyond all bounds, NUL bytes and broken forms."""

import io
import zipfile
from pathlib import Path

import pytest
from callers import Caller, codes, new_token

from hikiate.book.records import CloseDone, Incident
from hikiate.desk.desks import Desk


@pytest.fixture
def maker(desk: Desk) -> Caller:
    """A system of sato."""
    return Caller(new_token(desk, "sato"))


def pack(desk: Desk) -> list[tuple[str, str, bytes]]:
    """The files of the office's pack."""
    return [("files", path.name, path.read_bytes()) for path in (desk.folder / "packs" / "2026-11-20").iterdir()]


def left(desk: Desk) -> list[str]:
    """What is left of uploads."""
    folder = desk.folder / "uploads"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def bomb() -> bytes:
    """An archive that grows a thousandfold."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("balances.csv", b"0" * 10_000_000)
    return written.getvalue()


def test_archives_are_not_taken(desk: Desk, maker: Caller) -> None:
    """Neither under their own name nor under a table's; nothing is unpacked, and nothing is left."""
    named = maker.send("/packs", [*pack(desk), ("files", "pack.zip", bomb())])
    assert codes(named) == ["input.unknown_file"]
    posing = [file if file[1] != "balances.csv" else ("files", "balances.csv", bomb()) for file in pack(desk)]
    disguised = maker.send("/packs", posing)
    assert disguised.status_code == 422
    assert codes(disguised) == ["input.not_utf8"]
    assert left(desk) == []
    assert desk.book.count(CloseDone) == 1


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x", "..\\..\\balances.csv.exe", "/etc/passwd", "C:\\x.csv", "<script>.csv", "a.csv\u202e"],
)
def test_no_name_leads_out_of_the_folder(desk: Desk, maker: Caller, name: str) -> None:
    """A name is one of a pack's, or the whole is refused."""
    before = sorted(desk.folder.rglob("*"))
    answer = maker.send("/packs", [*pack(desk), ("files", name, b"x")])
    assert codes(answer) == ["input.unknown_file"]
    assert "<script>" not in answer.headers["Content-Type"]
    after = [path for path in sorted(desk.folder.rglob("*")) if path not in before and path.name != "uploads"]
    assert [path for path in after if not path.name.startswith("hikiate.db")] == []


def test_a_file_twice_is_refused(desk: Desk, maker: Caller) -> None:
    """Which of the two would count?"""
    assert codes(maker.send("/packs", [*pack(desk), pack(desk)[0]])) == ["input.wrong_value"]


def test_faults_of_a_pack_come_all_together(desk: Desk, maker: Caller) -> None:
    """As from the command line, with their places, in both languages."""
    broken = [
        file
        if file[1] != "balances.csv"
        else ("files", "balances.csv", b"customer,asset,amount\nC1,BTC,-1\nC1,BTC,x\n")
        for file in pack(desk)
    ]
    answer = maker.send("/packs", broken)
    assert {"input.negative", "input.not_decimal"} <= set(codes(answer))
    assert answer.json()["faults"][0]["where"].startswith("balances.csv row ")


def test_a_large_table_streams_to_the_disk(desk: Desk, maker: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is larger than a few megabytes is never held whole."""
    lines = b"".join(b"C%07d,JPY,1\n" % number for number in range(250_000))
    large = [
        file if file[1] != "balances.csv" else ("files", "balances.csv", b"customer,asset,amount\n" + lines)
        for file in pack(desk)
    ]

    def held(*_arguments: object) -> None:
        raise AssertionError("a file of a large request was held in memory")

    monkeypatch.setattr("django.core.files.uploadhandler.InMemoryUploadedFile", held)
    answer = maker.send("/packs", large)
    assert answer.status_code == 201, answer.content
    assert len(lines) in {file["bytes"] - len("customer,asset,amount\n") for file in answer.json()["files"]}


def test_a_body_beyond_all_bounds_is_turned_away_unread(desk: Desk, maker: Caller) -> None:
    """By the length that it states: two gigabytes are more than is taken."""
    headers = {**maker.headers, "idempotency-key": "k"}
    form = "multipart/form-data; boundary=b"
    answer = maker.client.post("/api/v1/packs", b"--b", content_type=form, headers=headers, CONTENT_LENGTH=str(2**31))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:hikiate:problem:too-large")
    words = maker.client.post(
        "/api/v1/incidents",
        b'{"content": "' + b"x" * 3_000_000 + b'"}',
        content_type="application/json",
        headers=headers,
    )
    assert words.status_code == 413
    assert desk.book.count(Incident) == 0


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[]", "application/json"),
        (b'{"content": "\\u0000"}', "application/json"),
        (b'{"content": "\\ud800"}', "application/json"),
        (b'{"content": "id = 1", "more": 1}', "application/json"),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"--b\r\n", "multipart/form-data; boundary=b"),
        (b"", "multipart/form-data"),
    ],
)
@pytest.mark.parametrize("path", ["/incidents", "/packs", "/findings/1/closing"])
def test_what_cannot_be_read_is_a_problem(desk: Desk, maker: Caller, path: str, body: bytes, media: str) -> None:
    """Never a failure of ours."""
    headers = {**maker.headers, "idempotency-key": "k"}
    answer = maker.client.post(f"/api/v1{path}", body, content_type=media, headers=headers)
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert desk.book.count(Incident) == 0


@pytest.mark.parametrize("path", ["/incidents/a%00b", "/closes/..%2f..%2fsecret.key", "/requests/99999999999999999999"])
def test_path_tricks_lead_nowhere(desk: Desk, maker: Caller, path: str) -> None:
    """NUL bytes, parents, numbers beyond the database's."""
    answer = maker.get(path)
    assert answer.status_code in {404, 422}
    assert (Path(desk.folder) / "hikiate.db").is_file()


def test_uploads_that_nobody_closes_go_after_a_week(desk: Desk, maker: Caller) -> None:
    """Customers' balances do not lie about."""
    import os  # noqa: PLC0415 - only to make a folder old

    kept = maker.send("/packs", pack(desk)).json()["pack"]
    assert left(desk) == [kept]
    assert (desk.folder / "uploads").stat().st_mode & 0o077 == 0
    os.utime(desk.folder / "uploads" / kept, (0, 0))
    maker.send("/packs", [("files", "exchange.toml", b"")])
    assert left(desk) == []
