"""The register of disputes and the chain of day roots by their pages."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from test_cases import seen_in, text_of
from test_public import publish

from hikiate.desk.desks import Desk
from hikiate.desk.proofs import proof_folder, proof_folders, register_folder
from hikiate.kernel.digests import sha256
from hikiate.proofs.disputes_papers import confirmation_code
from hikiate.storage.documents import read_root_file
from hikiate.storage.proof_store import open_store
from hikiate.storage.workspace import backups

LogIn = Callable[[str], Client]
CUSTOMER = "C000000001"


def paper(exchange: str, statement: str = "残高が違います") -> bytes:
    """What a customer files."""
    plain = {
        "schema": "hikiate/dispute/1",
        "exchange": exchange,
        "as_of": "2026-11-20T23:59:59+09:00",
        "day_root": None,
        "customer": CUSTOMER,
        "reason": "balance_differs",
        "claims": [{"asset": "BTC", "ledger": "liability", "amount": "1.5"}],
        "failed": [],
        "statement": statement,
        "proof": None,
        "nonce": "0" * 32,
    }
    return json.dumps(plain, ensure_ascii=False).encode()


def sent(content: bytes, name: str = "paper.json") -> dict[str, SimpleUploadedFile]:
    """A file as a browser sends it."""
    return {"file": SimpleUploadedFile(name, content)}


@pytest.fixture
def proven(desk: Desk, run_hikiate: Callable[..., tuple[int, str, str]]) -> Desk:
    """An office with the proof of its day, made by the command."""
    out = desk.folder / "proofs" / "2026-11-20"
    code, _, said = run_hikiate("prove", desk.folder / "packs" / "2026-11-20", "--out", out)
    assert code == 0, said
    return desk


def exchange_of(client: Client) -> str:
    """The exchange that the page would open a register for."""
    found = re.search(r'disputes/open".*?<p>([^<]+)</p>', text_of(client.get("/disputes/")), re.DOTALL)
    assert found is not None
    return found[1]


def test_a_dispute_is_filed_answered_and_checked(desk: Desk, log_in: LogIn, tmp_path: Path) -> None:
    """In the register that stands among the kept files, which a backup of the workspace has."""
    maker, auditor = log_in("sato"), log_in("tanaka")
    exchange = exchange_of(maker)
    assert "開設されていません" in text_of(auditor.get("/disputes/"))
    for days in ("0", "367", "many", ""):
        assert maker.post("/disputes/open", {"days": days}).status_code == 422
    assert "開設しました" in text_of(maker.post("/disputes/open", {"days": "5"}, follow=True))
    content = paper(exchange, "<b>1.5 BTC あるはずです</b>")
    publish(desk, "disputes")
    assert re.search(r"<dt>受付</dt><dd>0 件", text_of(Client().get("/public/ja/")))
    filed = maker.post("/disputes/file", sent(content), follow=True)
    assert re.search(r"<dt>受付</dt><dd>1 件", text_of(Client().get("/public/ja/")))
    assert "受け付けました。回答期限は" in text_of(filed)
    assert "&lt;b&gt;1.5 BTC" in text_of(filed)
    number = sha256(content).hex()
    assert maker.post("/disputes/file", sent(b"{}")).status_code == 422
    assert maker.post("/disputes/file", sent(paper("another exchange"))).status_code == 422
    path = f"/disputes/{number}/"
    fields = {"outcome": "balance_corrected", "words": "訂正しました", "seen": seen_in(maker, path, f"{path}answer")}
    assert "回答を記載しました" in text_of(maker.post(f"{path}answer", fields, follow=True))
    stale = maker.post(f"{path}answer", {**fields, "words": "別の回答"})
    assert stale.status_code == 422
    assert maker.post(f"{path}answer", {**fields, "seen": "1", "outcome": "magic"}).status_code == 422
    assert "残高を訂正" in text_of(auditor.get(path))
    assert auditor.get(f"/disputes/{'0' * 64}/").status_code == 404
    assert number in text_of(auditor.get("/trail/views/"))
    assert CUSTOMER not in text_of(auditor.get("/disputes/"))
    assert "記載時のままです" in text_of(auditor.post("/disputes/check"))
    backups.backup(desk.book.place, desk.folder, tmp_path / "backup.tar.gz")
    place = backups.restore(tmp_path / "backup.tar.gz", tmp_path / "again", ("packs",))
    assert place.file is not None
    again = tmp_path / "again" / register_folder(desk).relative_to(desk.folder)
    assert (again / "disputes" / f"{number}.json").read_bytes() == content


def test_a_changed_register_is_named(desk: Desk, log_in: LogIn) -> None:
    """On the page of its check, whether a paper or a line differs."""
    maker = log_in("sato")
    exchange = exchange_of(maker)
    maker.post("/disputes/open", {"days": "5"})
    content = paper(exchange)
    maker.post("/disputes/file", sent(content))
    kept = register_folder(desk) / "disputes" / f"{sha256(content).hex()}.json"
    kept.write_bytes(content + b"\n")
    assert "register.file_changed" in text_of(maker.post("/disputes/check"))
    lines = register_folder(desk) / "register.jsonl"
    lines.write_bytes(lines.read_bytes().replace(b'"filed"', b'"field"'))
    assert "register.line_differs" in text_of(maker.post("/disputes/check"))


def test_the_chain_of_day_roots_is_shown_and_confirmed(proven: Desk, log_in: LogIn) -> None:
    """A customer's confirmation is verified by the key of its day; a root that was changed is said not to fit."""
    maker = log_in("sato")
    maker.post("/disputes/open", {"days": "5"})
    assert proof_folders(proven) == ["2026-11-20"]
    folder = proof_folder(proven, "2026-11-20")
    root = read_root_file(folder)
    page = text_of(maker.get("/proofs/"))
    assert root.day_root in page
    assert "連鎖を確認" in page
    with open_store(folder) as store:
        key = store.key(CUSTOMER)
    assert key is not None
    said = {
        "schema": "hikiate/confirmation/1",
        "exchange": root.exchange,
        "as_of": root.as_of,
        "day_root": root.day_root,
        "customer": CUSTOMER,
        "code": confirmation_code(key, root.day_root),
    }
    forged = {**said, "code": "0" * 64}
    elsewhere = {**said, "day_root": "1" * 64}
    for wrong in (forged, elsewhere):
        assert maker.post("/disputes/confirm", sent(json.dumps(wrong).encode())).status_code == 422
    for words in ("検証確認を記載しました", "確認済みです"):
        assert words in text_of(maker.post("/disputes/confirm", sent(json.dumps(said).encode()), follow=True))
    assert re.search(r"検証した利用者</dt><dd>1<", text_of(maker.get("/proofs/")))
    file = folder / "ROOT.json"
    file.write_text(file.read_text().replace(root.pack_digest, "2" * 64))
    assert "不一致" in text_of(maker.get("/proofs/"))
    file.write_text("{")
    assert "不一致" in text_of(maker.get("/proofs/"))
    assert not proof_folder(proven, "../packs").is_dir()
