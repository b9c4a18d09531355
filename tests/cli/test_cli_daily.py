"""The daily run by its commands: days closed, caught up with and missed; notices to a real mail server and webhook."""

import json
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from hikiate.book.signatures import is_authentic
from hikiate.cli import daily
from hikiate.cli.collecting import collect_
from hikiate.cli.desks import Asked
from hikiate.cli.main import main
from hikiate.storage.database.connection import VARIABLE, disconnect
from hikiate.storage.workspace.settings import read_settings

PACKS = Path(__file__).resolve().parent / "packs"
SECRET = " ".join(("a", "secret", "of", "the", "receiver"))
PASSWORD = " ".join(("a", "password", "of", "the", "server"))
Run = Callable[..., tuple[int, dict[str, Any]]]


class Mailbox:
    """What a mail server took; `answers` are what it says instead, one for each message to come."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answers: list[str] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd calls it so
        """Take a message, or say what was asked for."""
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


class _MailServer(Controller):
    """A server on a port that the machine chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # it is an asyncio.Server
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd's own


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """A mail server on this machine, and its port."""
    box = Mailbox()

    def login(_server: object, _session: object, _envelope: object, _how: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=given.password == PASSWORD.encode(), handled=False)

    server = _MailServer(
        box, hostname="127.0.0.1", port=0, authenticator=login, auth_require_tls=False, auth_required=False
    )
    server.start()
    yield box, server.port
    server.stop()


class Receiver(ThreadingHTTPServer):
    """A webhook's receiver: it believes what is signed, and answers as it was told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.answers: list[int] = []


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp, signed = self.headers["Hikiate-Timestamp"], self.headers["Hikiate-Signature"]
        authentic = is_authentic(SECRET.encode(), stamp, body, signed, now=int(stamp) + 1)
        code = self.server.answers.pop(0) if self.server.answers else 204 if authentic else 401
        if code < 300:
            self.server.taken.append((self.headers["Hikiate-Notice"], json.loads(body)))
        self.send_response(code)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        raise AssertionError("a redirect was followed")

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on this machine."""
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mailbox: tuple[Mailbox, int], receiver: Receiver
) -> Iterator[Path]:
    """A workspace whose daily run begins on 4 January 2027, with a mail server and a webhook."""
    from hikiate.cli.keeping import init  # noqa: PLC0415 - the database is of this test alone

    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("HIKIATE_LANG", "en")
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    init(tmp_path / "w", lang="en", user="ann")
    (tmp_path / "password").write_text(f"{PASSWORD}\n", encoding="utf-8")
    (tmp_path / "w" / "hikiate.toml").write_text(
        f"""[daily]
begins = 2027-01-04
close_by = 10:00:00
backups = "../saved"
[mail]
host = "127.0.0.1"
port = {mailbox[1]}
security = "none"
user = "hikiate"
password_file = "../password"
from = "hikiate@aoba.example"
to = ["desk@aoba.example", "risk@aoba.example"]
lang = "en"
[[webhook]]
name = "ops"
url = "http://127.0.0.1:{receiver.server_port}/hook"
secret_env = "WEBHOOK_SECRET"
""",
        encoding="utf-8",
    )
    yield tmp_path / "w"
    disconnect()


