"""The demonstration: an example workspace, its day closed into it, its report served."""

import sys
from pathlib import Path

from hikiate.cli.closing import exit_code, rendered
from hikiate.cli.desks import Asked, desk, moment
from hikiate.cli.keeping import FOLDERS, init, make
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, say
from hikiate.desk.days import close_day
from hikiate.facts.example import example as make_example
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.kernel.results import Result, document, document_text
from hikiate.kernel.wording import Language
from hikiate.operations.workspace.ports import Act
from hikiate.reports.html import html
from hikiate.reports.text import text
from hikiate.storage.disk import write_file
from hikiate.storage.pack_writer import write_pack
from hikiate.storage.results import CLOSE_FILE
from hikiate.web.page import serve as serve_pages

DEMO_CUSTOMERS = 10_000
DEMO_SEED = 1
DEMO_USER = "demo"

_PAIRS: tuple[tuple[Language, Language], ...] = (("ja", "en"), ("en", "ja"))
"""Each language with the one that its page leads to."""


def demo(folder: Path, *, serve: bool, port: int, as_json: bool, lang: str | None) -> None:
    """Make the example workspace where it does not stand yet, close its day, show the report; exits as a close does."""
    spoken = language(lang)
    pack_folder = folder / "packs" / "2026-11-20"
    if not pack_folder.exists():
        # A demonstration that was broken off has its folders already; anything else that stands there is not ours.
        if not all((folder / name).is_dir() for name in FOLDERS):
            init(folder, lang=lang, user=DEMO_USER)
        made = make_example(DEMO_CUSTOMERS, DEMO_SEED)
        write_pack(
            pack_folder,
            exchange=made.exchange,
            tables=made.tables,
            file_format="csv",
            evidence={POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry},
        )
    # In a workspace that somebody else made, the example is closed in that user's name.
    user = make(folder, Act(DEMO_USER, moment(None)))
    result = _close(folder, pack_folder, folder / "results" / "2026-11-20", user, spoken)
    put(document_text(document(result)) if as_json else text(result, spoken))
    if serve:
        pages = {f"/{here}/": html(result, here, other_language=f"/{other}/").encode() for here, other in _PAIRS}
        opened = "ブラウザーで表示（終了は Ctrl-C）" if spoken == "ja" else "open in a browser (Ctrl-C ends it)"
        serve_pages(pages, port, open_message=lambda address: say(f"{opened}: {address}"))
    sys.exit(exit_code(result))


def _close(workspace: Path, pack_folder: Path, out: Path, user: str, spoken: Language) -> Result:
    """Close the example's day into the workspace and write the result with its reports."""
    with desk(Asked(workspace, user, None, as_json=False, lang=spoken)) as at_desk, progress(spoken) as step:
        result = close_day(at_desk, pack_folder, ((), ()), Act(user, moment(None)), step).result
    write_file(out / CLOSE_FILE, document_text(document(result)).encode())
    for name, _ in _PAIRS:
        write_file(out / f"report.{name}.html", rendered(result, "html", name))
    say(f"{'結果' if spoken == 'ja' else 'result'}: {out}")
    return result
