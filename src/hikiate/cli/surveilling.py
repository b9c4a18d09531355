"""Surveillance of trades: a pack, and perhaps a register, looked at; alerts put before people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hikiate.cli.delivering import deliver
from hikiate.cli.language import language
from hikiate.cli.speech import progress
from hikiate.conduct.surveillance.alerts import Alert
from hikiate.conduct.surveillance.events import Announcement
from hikiate.conduct.surveillance.measures import Measures
from hikiate.conduct.surveillance.surveyed import Surveyed
from hikiate.facts import faults
from hikiate.facts.moments import read_moment
from hikiate.facts.pack import Pack, read_pack
from hikiate.kernel.findings import Refused
from hikiate.operations.surveil import surveil as look
from hikiate.reports.dossiers.alerts import alerts_dossier, outcomes
from hikiate.storage.insider_register import load_insider_register
from hikiate.storage.packs import open_pack


def surveil(
    folder: Path,
    register: Path | None,
    announcements: Sequence[str],
    report_format: str | None,
    out: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Look at the trades of a pack."""
    spoken, given = language(lang), [_announcement(text) for text in announcements]
    known = load_insider_register(register) if register else None
    raw = open_pack(folder)
    with progress(spoken) as step:
        pack = read_pack(raw, step)
        step("trades")
        surveyed = look(raw, pack, known, given, Measures())
    document = _document(surveyed, pack, outcomes(known))
    deliver(alerts_dossier(surveyed, pack, known), document, report_format, out, spoken, as_json=as_json)


def _announcement(text: str) -> Announcement:
    asset, _, moment = text.partition("@")
    try:
        return Announcement(text, read_moment(moment), (asset,))
    except ValueError as error:
        wanted = "ASSET@MOMENT with offset, such as XRP@2026-11-20T15:00:00+09:00"
        wanted_ja = "XRP@2026-11-20T15:00:00+09:00 のような 資産@時差付き日時"
        fault = faults.WRONG_VALUE.at("--announcement", value=text, wanted=wanted, wanted_ja=wanted_ja)
        raise Refused([fault]) from error


def _document(surveyed: Surveyed, pack: Pack, closed: dict[str, str]) -> dict[str, Any]:
    return {
        "schema": "hikiate/surveillance/1",
        "exchange": pack.exchange.name,
        "as_of": pack.exchange.snapshot_at.isoformat(),
        "pack_digest": pack.digest,
        "parties": surveyed.has_parties,
        "alerts": [_plain(alert, closed.get(alert.id)) for alert in surveyed.alerts],
        "studies": [
            {
                "announcement": study.announcement.name,
                "market": study.market,
                "stretches": study.stretches,
                "volume_rank": None if study.volume_rank is None else str(study.volume_rank),
                "move_rank": None if study.move_rank is None else str(study.move_rank),
                "told": study.is_told,
            }
            for study in surveyed.studies
        ],
    }


def _plain(alert: Alert, outcome: str | None) -> dict[str, Any]:
    return {
        "id": alert.id,
        "kind": alert.kind,
        "subject": alert.subject,
        "market": alert.market,
        "starts": alert.starts.isoformat(),
        "ends": alert.ends.isoformat(),
        "found": alert.words.en,
        "numbers": dict(alert.numbers),
        "outcome": outcome,
        "ja": {"found": alert.words.ja},
    }
