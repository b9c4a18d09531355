#!/usr/bin/env python3
"""A client of Hikiate's API in one file, of Python's own library alone: close a day, and read what is wrong with it.

    hikiate api-token create NAME --name "nightly close" --scope read --scope days:write
    export HIKIATE_TOKEN=hik_...
    python3 hikiate_client.py http://127.0.0.1:8710 PACK_FOLDER

Ends with 0 where the day is in order, 1 where a duty is breached, 2 where the pack was refused.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

_SECONDS = 600
_TRIES = 5


class Problem(Exception):
    """An answer that says no (RFC 9457): its kind, its status, every fault, with Japanese beside the English."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self.kind = str(plain["type"]).rpartition(":")[2]
        self.status = int(plain["status"])
        self.faults: list[Mapping[str, Any]] = list(plain["faults"])
        self.instance = str(plain["instance"])
        super().__init__(f"{plain['title']} ({self.instance})")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a close. `value` is decimal text, for `decimal.Decimal` and never for `float`; None is undecided."""

    name: str
    value: str | None
    unit: str
    status: str
    citation: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A day that was closed."""

    close: str
    verdict: str
    already: bool


class Hikiate:
    """The API at an address, called with a token."""

    def __init__(self, address: str, token: str) -> None:
        self.base, self.token = f"{address.rstrip('/')}/api/v1", token

    def hand_in(self, folder: Path) -> str:
        """Hand in the files of a pack; gives back its digest. Problem with every fault where it is refused."""
        boundary = uuid4().hex
        parts = [part for path in sorted(folder.iterdir()) if path.is_file() for part in _part(boundary, path)]
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        answer = self._post("/packs", body, f"multipart/form-data; boundary={boundary}")
        return str(answer["pack"])

    def close(self, pack: str, *rulebooks: str) -> Closed:
        """Close the day of a pack that was handed in, under the rulebooks that it names where none are given."""
        answer = self._post_json("/closes", {"pack": pack, "rulebooks": list(rulebooks)})
        return Closed(answer["close"], answer["verdict"], answer["already"])

    def figures(self, close: str = "latest", starts_with: str = "") -> Iterator[Figure]:
        """The figures of a close, page after page."""
        for row in self._rows(f"/closes/{close}/figures", {"starts_with": starts_with}):
            yield Figure(row["name"], row["value"], row["unit"], row["status"], row["citation"])

    def explain(self, figure: str, close: str = "latest") -> str:
        """How a figure was reached, in Japanese."""
        return str(self._get(f"/closes/{close}/figures/{quote(figure)}")["ja"])

    def findings(self) -> Iterator[Mapping[str, Any]]:
        """The findings that are not done."""
        yield from self._rows("/findings", {})

    def _rows(self, path: str, query: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        cursor: str | None = ""
        while cursor is not None:
            asked = {**query, "limit": "200", **({"cursor": cursor} if cursor else {})}
            page = self._get(f"{path}?{urlencode(asked)}")
            yield from page["rows"]
            cursor = page["next"]

    def _get(self, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self._answer(Request(self.base + path, headers=self._headers()))  # noqa: S310 - the address is the caller's

    def _post_json(self, path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self._post(path, json.dumps(body).encode(), "application/json")

    def _post(self, path: str, body: bytes, media: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Send a change. Every try has the same key, so that the change is made once whatever the network does."""
        headers = self._headers() | {"Content-Type": media, "Idempotency-Key": str(uuid4())}
        for left in range(_TRIES - 1, -1, -1):
            try:
                return self._answer(Request(self.base + path, body, headers))  # noqa: S310 - the address is the caller's
            except Problem as problem:
                if problem.status != HTTPStatus.SERVICE_UNAVAILABLE or not left:
                    raise
            except OSError:
                if not left:
                    raise
            time.sleep(1)
        raise AssertionError("the last try returned or raised")

    def _answer(self, request: Request) -> Any:  # noqa: ANN401 - whatever JSON holds
        try:
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - the address is the caller's
                return json.load(answer)
        except HTTPError as error:
            raise Problem(json.load(error)) from error

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}


def _part(boundary: str, path: Path) -> Iterator[bytes]:
    yield f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{path.name}"\r\n\r\n'.encode()
    yield path.read_bytes()
    yield b"\r\n"


def main() -> int:
    """Close the day of a pack, and say what is wrong."""
    api = Hikiate(sys.argv[1], os.environ["HIKIATE_TOKEN"])
    try:
        closed = api.close(api.hand_in(Path(sys.argv[2])))
    except Problem as problem:
        for fault in problem.faults:
            sys.stdout.write(f"{fault['where']}: {fault['ja']['found']} → {fault['ja']['do']}\n")
        return 2
    sys.stdout.write(f"{closed.verdict} {closed.close}\n")
    for figure in api.figures(closed.close, starts_with="reserve."):
        sys.stdout.write(f"{figure.name} {figure.value} {figure.unit} ({figure.status})\n")
    for finding in api.findings():
        sys.stdout.write(f"{finding['severity']} {finding['code']} {finding['where']} {finding['due']}\n")
    return 0 if closed.verdict == "in_order" else 1


if __name__ == "__main__":
    sys.exit(main())
