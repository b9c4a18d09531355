"""Transfers: a pack looked at by the law of a jurisdiction and held against lists; records written for others."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hikiate.cli.delivering import deliver
from hikiate.cli.language import language
from hikiate.cli.speech import progress, say
from hikiate.conduct.screening.lists import ScreeningList, read_list
from hikiate.conduct.transfers.examined import Outcome
from hikiate.conduct.transfers.messages import message
from hikiate.conduct.transfers.overseen import Overseen
from hikiate.conduct.transfers.rules import usual_rules
from hikiate.facts import faults
from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.results import finding_document
from hikiate.operations.transfers import Promises, oversee
from hikiate.reports.dossiers.transfers import transfers_dossier
from hikiate.storage.disk import PRIVATE, write_file
from hikiate.storage.lawbooks import transfer_regimes
from hikiate.storage.packs import open_pack

EXIT_BREACH = 1


def transfers(
    folder: Path,
    law: tuple[str | None, Sequence[Path]],
    lists: Sequence[Path],
    promises: Promises,
    *,
    messages: Path | None,
    report: tuple[str | None, Path | None],
    as_json: bool,
    lang: str | None,
) -> None:
    """Look at the transfers of a pack; `law` is the name of rules and overlays; exits 1 where a duty is broken."""
    spoken, (rules, overlays) = language(lang), law
    with progress(spoken) as step:
        pack = read_pack(open_pack(folder), step)
        found, read = _lists(lists)
        books = transfer_regimes(overlays).rulebooks
        name = rules or usual_rules(pack.exchange.jurisdiction)
        if name not in books:
            where = "option --rules" if rules else "exchange.toml key jurisdiction"
            found.append(faults.NOT_A_CHOICE.at(where, value=name, choices=", ".join(books)))
        if found:
            raise Refused(found)
        overseen = oversee(pack, books[name], read, promises)
    if messages is not None:
        count = _write_messages(pack, overseen.outcomes, messages)
        say(f"{'書き出した通知' if spoken == 'ja' else 'messages written'}: {count} ({messages})")
    deliver(transfers_dossier(pack, overseen), _document(pack, overseen), *report, spoken, as_json=as_json)
    sys.exit(EXIT_BREACH if overseen.is_breached else 0)


def _lists(paths: Sequence[Path]) -> tuple[list[Finding], list[ScreeningList]]:
    """Every list, and every fault of all."""
    found: list[Finding] = []
    read = []
    for path in paths:
        try:
            read.append(read_list(path.name, path.read_bytes()))
        except OSError as error:
            found.append(faults.UNREADABLE_TABLE.at(str(path), value=error.strerror))
        except Refused as refused:
            found += refused.faults
    return found, read


def _write_messages(pack: Pack, outcomes: Sequence[Outcome], folder: Path) -> int:
    """One message for each transfer that is clear and goes to another provider; a file that stands is not touched."""
    clear = {outcome.transfer.name for outcome in outcomes if _is_to_tell(outcome)}
    records = [row for row in pack.travel_records or () if row.direction == "sent" and row.transfer in clear]
    written = {folder / f"sent-{_safe(record.transfer)}.json": record for record in records}
    standing = [path for path in written if path.exists()]
    if standing:
        wanted, wanted_ja = "a folder without them", "同名のファイルがないフォルダー"
        do, do_ja = (
            "name another folder; no message is written over",
            "別のフォルダーを指定してください（上書きしません）",
        )
        where = ", ".join(path.name for path in standing[:5])
        raise Refused([faults.NO_FILE.at(where, wanted=wanted, wanted_ja=wanted_ja, do=do, do_ja=do_ja)])
    for path, record in written.items():
        text = json.dumps(message(record), ensure_ascii=False, indent=1) + "\n"
        write_file(path, text.encode(), PRIVATE)
    return len(written)


def _is_to_tell(outcome: Outcome) -> bool:
    transfer = outcome.transfer
    return outcome.decision == "clear" and (transfer.direction, transfer.wallet) == ("sent", "provider")


def _safe(name: str) -> str:
    """A name as part of a file's: what is no letter, digit, dot, dash or underscore is written as its code."""
    return "".join(sign if sign.isalnum() or sign in "._-" else f"%{ord(sign):02X}" for sign in name)


def _document(pack: Pack, overseen: Overseen) -> dict[str, Any]:
    return {
        "schema": "hikiate/transfers/1",
        "exchange": pack.exchange.name,
        "as_of": pack.exchange.snapshot_at.isoformat(),
        "pack_digest": pack.digest,
        "rules": {
            "name": overseen.rules.name,
            "digest": overseen.rules.edition.book.digest,
            "overlays": list(overseen.rules.edition.book.overlays),
        },
        "lists": list(overseen.lists),
        "transfers": [
            {
                "transfer": outcome.transfer.name,
                "direction": outcome.transfer.direction,
                "customer": outcome.transfer.row.customer,
                "wallet": outcome.transfer.wallet,
                "decision": outcome.decision,
                "reasons": [
                    {"code": trouble.kind.code, "detail": trouble.detail.en, "ja": {"detail": trouble.detail.ja}}
                    for trouble in outcome.troubles
                ],
            }
            for outcome in overseen.outcomes
        ],
        "findings": [finding_document(finding) for finding in overseen.findings],
    }
