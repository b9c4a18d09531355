"""What an audit finds of a database, as a test compares it."""

from hikiate.operations.workspace.audit import Audited, audit
from hikiate.storage.database.connection import Place
from hikiate.storage.database.reading import snapshot


def found(place: Place) -> list[tuple[str, str]]:
    """Code and place of what an audit finds."""
    with snapshot(place) as book:
        return [(finding.code, finding.where) for finding in audit(book, Audited())]
