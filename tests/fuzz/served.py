"""What is asked of the running software: requests to the API and the pages in this process, and command lines."""

import contextlib
import io
import json
import os
import sys
from functools import cache
from itertools import count

from django.conf import settings
from scratch import ROOT, begun, kept, scratch
from watching import Target

from hikiate.cli.main import EXIT_INTERRUPTED, EXIT_REFUSED, main
from hikiate.kernel.findings import Finding, Refused
from hikiate.storage.database.connection import VARIABLE, disconnect

_KEYS = count(1)
_REFUSED = 400
_FAILED = 500
_UNBOUNDED = {"serve", "demo", "stress", "mix", "impact", "drill", "replay", "collect", "day", "example"}
"""Commands that serve, ask a network, or compute for as long as they are told to."""
_NUMBER_LENGTH_MAX = 3
_STEERED = (VARIABLE, "HIKIATE_WORKSPACE", "HIKIATE_LANG", "HIKIATE_USER")


class ServerFailed(Exception):
    """An answer that says the server is at fault."""


class Defect(Exception):
    """A command line that ended in words of a defect."""


@cache
def _office() -> str:
    """A workspace in memory with one close; gives back the token of its administrator."""
    for name in _STEERED:
        os.environ.pop(name, None)
    sys.path[:0] = [str(ROOT / "tests" / "web"), str(ROOT / "tests" / "cli")]
    from callers import new_token  # noqa: PLC0415 - stands with the tests of the pages
    from office import make_office  # noqa: PLC0415 - as above

    from hikiate.storage.database.connection import Place  # noqa: PLC0415 - only this target needs Django
    from hikiate.web.settings import configure  # noqa: PLC0415 - as above

    configure(Place("nowhere", {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}), ["testserver"])
    return str(new_token(make_office(scratch() / "office"), "sato"))


def a_request(data: bytes) -> None:
    """A request: a line with method and address, and then the body."""
    token = _office()
    from django.test import Client  # noqa: PLC0415 - after Django is set up

    head, _, body = data.partition(b"\n")
    method, _, address = head.decode("utf-8", "replace").partition(" ")
    if method not in {"GET", "POST"} or not address.startswith("/"):
        return
    headers = {"authorization": f"Bearer {token}", "idempotency-key": f"fuzz-{next(_KEYS)}"}
    client = Client(raise_request_exception=False)
    with contextlib.redirect_stderr(io.StringIO()):
        answer = client.generic(method, address, body, "application/json", headers=headers)
    if answer.status_code >= _FAILED and answer.status_code != 503:
        raise ServerFailed(f"{answer.status_code} {head[:100]!r} {bytes(answer.content)[:200]!r}")
    if answer.status_code >= _REFUSED:
        raise Refused(_problem(answer.status_code))


def _problem(status: int) -> list[Finding]:
    """A refusal as the watch counts it."""
    from hikiate.facts.faults import WRONG_VALUE  # noqa: PLC0415 - as above

    return [WRONG_VALUE.at("request", value=status, wanted="a request", wanted_ja="要求")]


def requests() -> list[bytes]:
    """Every operation of the API with the examples of its own document, and the pages."""
    _office()
    from django.test import Client  # noqa: PLC0415 - after Django is set up

    plain = json.loads(Client().get("/api/v1/openapi.json").content)
    made = kept("request")
    for path, methods in plain["paths"].items():
        for method, operation in methods.items():
            named = {
                one["name"]: one.get("example", 1) for one in operation.get("parameters", ()) if one["in"] == "path"
            }
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            body = json.dumps(content.get("example", {})) if content else ""
            address = path
            for name, value in named.items():
                address = address.replace(f"{{{name}}}", str(value))
            made.append(f"{method.upper()} {address}\n{body}".encode())
    return made


def a_command_line(data: bytes) -> None:
    """Words after `hikiate`, one a line, in a folder with packs; what would leave it or never end is left out."""
    words = [word for word in data.decode("utf-8", "surrogateescape").split("\n") if word]
    if any(_leads_out(word) for word in words) or _UNBOUNDED.intersection(words):
        return
    folder = scratch() / "line" / "a" / "b"
    if not folder.exists():
        folder.mkdir(parents=True)
        for name in ("in_breach", "in_order", "bad"):
            (folder / name).mkdir()
            for path in (ROOT / "tests/cli/packs" / name).iterdir():
                (folder / name / path.name).write_bytes(path.read_bytes())
    before, stood, argued = os.environ.copy(), os.getcwd(), sys.argv  # noqa: PTH109 - given back to os below
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True) for _ in range(2))
    os.environ["HIKIATE_WORKSPACE"] = str(folder / "w")
    sys.argv = ["hikiate", *words]
    os.chdir(folder)
    code: object = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as ended:
        code = ended.code
    finally:
        os.chdir(stood)
        sys.argv = argued
        os.environ.clear()
        os.environ.update(before)
        if settings.configured:
            disconnect()
    said = "".join(stream.buffer.getvalue().decode("utf-8", "replace") for stream in (err, out))
    if "defect of Hikiate" in said or "本ソフトウェアの不具合" in said or "Traceback" in said:
        raise Defect(said[-300:])
    if code not in {0, None, 1, EXIT_REFUSED, 3, EXIT_INTERRUPTED}:
        raise Defect(f"exit {code}")
    if code == EXIT_REFUSED:
        raise Refused(_problem(EXIT_REFUSED))


def _leads_out(word: str) -> bool:
    """Whether a word could name a place outside the folder, a network, or a number of hours."""
    value = word.rpartition("=")[2]
    long = value.lstrip("+-").isdigit() and len(value) > _NUMBER_LENGTH_MAX
    return value.startswith(("/", "~")) or ".." in word or "://" in word or "\0" in word or long


TARGETS = [
    Target("request", "json", a_request, requests, 0.5),
    Target("command line", "words", a_command_line, begun("command-line"), 0.15),
]
