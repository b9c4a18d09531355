"""A list in XML read entry by entry: no document type, no entity, and no more bytes than a list has."""

import io
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from hikiate.conduct.screening import faults
from hikiate.facts.faults import UNREADABLE
from hikiate.kernel.findings import Refused

BYTES_MAX = 256 * 1024 * 1024


def root_of(file: str, content: bytes) -> tuple[str, dict[str, str]]:
    """The name of the outermost element, without its namespace, and its attributes; Refused where it is no XML."""
    _, root = next(_events(file, content))
    return _local(root), dict(root.attrib)


def entries(file: str, content: bytes, names: set[str]) -> Iterator[Any]:
    """The elements of these names, one by one and whole; names inside are without namespace. Refused as above."""
    for event, element in _events(file, content):
        if event == "end" and _local(element) in names:
            for inner in element.iter():
                inner.tag = _local(inner)
            yield element
            element.clear()


def text_at(element: Any, path: str) -> str:  # noqa: ANN401 - defusedxml has no types
    """The text of an element inside, without blanks around it; empty where there is none."""
    return (element.findtext(path) or "").strip()


def _events(file: str, content: bytes) -> Iterator[tuple[str, Any]]:
    if len(content) > BYTES_MAX:
        raise Refused([faults.TOO_LARGE.at(file, size=len(content), limit=BYTES_MAX)])
    try:
        yield from iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:  # the last two: of an encoding
        said = str(error).partition("\n")[0]
        raise Refused(
            [UNREADABLE.at(file, value=said, wanted="whole XML without a DTD", wanted_ja="DTD のない完全な XML")]
        ) from error


def _local(element: Any) -> str:  # noqa: ANN401 - as above
    return str(element.tag).rpartition("}")[2]
