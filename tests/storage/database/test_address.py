"""The address of a PostgreSQL server: whatever is not on this machine is reached by TLS unless it is said."""

from pathlib import Path

import pytest

from hikiate.storage.database.connection import VARIABLE, place_of


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("postgresql://db.firm.example/hikiate", "require"),
        ("postgresql:///hikiate?hostaddr=10.0.0.7", "require"),
        ("postgresql://db.firm.example/hikiate?sslmode=verify-full", "verify-full"),
        ("postgresql://db.firm.example/hikiate?sslmode=disable", "disable"),
        ("postgresql://localhost:5433/hikiate", None),
        ("postgresql:///hikiate?host=/run/postgresql", None),
        ("postgresql:///hikiate", None),
    ],
)
def test_another_machine_is_reached_by_tls(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str, wanted: str | None
) -> None:
    """And an operator's own PGSSLMODE counts for all."""
    monkeypatch.delenv("PGSSLMODE", raising=False)
    monkeypatch.setenv(VARIABLE, address)
    assert place_of(tmp_path).options["OPTIONS"].get("sslmode") == wanted
    monkeypatch.setenv("PGSSLMODE", "verify-ca")
    stated = "sslmode=" in address
    assert place_of(tmp_path).options["OPTIONS"].get("sslmode") == (wanted if stated else None)