@pytest.fixture
def run(workspace: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A daily run at a moment of January 2027 in Japan: its exit code and what it says."""

    def at(day: int, time: str = "12:00:00") -> tuple[int, dict[str, Any]]:
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            daily.run(Asked(workspace, "ann", f"2027-01-{day:02}T{time}+09:00", as_json=True, lang="en"))
        out, err = capfdbinary.readouterr()
        assert SECRET.encode() not in out + err
        assert PASSWORD.encode() not in out + err
        return int(str(ended.value.code)), json.loads(out)

    return at


def hand_in(workspace: Path, day: int, name: str = "in_order") -> None:
    """A day's pack, where the run looks for it."""
    folder = workspace / "packs" / f"2027-01-{day:02}"
    shutil.copytree(PACKS / name, folder)
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace("2026-09-18", f"2027-01-{day:02}")
        path.write_text(text, encoding="utf-8")


def outcomes(told: dict[str, Any]) -> list[tuple[str, str]]:
    """The days of a run and what became of them."""
    return [(day["day"][-2:], day["outcome"]) for day in told["days"]]


def test_days_are_closed_caught_up_with_and_missed(workspace: Path, run: Run) -> None:
    """Run again it does what is missing; a day without a pack waits, and is missed when a later one is closed."""
    assert run(4) == (0, {"schema": "hikiate/daily/1", "days": [], "notices": {"sent": 0, "failed": 0}})
    hand_in(workspace, 4)
    assert outcomes(run(5, "09:59:59")[1]) == []
    assert outcomes(run(5)[1]) in ([("04", "closed")], [("04", "breach")])
    assert outcomes(run(5)[1]) == []
    assert (workspace.parent / "saved" / "hikiate-2027-01-04.tar.gz").is_file()
    # Nobody ran it for days; the pack of the 5th did not come, and the 11th is a holiday.
    for day in (6, 7):
        hand_in(workspace, day)
    code, told = run(12)
    assert (code, [day for day, _ in outcomes(told)]) == (1, ["05", "06", "07", "08"])
    assert outcomes(told)[0] == ("05", "missed")
    assert {outcome for _, outcome in outcomes(told)[1:3]} <= {"closed", "breach"}
    assert outcomes(told)[3] == ("08", "late")
    hand_in(workspace, 5)
    hand_in(workspace, 8)
    assert [day for day, _ in outcomes(run(12)[1])] == ["08"]


def test_sources_are_asked_before_a_day_is_closed(
    workspace: Path, run: Run, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and where the pack has no statements yet; or by a command, which names what was wrong with them."""
    source = '[[source]]\nkind = "custodian-csv"\nname = "vault"\nfile = "vault-{day}.csv"\n'
    settings = workspace / "hikiate.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + source, encoding="utf-8")
    for day in (4, 5):
        hand_in(workspace, day)
        for name in ("statements.csv", "prices.csv"):
            (workspace / "packs" / f"2027-01-{day:02}" / name).unlink(missing_ok=True)
    rows = "holding,asset,amount,as_of\ncold-1,BTC,1,2027-01-04\n"
    (workspace / "vault-2027-01-04.csv").write_text(rows, encoding="utf-8")
    run(5)
    assert (workspace / "packs" / "2027-01-04" / "statements.csv").read_text(encoding="utf-8").count("vault") == 1
    run(6)
    assert "collect.silent" in (workspace / "packs" / "2027-01-05" / "imports.json").read_text(encoding="utf-8")
    hand_in(workspace, 6)
    for words, code, said in (
        (("--json",), 1, '"schema": "hikiate/collect/1"'),
        ((), 1, "[collect.silent]"),
        (("--source", "nobody"), 2, "[input.not_a_choice]"),
    ):
        named = ["hikiate", "collect", str(workspace / "packs" / "2027-01-06"), "--workspace", str(workspace), *words]
        monkeypatch.setattr(sys, "argv", named)
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfdbinary.readouterr()
        assert (ended.value.code, said in (out + err).decode()) == (code, True)
    (workspace / "vault-2027-01-06.csv").write_text(rows, encoding="utf-8")
    (workspace / "packs" / "2027-01-06" / "statements.csv").unlink(missing_ok=True)
    asked = Asked(workspace, None, None, as_json=False, lang="en")
    with pytest.raises(SystemExit) as ended:
        collect_(asked, workspace / "packs" / "2027-01-06", ["vault"])
    assert (ended.value.code, capfdbinary.readouterr()[0].decode()) == (0, "statements: 1\n")
    settings.write_text("", encoding="utf-8")
    with pytest.raises(SystemExit):
        collect_(asked, workspace / "packs" / "2027-01-06", [])
    assert "nothing was asked" in capfdbinary.readouterr()[0].decode()


def test_a_pack_that_is_refused_waits_to_be_mended(workspace: Path, run: Run) -> None:
    """And is missed when a later day is closed; one closed by hand is done, and closed before a later one only."""
    hand_in(workspace, 4, "bad")
    hand_in(workspace, 5)
    (workspace / "packs" / "2027-01-05").rename(workspace / "other")
    code, told = run(5)
    assert (code, outcomes(told)) == (1, [("04", "refused")])
    assert "[" in told["days"][0]["words"]
    (workspace / "other").rename(workspace / "packs" / "2027-01-06")
    assert outcomes(run(7)[1]) == [("04", "refused"), ("05", "late"), ("06", "refused")]
    hand_in(workspace, 7)
    told = run(8)[1]
    assert [outcome for _, outcome in outcomes(told)][:3] == ["missed"] * 3


def test_notices_go_out_at_least_once_and_say_what_became_of_them(
    run: Run, mailbox: tuple[Mailbox, int], receiver: Receiver
) -> None:
    """A server that is down, a receiver that redirects or fails: tried again later, under the same id."""
    box, _ = mailbox
    box.answers, receiver.answers = ["451 later"], [503, 302]
    code, told = run(5)
    assert (code, outcomes(told), told["notices"]) == (1, [("04", "late")], {"sent": 0, "failed": 2})
    assert run(5)[1]["notices"] == {"sent": 0, "failed": 0}
    assert run(5, "12:01:00")[1]["notices"] == {"sent": 1, "failed": 1}
    assert run(5, "12:03:00")[1]["notices"] == {"sent": 1, "failed": 0}
    assert run(5, "23:00:00")[1]["notices"] == {"sent": 0, "failed": 0}
    (mail,), ((identifier, body),) = box.taken, receiver.taken
    assert mail["Hikiate-Notice"] == identifier == body["id"]
    assert mail["Message-ID"] == f"<{identifier}@aoba.example>"
    assert mail["To"] == "desk@aoba.example, risk@aoba.example"
    assert mail["Subject"] == "[Hikiate] No pack yet for 2027-01-04"
    assert (body["schema"], body["kind"], body["day"]) == ("hikiate/notice/1", "day.late", "2027-01-04")


def test_a_breach_found_is_told_and_a_lost_record_is_sent_again(
    workspace: Path, run: Run, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between sending and recording: the receiver sees the same id twice, and the book holds one."""
    hand_in(workspace, 4, "in_breach")

    def killed(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(daily, "attempted", killed)
        with pytest.raises(KeyboardInterrupt):
            daily.run(Asked(workspace, "ann", "2027-01-05T12:00:00+09:00", as_json=True, lang="en"))
    code, told = run(5)
    assert (code, told["days"]) == (0, [])
    breaches = [(name, body["code"]) for name, body in receiver.taken if body["kind"] == "breach.found"]
    assert breaches
    assert len({name for name, _ in receiver.taken}) in {len(receiver.taken), len(receiver.taken) - 1}


def test_without_its_secret_or_password_a_notice_waits(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch, mailbox: tuple[Mailbox, int], receiver: Receiver
) -> None:
    """Said without what it is; and a wrong password, and a server that is not there."""
    monkeypatch.delenv("WEBHOOK_SECRET")
    (workspace.parent / "password").unlink()
    assert run(5)[1]["notices"] == {"sent": 0, "failed": 2}
    (workspace.parent / "password").write_text("another password of it", encoding="utf-8")
    monkeypatch.setenv("WEBHOOK_SECRET", "another secret of it")
    assert run(5, "12:01:00")[1]["notices"] == {"sent": 0, "failed": 2}
    settings = workspace / "hikiate.toml"
    ports = (f"port = {mailbox[1]}", f":{receiver.server_port}/")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(ports[0], "port = 1").replace(ports[1], ":1/"), encoding="utf-8")
    assert run(5, "12:03:00")[1]["notices"] == {"sent": 0, "failed": 2}


def test_the_run_is_kept_going_whatever_fails(
    workspace: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, receiver: Receiver
) -> None:
    """A user without a role, a disk that is full (its breach is told nevertheless), and then a day that is closed."""
    hand_in(workspace, 4, "in_breach")
    slept: list[float] = []

    def asked(user: str) -> Asked:
        return Asked(workspace, user, "2027-01-05T12:00:00+09:00", as_json=False, lang="en")

    daily.keep(asked("nobody"), 7, 1, slept.append)
    with monkeypatch.context() as patched:
        patched.setattr("hikiate.storage.workspace.backups.dump", _full)
        daily.keep(asked("ann"), 7, 1, slept.append)
    assert {body["kind"] for _, body in receiver.taken} == {"breach.found"}
    daily.keep(asked("ann"), 7, 2, slept.append)
    daily.days(asked("ann"))
    daily.notices(asked("ann"))
    out, err = (text.decode() for text in capfdbinary.readouterr())
    assert slept == [7] * 4
    assert "[workspace.user]" in err
    assert "No space left" in err
    assert out.count("2027-01-04  closed, in breach\n") == 1
    assert "2027-01-04" in out


def _full(*_words: object) -> None:
    raise OSError(28, "No space left on device", "saved")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[daily", ["input.unreadable"]),
        ("[other]\n", ["input.unknown_key"]),
        ("daily = 1", ["input.blank", "input.blank", "input.wrong_value"]),
        ('[daily]\nbegins = 2027-01-04\nclose_by = "noon"', ["input.wrong_value"]),
        ("[daily]\nbegins = 2027-01-04\nclose_by = 10:00:00\ndays_after = -1", ["input.wrong_value"]),
        ('[mail]\nhost = "h"\nfrom = "a@b"\nto = ["c"]', ["input.wrong_value"]),
        ('[mail]\nhost = "h"\nfrom = "a@b"\nto = ["c@d"]\nsecurity = "none"', ["input.wrong_value"]),
        ('[mail]\nhost = "h"\nfrom = "a@b"\nto = ["c@d"]\nsecurity = "some"', ["input.not_a_choice"]),
        ('[mail]\nhost = "h"\nfrom = "a@b"\nto = ["c@d"]\nuser = "u"\nport = 99999', ["input.wrong_value"] * 2),
        ('[[webhook]]\nname = "a"\nurl = "http://example.jp/"\nsecret_env = "S"', ["input.wrong_value"]),
        ('[[webhook]]\nname = "mail"\nurl = "https://u:p@example.jp/"', ["input.wrong_value"] * 3),
        (
            '[[webhook]]\nname = "a"\nurl = "https://[::1/"\nsecret_env = "S"\nsecret_file = "s"',
            ["input.wrong_value"] * 2,
        ),
        ("source = 1", ["input.wrong_value"]),
        ("[files]\n", ["input.blank"]),
    ],
)
def test_settings_that_cannot_be_worked_with_are_refused(tmp_path: Path, text: str, codes: list[str]) -> None:
    """All faults at once, and no secret among them."""
    from hikiate.kernel.findings import Refused  # noqa: PLC0415 - beside its only use

    (tmp_path / "hikiate.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_settings(tmp_path)
    assert [fault.code for fault in refused.value.faults] == codes
    assert "u:p" not in str(refused.value)
