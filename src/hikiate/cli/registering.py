"""The provider registry: a pack closed, and what it says of providers put before people."""

import sys
from pathlib import Path
from typing import Any

from hikiate.cli.closing import EXIT_BREACH
from hikiate.cli.delivering import deliver
from hikiate.cli.language import language
from hikiate.cli.speech import progress
from hikiate.conduct.providers.dependence import dependence
from hikiate.conduct.providers.notices import Notice, notices
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.registry import Registry
from hikiate.kernel.findings import Severity
from hikiate.kernel.results import Result, finding_document
from hikiate.operations.close import close
from hikiate.reports.dossiers.registry import KEEPERS, provider_findings, registry_dossier
from hikiate.storage.lawbooks import library
from hikiate.storage.packs import open_pack

SCHEMA = "hikiate/registry/1"


def registry(
    folder: Path, before: Path | None, report_format: str | None, out: Path | None, *, as_json: bool, lang: str | None
) -> None:
    """Show the registry of a pack; exits 1 where a keeper breaches a duty."""
    spoken = language(lang)
    with progress(spoken) as step:
        pack = read_pack(open_pack(folder), step)
        earlier = read_pack(open_pack(before), step) if before else None
    books = library().choose(pack.exchange.rulebooks)
    result, law = close(pack, books), [book.on(pack.exchange.day) for book in books]
    changes = notices(earlier, pack) if earlier else ()
    document = {
        **_document(pack, result, changes),
        "law": [
            {
                "rulebook": edition.book.name,
                "provision": KEEPERS,
                "status": edition[KEEPERS].status.value,
                "citation": edition[KEEPERS].citation.text,
            }
            for edition in law
            if KEEPERS in edition
        ],
    }
    deliver(registry_dossier(pack, result, changes, law), document, report_format, out, spoken, as_json=as_json)
    sys.exit(EXIT_BREACH if any(f.severity is Severity.BREACH for f in provider_findings(result)) else 0)


def _document(pack: Pack, result: Result, changes: tuple[Notice, ...]) -> dict[str, Any]:
    rests = dependence(pack.registry or Registry(None, (), ()), pack.holdings or ())
    shares = {name: result.figures.get(f"provider.{name}.share") for name in rests.providers}
    return {
        "schema": SCHEMA,
        "exchange": pack.exchange.name,
        "as_of": pack.exchange.snapshot_at.isoformat(),
        "pack_digest": pack.digest,
        "providers": [
            {
                "provider": name,
                "keeper": name in rests.keepers,
                "through": list(rests.through.get(name, ())),
                "holdings": list(dict.fromkeys(row.holding for row in rows)),
                "share": figure.value if (figure := shares[name]) else None,
            }
            for name, rows in rests.resting.items()
        ],
        "changes": [
            {
                "provider": change.provider,
                "change": change.change.en,
                "about": change.about.en,
                "before": change.before,
                "after": change.after,
                "due": None,
            }
            for change in changes
        ],
        "findings": [finding_document(finding) for finding in provider_findings(result)],
    }
