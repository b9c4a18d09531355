"""Idempotency keys: a change is made once, its answer is the same ever after, and a key stands for one request."""

from pathlib import Path

import pytest
from callers import Caller, codes, new_token

from hikiate.book.records import Incident
from hikiate.desk.desks import Desk

OTHER = 'id = "other"\nkind = "insider"\nnoticed_at = 2026-11-20T10:00:00+09:00\n'
INCIDENT = OTHER.replace("other", "flow")


@pytest.fixture
def maker(any_desk: Desk) -> Caller:
    """A system of sato."""
    return Caller(new_token(any_desk, "sato"))


@pytest.fixture
def lone_maker(desk: Desk) -> Caller:
    """A system of sato, on SQLite alone."""
    return Caller(new_token(desk, "sato"))


def test_the_same_key_with_the_same_content_is_answered_the_same(any_desk: Desk, maker: Caller) -> None:
    """Byte by byte, and nothing is done twice; the order of JSON's keys is no content."""
    first = maker.post("/incidents", {"content": INCIDENT, "file_name": "a.toml"}, key="one")
    again = maker.post("/incidents", {"file_name": "a.toml", "content": INCIDENT}, key="one")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert any_desk.book.count(Incident) == 1
    # Told anew, the verb itself would say that the incident stood there already.
    assert first.json() == {"incident": "flow", "already": False}


def test_the_same_key_with_other_content_changes_nothing(any_desk: Desk, maker: Caller) -> None:
    """Also where only the address differs."""
    maker.post("/incidents", {"content": INCIDENT}, key="one")
    other = maker.post("/incidents", {"content": OTHER}, key="one")
    assert (other.status_code, other.json()["type"]) == (409, "urn:hikiate:problem:key-reused")
    assert maker.post("/reserve/provisions", {"asset": "JPY", "amount": "1"}, key="one").status_code == 409
    assert any_desk.book.count(Incident) == 1
    # Another's key of the same letters is another key.
    assert Caller(new_token(any_desk, "sato")).post("/incidents", {"content": OTHER}, key="one").status_code == 201


def test_what_was_refused_is_not_kept(desk: Desk, lone_maker: Caller) -> None:
    """Nothing came of it, so the key is still good."""
    refused = lone_maker.post("/incidents", {"content": "id = 1"}, key="one")
    assert set(codes(refused)) == {"incident.malformed"}
    assert len(refused.json()["faults"]) == 3
    assert {"found", "wanted", "do"} <= refused.json()["faults"][0]["ja"].keys()
    assert lone_maker.post("/incidents", {"content": INCIDENT}, key="one").status_code == 201
    assert desk.book.count(Incident) == 1


@pytest.mark.parametrize("key", [None, " ", "é" * 3, "k" * 256])
def test_a_change_needs_a_key(desk: Desk, lone_maker: Caller, key: str | None) -> None:
    """Missing, blank, of other letters, too long."""
    answer = lone_maker.post("/incidents", {"content": INCIDENT}, key=key)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:hikiate:problem:no-key")
    assert desk.book.count(Incident) == 0


def test_a_close_and_its_files_are_keyed_as_well(desk: Desk, lone_maker: Caller) -> None:
    """Though their boundary is another at each sending, and a close works outside its unit of work."""
    folder = desk.folder / "packs" / "2026-11-20"
    files = [("files", path.name, path.read_bytes()) for path in folder.iterdir()]
    first, again = lone_maker.send("/packs", files, key="pack"), lone_maker.send("/packs", files, key="pack")
    assert (first.status_code, first.content) == (201, again.content)
    assert lone_maker.send("/packs", files[1:], key="pack").status_code == 409
    pack = first.json()["pack"]
    closed = lone_maker.post("/closes", {"pack": pack}, key="close")
    assert closed.json()["already"] is True  # the office closed this very pack
    assert lone_maker.post("/closes", {"pack": pack}, key="close").content == closed.content
    assert lone_maker.post("/closes", {"pack": pack, "rulebooks": ["jp-psa"]}, key="close").status_code == 409
    assert codes(lone_maker.post("/closes", {"pack": "0" * 64})) == ["input.wrong_value"]


def test_an_answer_stands_with_the_change_or_not_at_all(
    any_desk: Desk, maker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the answer cannot be kept, the incident is not opened either."""
    from hikiate.web.api.models import KeptAnswer  # noqa: PLC0415 - the tables are there once an office is open

    def full(**_fields: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(KeptAnswer.objects, "create", full)
        answer = maker.post("/incidents", {"content": INCIDENT}, key="one")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert any_desk.book.count(Incident) == 0
    assert maker.post("/incidents", {"content": INCIDENT}, key="one").status_code == 201


def test_kept_answers_are_let_go_after_a_month(desk: Desk, lone_maker: Caller) -> None:
    """Whoever repeats a request later than that is told what the verb says."""
    from hikiate.web.api.models import KeptAnswer  # noqa: PLC0415 - as above

    lone_maker.post("/incidents", {"content": INCIDENT}, key="one")
    KeptAnswer.objects.update(at="2026-10-01T00:00:00.000000Z")
    lone_maker.post("/incidents", {"content": OTHER}, key="two")
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["two"]
    assert lone_maker.post("/incidents", {"content": INCIDENT}, key="one").json()["already"] is True
    assert Path(desk.folder).is_dir()


def test_a_close_stands_though_others_decided_meanwhile(
    desk: Desk, lone_maker: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is kept as of the moment when it is kept, not of the one when it began."""
    from hikiate.desk import days  # noqa: PLC0415 - beside the function that it replaces

    folder = desk.folder / "packs" / "2026-11-20"
    files = [("files", path.name, path.read_bytes()) for path in folder.iterdir()]
    pack = lone_maker.send("/packs", files).json()["pack"]
    close = vars(days)["close"]

    def slow(*arguments: object) -> object:
        assert lone_maker.post("/incidents", {"content": INCIDENT}).status_code == 201
        return close(*arguments)

    monkeypatch.setattr(days, "close", slow)
    closed = lone_maker.post("/closes", {"pack": pack, "rulebooks": ["jp-psa"]})
    assert (closed.status_code, closed.json()["already"]) == (201, False)
