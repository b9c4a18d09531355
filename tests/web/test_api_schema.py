"""The OpenAPI document against the server: schemathesis sends what it allows and what it forbids, and believes nothing.

Short here; `make fuzz` is longer (HIKIATE_FUZZ says how many examples an operation gets).
"""

import contextlib
import json
import os
from collections import Counter
from typing import Any
from unittest import SkipTest

import hypothesis
import pytest
import schemathesis
from callers import Caller, new_token
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from hikiate.desk.desks import Desk

EXAMPLES = int(os.environ.get("HIKIATE_FUZZ", "2"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_server_does_what_its_document_says(desk: Desk, mode: GenerationMode) -> None:
    """No failure of ours, no status, media type or body that the document does not name."""
    token = new_token(desk, "sato")
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    schema = schemathesis.openapi.from_dict(document)
    schema.app = get_wsgi_application()
    tried = Counter[int]()
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]  # one that is no schema fails the test here

        @hypothesis.settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[hypothesis.Phase.generate],
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def held(case: Any) -> None:  # noqa: ANN401 - schemathesis' own
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"fuzz-{tried.total()}"}
            answer = case.call_and_validate(headers=headers, checks=CHECKS)
            tried[answer.status_code] += 1

        # What has nothing that could be wrong has no wrong requests.
        with contextlib.suppress(Unsatisfiable, SkipTest):
            held()
    assert tried[200] if mode is GenerationMode.POSITIVE else tried[422], tried
    assert tried.total() >= len(document["paths"])


def test_every_operation_has_examples_and_says_how_it_fails(desk: Desk) -> None:
    """Words, an example of what is taken and answered, and problems under their own media type."""
    assert desk.folder.is_dir()
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            named = f"{method} {path}"
            assert operation["summary"], named
            if "requestBody" in operation:
                for media, content in operation["requestBody"]["content"].items():
                    assert media == "multipart/form-data" or content["example"], named
            for status, answer in operation["responses"].items():
                media = next(iter(answer["content"]))
                assert (media == "application/problem+json") == (int(status) >= 400), named
                assert media == "text/csv" or answer["content"][media]["example"], named
            if path != "/api/v1/health":
                assert {"401", "403", "422"} <= operation["responses"].keys(), named
            if method == "post":
                assert "409" in operation["responses"], named
                assert [one["name"] for one in operation["parameters"]].count("Idempotency-Key") == 1, named


@pytest.mark.parametrize("path", ["/closes", "/journal", "/incidents", "/requests", "/balances", "/findings"])
def test_amounts_are_text_in_every_list(desk: Desk, path: str) -> None:
    """No number with a point stands anywhere in an answer, whatever it means."""
    answer = Caller(new_token(desk, "sato")).get(path)
    assert answer.status_code == 200

    def floats(plain: object) -> list[object]:
        if isinstance(plain, dict):
            return [found for value in plain.values() for found in floats(value)]
        if isinstance(plain, list):
            return [found for value in plain for found in floats(value)]
        return [plain] if isinstance(plain, float) else []

    assert floats(answer.json()) == []
