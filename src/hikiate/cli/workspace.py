"""A workspace: the folder in which a firm keeps its packs, results and overlays; and the demonstration of one."""

import sys
from pathlib import Path

from hikiate.cli.closing import exit_code, rendered
from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, put_json, say
from hikiate.facts import faults
from hikiate.facts.example import example as make_example
from hikiate.facts.pack import read_pack
from hikiate.facts.policies import FILE as POLICIES_FILE
from hikiate.facts.registry import FILE as REGISTRY_FILE
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result, document, document_text
from hikiate.kernel.wording import Language
from hikiate.operations.close import close
from hikiate.reports.html import html
from hikiate.reports.text import text
from hikiate.storage.disk import write_file
from hikiate.storage.lawbooks import library
from hikiate.storage.pack_writer import write_pack
from hikiate.storage.packs import open_pack
from hikiate.storage.results import CLOSE_FILE
from hikiate.web.page import serve as serve_pages

FOLDERS = ("packs", "results", "overlays")
DEMO_CUSTOMERS = 10_000
DEMO_SEED = 1

_PAIRS: tuple[tuple[Language, Language], ...] = (("ja", "en"), ("en", "ja"))
"""Each language with the one that its page leads to."""


def init(folder: Path, *, lang: str | None, as_json: bool = False) -> None:
    """Make an empty workspace; Refused where something stands there already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([faults.NOT_EMPTY.at(str(folder))])
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    spoken = language(lang)
    say(f"ワークスペースを作成しました: {folder}" if spoken == "ja" else f"an empty workspace: {folder}")
    if as_json:
        put_json({"schema": "hikiate/init/1", "workspace": str(folder), "folders": list(FOLDERS)})


def demo(folder: Path, *, serve: bool, port: int, as_json: bool, lang: str | None) -> None:
    """Make the example workspace where it does not stand yet, close its day, show the report; exits as a close does."""
    spoken = language(lang)
    pack_folder = folder / "packs" / "2026-11-20"
    if not pack_folder.exists():
        # A demonstration that was broken off has its folders already; anything else that stands there is not ours.
        if not all((folder / name).is_dir() for name in FOLDERS):
            init(folder, lang=lang)
        made = make_example(DEMO_CUSTOMERS, DEMO_SEED)
        write_pack(
            pack_folder,
            exchange=made.exchange,
            tables=made.tables,
            file_format="csv",
            evidence={POLICIES_FILE: made.policies, REGISTRY_FILE: made.registry},
        )
    result = _close(pack_folder, folder / "results" / "2026-11-20", spoken)
    put(document_text(document(result)) if as_json else text(result, spoken))
    if serve:
        pages = {f"/{here}/": html(result, here, other_language=f"/{other}/").encode() for here, other in _PAIRS}
        opened = "ブラウザーで表示（終了は Ctrl-C）" if spoken == "ja" else "open in a browser (Ctrl-C ends it)"
        serve_pages(pages, port, open_message=lambda address: say(f"{opened}: {address}"))
    sys.exit(exit_code(result))


def _close(pack_folder: Path, out: Path, spoken: Language) -> Result:
    """Close the example's day and write the result with its reports."""
    with progress(spoken) as step:
        pack = read_pack(open_pack(pack_folder), step)
        result = close(pack, library().choose(pack.exchange.rulebooks))
    write_file(out / CLOSE_FILE, document_text(document(result)).encode())
    for name, _ in _PAIRS:
        write_file(out / f"report.{name}.html", rendered(result, "html", name))
    say(f"{'結果' if spoken == 'ja' else 'result'}: {out}")
    return result
