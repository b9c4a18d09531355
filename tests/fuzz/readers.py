"""All else that is read from outside: imports, lists, messages, proofs, papers, statements, settings, backups."""

import json
from datetime import date
from pathlib import Path

import pack_readers
import served
from scratch import begun, folders, placed, scratch, unpacked
from watching import Target

from hikiate.conduct.insiders.register import read_register as read_insiders
from hikiate.conduct.screening.lists import read_list
from hikiate.conduct.tokens.lists import read_list as read_tokens
from hikiate.facts.importers.imported import ImportOptions
from hikiate.facts.incident_policy import read_incident_policy
from hikiate.operations.workspace.incidents import read_incident
from hikiate.proofs.disputes import read_register
from hikiate.proofs.disputes_papers import read_answer, read_confirmation, read_dispute
from hikiate.proofs.proof import read_proof
from hikiate.proofs.root import read_root
from hikiate.proofs.verification import document, verify
from hikiate.storage.collectors.answers import NoAnswer
from hikiate.storage.collectors.json_rpc import read_json
from hikiate.storage.documents import WANTED_PROOF, read_document, read_root_file
from hikiate.storage.estate_rounds import read_round
from hikiate.storage.imports import import_files
from hikiate.storage.iterations import FILES_FILE, files_document, read_iteration
from hikiate.storage.statements import read_statement
from hikiate.storage.token_lists import read_token_list
from hikiate.storage.workspace.backups import _unpack
from hikiate.storage.workspace.bank_statements import read_bank_file
from hikiate.storage.workspace.determination_files import read_determination
from hikiate.storage.workspace.settings import read_settings
from hikiate.storage.workspace.settlement_files import read_settlement
from hikiate.storage.workspace.tables import text_table

DAY = date(2026, 11, 20)
SCALES = {"JPY": 0, "BTC": 8}


def an_import(source_format: str, name: str, form: str, share: int = 4) -> Target:
    """A file that `import` turns into a pack."""

    def read(data: bytes) -> None:
        into = unpacked("into", b"")
        if source_format == "ivms101":
            (into / "exchange.toml").write_bytes(begun("", "tests/corpus/exchange.toml")()[0])
        options = ImportOptions(
            market="BTC/JPY",
            day=DAY if source_format.endswith("por") else None,
            version=None,
            tier="cold",
            name="E",
            file_format="csv",
        )
        import_files(source_format, [placed(f"import/{name}", data)], into, options)

    corpus = f"import {source_format}".replace(" ", "-")
    return Target(f"import {source_format} {form}", form, read, begun(f"{corpus}-{form}"), share)


def a_list(data: bytes) -> None:
    """A sanctions list, in whatever form it is published."""
    read_list("list", data)


def token_list(data: bytes) -> None:
    """A list of tokens of somebody else."""
    path = placed("tokens.csv", data)
    columns, rows = read_token_list(path)
    read_tokens(rows, columns, path.name, DAY, DAY)


def a_proof(data: bytes) -> None:
    """A proof against a root: two files of one input."""
    folder = unpacked("proof", data)
    proof = read_proof(read_document(folder / "proof.json", WANTED_PROOF), "proof.json")
    document(verify(proof, read_root_file(folder)))


def a_camt(data: bytes) -> None:
    """Statements of a bank."""
    read_bank_file(placed("camt.xml", data))


def a_settlement(data: bytes) -> None:
    """A settlement file of a bank or custodian."""
    for line in read_settlement(placed("settlement.csv", data)).lines():
        str(line)


def custodian(data: bytes) -> None:
    """A custodian's statement."""
    text_table(placed("custodian.csv", data), ("holding", "asset", "amount", "as_of")).rows()


def written_folder(data: bytes) -> Path:
    """A folder as `compensate` writes it: with the digests of its files, unless the input brings its own."""
    folder = unpacked("written", data)
    names = [path.name for path in folder.iterdir()]
    if FILES_FILE not in names:
        (folder / FILES_FILE).write_text(json.dumps(files_document(folder, names)), encoding="utf-8")
    return folder


def a_determination(data: bytes) -> None:
    """What `compensate` wrote, taken into a workspace."""
    for line in read_determination(written_folder(data)).lines():
        str(line)


def an_archive(data: bytes) -> None:
    """A backup, unpacked."""
    _unpack(placed("backup.tar.gz", data), unpacked("unpacked", b""))


def an_answer(data: bytes) -> None:
    """What a node answers."""
    try:
        read_json(data)
    except NoAnswer:
        return


def settings(data: bytes) -> None:
    """`hikiate.toml`."""
    placed("settings/hikiate.toml", data)
    read_settings(scratch() / "settings")


def text_of(data: bytes) -> str:
    """Bytes as text; what is none is what its reader refuses before."""
    return data.decode("utf-8", "replace")


TARGETS = [
    *pack_readers.TARGETS,
    an_import("bitflyer-executions", "bitflyer_BTC_JPY_20260918.csv", "csv"),
    an_import("ccxt-trades", "trades.csv", "csv"),
    an_import("ccxt-trades", "trades.json", "json"),
    an_import("htx-por", "htx.csv", "csv"),
    an_import("okx-por", "okx.csv", "csv"),
    an_import("ivms101", "sent-W1.json", "json", 6),
    Target("sanctions list xml", "xml", a_list, begun("list-xml"), 8),
    Target("sanctions list csv", "csv", a_list, begun("list-csv"), 50),
    Target("token list", "csv", token_list, begun("token-list"), 50),
    Target("proof and root", "files", a_proof, folders("proof", "tests/vectors/proofs/*/*"), 12),
    Target("root", "json", read_root, begun("root", "tests/vectors/proofs/*/*/ROOT.json"), 30),
    Target("dispute", "json", lambda data: read_dispute(data, "dispute.json"), begun("dispute"), 40),
    Target("answer", "json", lambda data: read_answer(data, "answer.json"), begun("answer"), 40),
    Target("confirmation", "json", lambda data: read_confirmation(data, "c.json"), begun("confirmation"), 40),
    Target("dispute register", "lines", read_register, begun("dispute-register"), 30),
    Target("insider register", "lines", read_insiders, begun("insider-register"), 30),
    Target("camt", "xml", a_camt, begun("camt"), 10),
    Target("settlement", "csv", a_settlement, begun("settlement"), 16),
    Target("custodian", "csv", custodian, begun("custodian"), 24),
    Target("determination", "files", a_determination, folders("determination"), 3),
    Target("iteration", "files", lambda data: read_iteration(written_folder(data), SCALES), folders("iteration"), 3),
    Target("round", "files", lambda data: read_round(written_folder(data), SCALES), folders("round"), 4),
    Target("statement", "files", lambda data: read_statement(written_folder(data), "C1"), folders("iteration"), 2),
    Target("backup", "bytes", an_archive, begun("backup"), 4),
    Target("answer of a node", "json", an_answer, begun("node"), 60),
    Target("settings", "toml", settings, begun("settings"), 14),
    Target("incident in a workspace", "toml", lambda data: read_incident(text_of(data), "i.toml", "0" * 64),
           begun("incident", "tests/errors/*/incident.toml"), 40),
    Target("incident policy", "toml", lambda data: read_incident_policy(text_of(data), "policies.toml"),
           begun("incident-policy", "tests/cli/packs/*/policies.toml"), 60),
    *served.TARGETS,
]  # fmt: skip
BY_NAME = {target.name: target for target in TARGETS}
