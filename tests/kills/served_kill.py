"""The server killed while it answers a request by which something is posted, approved or released, and asked again."""

import http.client
import importlib
import json
import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from killed_stages import UNENTERED, Stage, Store, looked, remember
from one_kill import PROCESS, SERVER, TIMED, Report
from touches import Child, Touches, backend, call, itself
from what_stands import Stands, look, stands_of

from hikiate.book.journal import moment_text
from hikiate.desk.desks import Desk
from hikiate.operations.workspace.ports import Act
from hikiate.storage.database.connection import disconnect
from hikiate.web.settings import prepare

SERVED: Mapping[str, tuple[str, str, str, dict[str, str]]] = {
    "served: posting": (
        "posting",
        "mia",
        "/incidents/I-1/claims",
        {"source": "insurance", "asset": "JPY", "amount": "300", "reference": "claim 7"},
    ),
    "served: approval": ("posting by approval", "cho", "/requests/2/approval", {"words": "seen"}),
    "served: payout release": ("payout release", "mia", "/incidents/I-1/batches/1/release", {}),
}
"""What is asked of a server: at which stage, by whom, where, with which body."""

_server: Any = importlib.import_module("hikiate.web.server")
_KEY_FILE = "token"
_SECONDS_MAX = 30
_DONE = 201


def served_stages(store: Store, found: list[Stage]) -> Iterator[Stage]:
    """The stages at which a server is killed, each with a token and the tables of the pages."""
    for duty, (stage_name, person, path, body) in SERVED.items():
        stage = next((one for one in found if one.step.duty == stage_name), None)
        if stage is not None:
            yield _served(store, replace(stage, step=replace(stage.step, duty=duty)), person, (path, body))


def _served(store: Store, stage: Stage, person: str, asked: tuple[str, dict[str, str]]) -> Stage:
    kept, database = stage.folder.parent.parent / stage.step.duty.replace(" ", "-") / "kept", store.new(stage.database)
    shutil.copytree(stage.folder, kept)

    def tokened() -> dict[str, Any]:
        from hikiate.web.api.scopes import SCOPES  # noqa: PLC0415 - Django must be set up first
        from hikiate.web.api.tokens import Wish, make  # noqa: PLC0415 - as above

        desk = prepare(Path("w"))
        act = Act("ann", moment_text(_now(desk)))
        secret = make(desk, act, Wish("test", person, list(SCOPES), 30))[1]
        Path(_KEY_FILE).write_text(secret, encoding="ascii")
        disconnect()
        return {}

    store.wanted(kept, database, tokened)
    before = stands_of(store.wanted(kept, database, lambda: look(Path.cwd(), "w").plain))
    live, own = kept.parent / "live", store.new(database)
    shutil.copytree(kept, live)
    begun = time.monotonic()
    child = _began(store, live, own, Touches(0, itself), kept.parent / "said")
    status, _ = _asked(_port(child), live, *asked)
    seconds = time.monotonic() - begun
    touches = _touches(child)
    if status != _DONE:
        raise RuntimeError(f"{stage.step.duty}: {status}: {child.said.read_text(encoding='utf-8')}")
    after = stands_of(store.wanted(live, own, lambda: look(Path.cwd(), "w").plain))
    return replace(stage, folder=kept, database=database, before=before, after=after, touches=touches, seconds=seconds)


def _now(desk: Desk) -> Any:  # noqa: ANN401 - a moment
    from datetime import UTC, datetime  # noqa: PLC0415 - the one clock of this module

    return max(datetime.now(tz=UTC), datetime.fromisoformat(desk.book.decisions.at))


def _began(store: Store, folder: Path, database: str, touches: Touches, said: Path) -> Child:
    """The server, forked; it counts its touches from the first POST on, and writes them where they can be read."""
    real = _server.get_wsgi_application

    def serve() -> dict[str, Any]:
        store.turn(folder, database)

        def watched() -> Any:  # noqa: ANN401 - a WSGI application
            application = real()
            armed: list[Touches] = []

            def answer(environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ANN401 - as WSGI has it
                if environ["REQUEST_METHOD"] == "POST" and not armed:
                    armed.append(touches.arm())
                answered = application(environ, start_response)
                os.write(2, f"touches {touches.count}\n".encode())
                return answered

            return answer

        _server.get_wsgi_application = watched
        return {"code": call(["serve", "--workspace", "w", "--port", "0"], "ann")}

    return Child(serve, said).begin()


def _port(child: Child) -> int:
    until = time.monotonic() + _SECONDS_MAX
    while time.monotonic() < until:
        said = child.said.read_text(encoding="utf-8") if child.said.exists() else ""
        for line in said.splitlines():
            if "http://127.0.0.1:" in line:
                return int(line.partition("http://127.0.0.1:")[2].partition("/")[0])
        time.sleep(0.005)
    raise RuntimeError(f"no server: {child.said.read_text(encoding='utf-8')}")


def _touches(child: Child) -> int:
    """How many touches the request had; the server is ended then."""
    os.kill(child.process, signal.SIGKILL)
    said = child.end().said
    return max(int(line.split()[1]) for line in said.splitlines() if line.startswith("touches "))


def _asked(port: int, folder: Path, path: str, body: dict[str, str]) -> tuple[int, bytes]:
    """The answer to the request; 0 where the server ended before it gave one."""
    secret = (folder / _KEY_FILE).read_text(encoding="ascii")
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "one", "Content-Type": "application/json"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS_MAX)) as connection:
        try:
            connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (http.client.HTTPException, ConnectionError):
            return 0, b""


