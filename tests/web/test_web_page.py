"""The local server: on this machine only, nothing but the pages, and an end without noise."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping

import pytest

from hikiate.kernel.findings import Refused
from hikiate.web.page import PageServer, preferred_language, serve, server

PAGES: dict[str, bytes | tuple[str, bytes]] = {
    "/ja/": "<!DOCTYPE html><p>判定".encode(),
    "/en/": b"<!DOCTYPE html><p>verdict",
    "/ja/report.pdf": ("application/pdf", b"%PDF"),
}


@pytest.fixture
def running() -> Iterator[PageServer]:
    """A server on any free port, ended after the test."""
    with server(PAGES, 0) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def asked(
    running: PageServer, path: str, headers: Mapping[str, str] | None = None, method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer to one request and its body."""
    connection = http.client.HTTPConnection("127.0.0.1", running.server_address[1], timeout=5)
    connection.request(method, path, headers=dict(headers or {}))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_pages_stand_at_their_addresses_with_their_types(running: PageServer) -> None:
    """HTML unless said otherwise; a query changes nothing."""
    answer, body = asked(running, "/ja/?x=1")
    assert (answer.status, answer.getheader("Content-Type")) == (200, "text/html; charset=utf-8")
    assert body.decode() == "<!DOCTYPE html><p>判定"
    answer, body = asked(running, "/ja/report.pdf")
    assert (answer.getheader("Content-Type"), body) == ("application/pdf", b"%PDF")


@pytest.mark.parametrize(
    ("accepted", "path"),
    [
        ("en-US,en;q=0.9,ja;q=0.8", "/en/"),
        ("ja,en;q=0.5", "/ja/"),
        ("fr", "/ja/"),
        ("fr,en;q=0.1", "/en/"),
        ("", "/ja/"),
    ],
)
def test_the_root_leads_to_the_preferred_language(running: PageServer, accepted: str, path: str) -> None:
    """Japanese where the browser names neither."""
    answer, _ = asked(running, "/", {"Accept-Language": accepted})
    assert (answer.status, answer.getheader("Location"), answer.getheader("Vary")) == (302, path, "Accept-Language")


def test_a_weight_that_is_no_number_counts_for_nothing() -> None:
    """A broken header is no error."""
    assert preferred_language("en;q=much, ja;q=0.1") == "ja"
    assert preferred_language("EN-gb;q=0.2, ja;q=0.1") == "en"


def test_a_missing_slash_is_led_to_the_page(running: PageServer) -> None:
    """People type /ja."""
    answer, _ = asked(running, "/ja")
    assert (answer.status, answer.getheader("Location")) == (302, "/ja/")


def test_what_is_not_there_is_said_in_both_languages(running: PageServer) -> None:
    """Neither the path nor anything of the machine is repeated."""
    for path in ("/nothing", "/../../etc/passwd", "/ja/%2e%2e/x", "/favicon.ico"):
        answer, body = asked(running, path)
        assert answer.status == 404
        assert "ページが見つかりません" in body.decode()
        assert "There is no such page" in body.decode()
        assert path.encode() not in body


def test_every_answer_carries_the_security_headers(running: PageServer) -> None:
    """Found, led on, missing and misdirected alike."""
    for path, headers in (("/ja/", {}), ("/", {}), ("/nothing", {}), ("/ja/", {"Host": "example.test"})):
        answer, _ = asked(running, path, headers)
        policy = answer.getheader("Content-Security-Policy") or ""
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("Cache-Control") == "no-store"


def test_another_hosts_name_is_turned_away(running: PageServer) -> None:
    """A foreign site whose name was pointed at this machine gets no report."""
    for host in ("evil.test", "evil.test:80", "127.0.0.1.evil.test", ""):
        answer, body = asked(running, "/ja/", {"Host": host})
        assert answer.status == 421
        assert "判定" not in body.decode()
    for host in ("localhost", f"localhost:{running.server_address[1]}", "127.0.0.1"):
        assert asked(running, "/ja/", {"Host": host})[0].status == 200


def test_head_gives_the_length_and_no_body(running: PageServer) -> None:
    """A browser may ask first."""
    answer, body = asked(running, "/en/", method="HEAD")
    assert (answer.status, answer.getheader("Content-Length"), body) == (200, "25", b"")


def test_nothing_can_be_sent_to_it(running: PageServer) -> None:
    """The page is read only."""
    assert asked(running, "/ja/", method="POST")[0].status == 501


def test_it_listens_on_this_machine_only(running: PageServer) -> None:
    """The address is the loopback's."""
    assert running.server_address[0] == "127.0.0.1"
    assert running.address == f"http://127.0.0.1:{running.server_address[1]}/"


def test_a_taken_port_is_refused_in_words() -> None:
    """No stack trace for a port in use."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refused) as refused:
            serve(PAGES, port, open_message=pytest.fail)
    (fault,) = refused.value.faults
    assert fault.code == "serve.port_taken"
    assert str(port) in fault.en.found
    assert str(port) in fault.ja.found


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    """Ports go from 0 to 65535."""
    with pytest.raises(Refused) as refused:
        server(PAGES, port)
    assert refused.value.faults[0].code == "serve.port_refused"


def test_a_port_that_the_machine_refuses_is_said_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port below 1024 may need rights that the user lacks."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("socketserver.TCPServer.server_bind", refuse)
    with pytest.raises(Refused) as refused:
        server(PAGES, 80)
    assert "Permission denied" in refused.value.faults[0].en.found


def test_ctrl_c_ends_it_quietly() -> None:
    """Exit code 0, nothing on stderr."""
    program = (
        "from hikiate.web.page import serve\n"
        "serve({'/ja/': b'x'}, 0, open_message=lambda address: print(address, flush=True))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline().startswith("http://127.0.0.1:")
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=10)
    assert (started.returncode, said) == (0, "")
