"""Calls to a node by JSON-RPC over HTTP: within seconds, within a size, and numbers as the text that was sent."""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.request import Request

from hikiate.kernel.parsing import json_values
from hikiate.storage.collectors.answers import NoAnswer
from hikiate.storage.outbound import Unanswered, answered

SECONDS = 20
BYTES_MAX = 32 * 1024 * 1024
_CALLS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Node:
    """Where a node is asked, and by whom."""

    url: str
    user: str = ""
    password: bytes = b""

    def call(self, method: str, *parameters: object) -> Any:  # noqa: ANN401 - whatever the method answers
        """The answer of one call; NoAnswer where there is none."""
        return self.calls([(method, parameters)])[0]

    def calls(self, wanted: Sequence[tuple[str, Sequence[object]]]) -> list[Any]:
        """The answers of many calls in their order; NoAnswer where one of them has none."""
        answers: list[Any] = []
        for first in range(0, len(wanted), _CALLS_AT_ONCE):
            part = wanted[first : first + _CALLS_AT_ONCE]
            body = [_call(number, *call) for number, call in enumerate(part)]
            given = self._sent(body[0] if len(body) == 1 else body)
            answers += _in_order(given if isinstance(given, list) else [given], len(part))
        return answers

    def _sent(self, body: object) -> Any:  # noqa: ANN401 - as above
        headers = {"Content-Type": "application/json", "User-Agent": "hikiate"}
        if self.user:
            headers["Authorization"] = "Basic " + b64encode(f"{self.user}:".encode() + self.password).decode()
        request = Request(self.url, json.dumps(body).encode(), headers)  # noqa: S310 - the settings take https, or this machine
        try:
            return read_json(answered(request, SECONDS, BYTES_MAX))
        except Unanswered as error:
            raise NoAnswer(str(error)) from None


def read_json(content: bytes) -> Any:  # noqa: ANN401 - as above
    """JSON with its numbers as they are written; NoAnswer for what is none."""
    try:
        return json_values(content, parse_float=str)
    except ValueError:
        raise NoAnswer("no JSON") from None


def _call(number: int, method: str, parameters: Sequence[object]) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": list(parameters)}


def _in_order(given: Sequence[Any], count: int) -> list[Any]:
    by_id = {answer.get("id"): answer for answer in given if isinstance(answer, Mapping)}
    answers = []
    for number in range(count):
        answer = by_id.get(number)
        if answer is None or answer.get("error") is not None or "result" not in answer:
            error = answer.get("error") if answer else None
            code = error.get("code") if isinstance(error, Mapping) else None
            raise NoAnswer(f"error {code}" if code is not None else "no result")
        answers.append(answer["result"])
    return answers
