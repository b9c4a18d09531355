"""The server as a user starts it: behind a proxy with TLS, and with a first link to log in by."""

import os
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
COMMAND = Path(sysconfig.get_path("scripts")) / "hikiate"
FROM_PROXY = {"Host": "console.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}


@contextmanager
def serving(workspace: Path, *options: str) -> Iterator[tuple[int, list[str]]]:
    """A server on a free port: the port, and what it said when it opened."""
    environment = {**os.environ, "HIKIATE_LANG": "en", "PYTHONUTF8": "1"}
    call = [str(COMMAND), "serve", "--workspace", str(workspace), "--port", "0", *options]
    with subprocess.Popen(call, stderr=subprocess.PIPE, env=environment, encoding="utf-8") as process:
        assert process.stderr is not None
        said = [process.stderr.readline(), process.stderr.readline()]
        try:
            yield int(said[0].rstrip().rstrip("/").rpartition(":")[2]), said
        finally:
            process.terminate()


def asked(port: int, path: str) -> HTTPResponse:
    """The answer to a request as a proxy sends it."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers=FROM_PROXY)
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("198.51.100.9", False)])
def test_only_the_proxy_is_believed(run_hikiate: Run, tmp_path: Path, proxy: str, *, believed: bool) -> None:
    """Who says that a request came by TLS is the proxy that was named, and nobody else."""
    assert run_hikiate("init", tmp_path / "firm", "--user", "sato")[0] == 0
    with serving(tmp_path / "firm", "--name", "console.example", "--proxy", proxy) as (port, said):
        assert "sato sets a password here, once" in said[1]
        answer = asked(port, "/accounts/login/")
        assert answer.status == 200
        assert ("Strict-Transport-Security" in answer.headers) is believed
        assert "Secure" in str(answer.headers["Set-Cookie"])
