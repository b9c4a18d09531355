"""A workspace kept: made, brought up to date, saved, restored."""

from pathlib import Path

from hikiate.book.records import User
from hikiate.cli.desks import Asked, desk
from hikiate.cli.language import language
from hikiate.cli.speech import put, put_json, say
from hikiate.facts import faults
from hikiate.kernel.digests import sha256
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.people import begin
from hikiate.operations.workspace.ports import Act
from hikiate.operations.workspace.proofs import publish_proof
from hikiate.proofs.root import read_root
from hikiate.storage.database.connection import connect, has_workspace, migrate, open_database, place_of
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.workspace import backups
from hikiate.storage.workspace.faults import ABSENT, OCCUPIED
from hikiate.storage.workspace.file_store import read_bytes
from hikiate.storage.workspace.remote_files import file_store

FOLDERS = ("packs", "results", "overlays")


def make(folder: Path, act: Act) -> str:
    """Make a workspace with its first user, or finish one that was begun; gives back the first user's name."""
    place = place_of(folder)
    if place.file is not None and place.file.is_file():
        place = open_database(folder)
    else:
        place = backups.make_workspace(folder, FOLDERS)
    with DatabaseWorkspace(place).unit() as unit:
        begin(unit, act)
        return next(unit.rows(User)).name


def init(
    folder: Path, *, lang: str | None, as_json: bool = False, user: str | None = None, at: str | None = None
) -> None:
    """Make an empty workspace whose first user is an administrator; Refused where something stands there already."""
    act = Asked(folder, user, at, as_json, lang).act
    place = place_of(folder)
    if folder.exists() and (not folder.is_dir() or not backups.is_free(folder, FOLDERS)):
        raise Refused([faults.NOT_EMPTY.at(str(folder))])
    if (place.file is None or place.file.is_file()) and has_workspace(place):
        raise Refused([OCCUPIED.at(place.shown) if place.file is None else faults.NOT_EMPTY.at(str(folder))])
    make(folder, act)
    say(Term(f"an empty workspace: {folder}", f"ワークスペースを作成しました: {folder}").said(language(lang)))
    if as_json:
        named = {"workspace": str(folder), "folders": list(FOLDERS), "user": act.by}
        put_json({"schema": "hikiate/init/1", **named})


def migrate_(asked: Asked) -> None:
    """Bring a workspace's database to this version."""
    place = place_of(asked.workspace)
    if place.file is not None and not place.file.is_file():
        raise Refused([ABSENT.at(place.shown)])
    connect(place)
    steps = migrate(place)
    if asked.as_json:
        put_json({"schema": "hikiate/migrate/1", "steps": steps})
        return
    listed = ", ".join(steps)
    said = Term(f"brought up to date: {listed}", f"更新しました: {listed}")
    none = Term("It is up to date.", "最新の状態です。")
    put((said if steps else none).said(asked.spoken))


def backup_(asked: Asked, out: Path) -> None:
    """Save a workspace in one archive."""
    place = open_database(asked.workspace)
    manifest = backups.backup(place, asked.workspace, out)
    if asked.as_json:
        put_json({**manifest, "file": str(out)})
        return
    entries, decisions, head = manifest["entries"], manifest["decisions"], manifest["head"]
    saved = Term(
        f"saved: {out}\n{entries} entries, {decisions} decisions, head {head}",
        f"保存しました: {out}\n仕訳 {entries} 件、決定 {decisions} 件、先頭値 {head}",
    )
    put(saved.said(asked.spoken))


def restore_(asked: Asked, archive: Path) -> None:
    """Make a workspace from an archive."""
    place = backups.restore(archive, asked.workspace, FOLDERS)
    head = DatabaseWorkspace(place).decisions
    if asked.as_json:
        named = {"workspace": str(asked.workspace), "decisions": head.number, "head": head.digest}
        put_json({"schema": "hikiate/restore/1", **named})
        return
    restored = Term(
        f"restored: {asked.workspace}\n{head.number} decisions, head {head.digest}\n"
        f"Audit it: hikiate audit --workspace {asked.workspace}",
        f"復元しました: {asked.workspace}\n決定 {head.number} 件、先頭値 {head.digest}\n"
        f"検査してください: hikiate audit --workspace {asked.workspace}",
    )
    put(restored.said(asked.spoken))


def push_files(asked: Asked) -> None:
    """Send the kept files that are here alone to where the settings keep them."""
    count = file_store(asked.workspace).push()
    if asked.as_json:
        put_json({"schema": "hikiate/push/1", "sent": count})
        return
    put(Term(f"{count:,} files sent", f"{count:,} 件のファイルを送りました").said(asked.spoken))


def publish_root(asked: Asked, path: Path) -> None:
    """Enter that a day's root was published, and keep its file."""
    content = read_bytes(path, "the ROOT.json that `hikiate prove` wrote", "`hikiate prove` の書き出した ROOT.json")
    root = read_root(content, path.name)
    with desk(asked) as at_desk, at_desk.book.unit() as unit:
        done = publish_proof(unit, asked.act, root, sha256(content).hex())
        at_desk.store.keep("proofs", content)
    said = Term(f"published: {root.as_of} {root.day_root}", f"公表を記録しました: {root.as_of} {root.day_root}")
    at_desk.answer("proof.publish", done, said)
