"""The API as it describes itself: OpenAPI with problems under their media type and an example of every answer."""

import json
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from hikiate.web.api.problems import KINDS, MEDIA_TYPE, STATUSES

_FIRST_PROBLEM = 400
_REFERENCE = "#/components/schemas/"


class DescribedApi(NinjaAPI):
    """Ninja's API, whose description says of problems and examples what ninja's own leaves out."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        examples = Examples(schema["components"]["schemas"])
        for operations in schema["paths"].values():
            for operation in operations.values():
                if media := operation.pop("x-media", None):
                    file = {"type": "string", "format": "binary"}
                    operation["responses"][200]["content"] = {media.partition(";")[0]: {"schema": file}}
                for status, response in operation["responses"].items():
                    _describe(response, int(status), examples)
                if "requestBody" in operation:
                    for content in operation["requestBody"]["content"].values():
                        _exemplify(content, examples)
        return schema


@cache
def document(api: NinjaAPI) -> bytes:
    """The document's bytes, made once."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, default=str).encode()


def openapi(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The answer that is the document; open to everybody, since it says nothing of any firm."""
    del request
    response = HttpResponse(document(api), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


class Examples:
    """Examples of schemas, put together from those of their fields."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self.schemas = schemas

    def of(self, schema: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
        """An example of a schema."""
        if schema.get("examples"):
            return schema["examples"][0]
        if "$ref" in schema:
            return self.of(self.schemas[schema["$ref"].removeprefix(_REFERENCE)])
        if "default" in schema:
            return schema["default"]
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        if "anyOf" in schema:
            return self.of(schema["anyOf"][0])
        return self._of_type(schema)

    def _of_type(self, schema: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
        match schema.get("type"):
            case "object":
                fields = schema.get("properties", {})
                return {name: self.of(field) for name, field in fields.items()}
            case "array":
                return [self.of(schema["items"])]
            case "integer":
                return schema.get("minimum", 1)
            case "boolean":
                return False
            case _:
                return "text"


def _describe(response: dict[str, Any], status: int, examples: Examples) -> None:
    content = response.get("content", {})
    for media in content.values():
        _exemplify(media, examples)
    if status < _FIRST_PROBLEM or "application/json" not in content:
        return
    name = STATUSES[status]
    kind = KINDS[name]
    media = content.pop("application/json")
    media["example"] = {
        "type": f"urn:hikiate:problem:{name}",
        "title": kind.title.en,
        "status": status,
        "detail": kind.detail.en,
        "instance": "urn:hikiate:request:1f0c9a7be2d34568",
        "ja": {"title": kind.title.ja, "detail": kind.detail.ja},
        "faults": [],
    }
    content[MEDIA_TYPE] = media
    response["description"] = kind.title.en


def _exemplify(media: dict[str, Any], examples: Examples) -> None:
    if media.get("schema", {}).get("format") != "binary":
        media["example"] = examples.of(media["schema"])