def serve_kill(store: Store, stage: Stage, how: str, at: int, chance: Random) -> Report | None:
    """Kill once; None where the answer was given before the blow fell."""
    folder, database = stage.folder.parent / "killed", store.new(stage.database)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(stage.folder, folder)
    _, _, path, body = SERVED[stage.step.duty]
    blow = backend if how not in {PROCESS, TIMED, SERVER} else itself
    if how == SERVER and store.server:
        blow = store.server.kill
    child = _began(store, folder, database, Touches(at, blow), stage.said)
    port = _port(child)
    where = f"touch {at} of {stage.touches}"
    if how == TIMED:
        where = _killed_later(child.process, chance.uniform(0, 0.1))
    status, _ = _asked(port, folder, path, body)
    ended_itself = _is_gone(child.process)
    if not ended_itself and how != TIMED:
        os.kill(child.process, signal.SIGKILL)
    ended = child.end()
    if how == SERVER and store.server:
        store.server.start()
    report = Report(stage.step.duty, store.name, how, where)
    try:
        if how in {PROCESS, TIMED} and status == _DONE:
            return None
        if "Traceback" in ended.said and how in {PROCESS, TIMED}:
            report.badly_told.append(ended.said[-1000:])
        if status not in {0, 500, 503, _DONE}:
            report.badly_told.append(f"answered {status}")
        _judge(report, store, stage, (folder, database))
        return report
    finally:
        store.drop(database)


def _killed_later(process: int, delay: float) -> str:
    """A child of its own kills the process a while after the request is sent."""
    killer = os.fork()
    if not killer:
        time.sleep(delay)
        os.kill(process, signal.SIGKILL)
        os._exit(0)
    return f"after {delay:.4f} s"


def _is_gone(process: int) -> bool:
    """Whether a child has ended; it may need a moment after its connection was closed."""
    for _ in range(20):
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        if state == "Z":
            return True
        time.sleep(0.002)
    return False


def _judge(report: Report, store: Store, stage: Stage, place: tuple[Path, str]) -> None:
    """What stands after the kill, and after the same request was sent twice to a server that was started anew."""
    first = store.wanted(*place, lambda: looked(stage.step))
    remember(first)
    stands = stands_of(first["stands"])
    counts = _counts(stands)
    if counts not in {_counts(stage.before), _counts(stage.after)}:
        report.half_done.append("after the kill: the database is neither as before nor as after")
    early = stands.files.keys() - stage.before.files.keys() if counts == _counts(stage.before) else set()
    report.half_done += [f"{name} before its decision" for name in early if "/store/" not in f"/{name}"]
    unfinished = [one for one in first["audit"] if UNENTERED in one]
    report.audit = "names the file of the step that broke off" if unfinished else "sound"
    report.unsound += [one for one in first["audit"] if one not in unfinished]
    child = _began(store, *place, Touches(0, itself), stage.said)
    port, (_, _, path, body) = _port(child), SERVED[stage.step.duty]
    answers = [_asked(port, place[0], path, body) for _ in range(2)]
    os.kill(child.process, signal.SIGKILL)
    said = child.end().said
    if [status for status, _ in answers] != [_DONE, _DONE] or answers[0][1] != answers[1][1]:
        report.badly_told.append(f"asked again: {answers}: {said[-1000:]}")
    last = store.wanted(*place, lambda: looked(stage.step))
    remember(last)
    _compare(report, stands_of(last["stands"]), stage.after)
    report.unsound += [f"at the end: {one}" for one in last["audit"]]


def _counts(stands: Stands) -> tuple[tuple[str, int], ...]:
    """How many rows each table has: a server's moments differ, so its rows do."""
    return tuple(sorted((table, len(rows)) for table, rows in stands.rows.items()))


def _compare(report: Report, last: Stands, after: Stands) -> None:
    have, want = Counter(dict(_counts(last))), Counter(dict(_counts(after)))
    report.lost += [f"at the end: {table} {count}" for table, count in (want - have).items()]
    report.doubled += [f"at the end: {table} {count}" for table, count in (have - want).items()]
    payouts = {name: digest for name, digest in after.files.items() if "payouts/" in name}
    if any(last.files.get(name) != digest for name, digest in payouts.items()):
        report.half_done.append("at the end: the payout file")
