"""Close, explain, report: a pack to a result, and a result to what people read; only a close loads the tables."""

import sys
from contextlib import ExitStack
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.speech import progress, put, put_bytes, put_json, say
from hikiate.facts import faults
from hikiate.kernel.figures import ancestry
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import MIX_SCHEMA, SCHEMA, STRESS_SCHEMA, Result, document, document_text
from hikiate.kernel.wording import Language
from hikiate.reports.board import page as board_page
from hikiate.reports.board import paper as board_paper
from hikiate.reports.board import text as board_text
from hikiate.reports.explanation import explanation
from hikiate.reports.html import html
from hikiate.reports.pdf import pdf
from hikiate.reports.text import text
from hikiate.storage.disk import write_file
from hikiate.storage.lawbooks import library
from hikiate.storage.results import CLOSE_FILE, KEPT, read_result

EXIT_BREACH = 1

_REPORTED = (SCHEMA, STRESS_SCHEMA, MIX_SCHEMA)


def close(
    pack_place: str,
    rulebooks: list[str] | None,
    overlays: list[Path] | None,
    previous: Path | None,
    out: Path | None,
    *,
    executor: str | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Close a day; exits 1 where a duty is breached."""
    from hikiate.cli.crews import hands  # noqa: PLC0415 - tables are slow to load, and a report needs none
    from hikiate.facts.pack import read_pack  # noqa: PLC0415 - as above
    from hikiate.operations.close import close as close_day  # noqa: PLC0415 - as above
    from hikiate.storage.remote_packs import pack_at  # noqa: PLC0415 - as above

    spoken = language(lang)
    laws = library(overlays or [])
    earlier = read_result(previous) if previous else None
    with ExitStack() as stack:
        pool = stack.enter_context(hands(executor, None))[0] if executor else None
        raw = stack.enter_context(pack_at(pack_place, pool))
        step = stack.enter_context(progress(spoken))
        pack = read_pack(raw, step, hands=pool)
        names = rulebooks or pack.exchange.rulebooks
        if not names:
            raise Refused([faults.NO_RULEBOOK.at("exchange.toml key rulebooks", names=", ".join(laws.rulebooks))])
        result = close_day(pack, laws.choose(names), earlier)
    _tell(result, out, spoken, as_json=as_json)


def close_into(
    workspace: Path,
    user: str | None,
    folder: Path,
    laws: tuple[list[str] | None, list[Path] | None],
    out: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Close a day into a workspace; `laws` names rulebooks and overlays. Exits 1 where a duty is breached."""
    from hikiate.cli.desks import Asked, desk  # noqa: PLC0415 - the database is slow to load, and only a workspace has one
    from hikiate.desk.days import close_day  # noqa: PLC0415 - as above

    asked = Asked(workspace, user, None, as_json, lang)
    with desk(asked) as at_desk, progress(asked.spoken) as step:
        closed = close_day(at_desk, folder, (laws[0] or (), laws[1] or ()), asked.acting, step)
    kept = {"ja": "締めをワークスペースに保管しました", "en": "kept in the workspace as close"}[asked.spoken]
    say(f"{kept} {closed.done.number}")
    _tell(closed.result, out, asked.spoken, as_json=as_json)


def _tell(result: Result, out: Path | None, spoken: Language, *, as_json: bool) -> None:
    if out is not None:
        write_file(out / CLOSE_FILE, document_text(document(result)).encode())
        say(f"{'書き出しました' if spoken == 'ja' else 'written'}: {out / CLOSE_FILE}")
    put(document_text(document(result)) if as_json else text(result, spoken))
    sys.exit(exit_code(result))


def exit_code(result: Result) -> int:
    """0 in order, 1 in breach."""
    return EXIT_BREACH if result.verdict == "in_breach" else 0


def explain(path: Path, figure: str, *, as_json: bool, lang: str | None) -> None:
    """Explain a figure of a stored result, of a close or of any other computation."""
    result = read_result(path, KEPT)
    words = explanation(result, figure, language(lang))
    if not as_json:
        put(words)
        return
    figures = document(result)["figures"]
    reached = {name: figures[name] for name in ancestry(result.figures, [figure])}
    put_json({"schema": "hikiate/explanation/1", "figure": figure, "figures": reached})


def report(path: Path, report_format: str, out: Path | None, *, as_json: bool, lang: str | None) -> None:
    """Write a stored result as a report; with `as_json` a written file is told as a JSON document."""
    spoken = language(lang)
    content = rendered(read_result(path, _REPORTED), report_format, spoken)
    if out is not None:
        write_file(out, content)
        say(f"{'書き出しました' if spoken == 'ja' else 'written'}: {out}")
        if as_json:
            told = {"format": report_format, "lang": spoken, "file": str(out), "bytes": len(content)}
            put_json({"schema": "hikiate/report/1", **told})
    elif report_format == "pdf" and sys.stdout.isatty():
        raise Refused([faults.PDF_TO_TERMINAL.at("report --format pdf")])
    else:
        put_bytes(content)


def rendered(result: Result, report_format: str, lang: str) -> bytes:
    """A result in one of the forms of a report."""
    spoken = language(lang)
    if result.schema != SCHEMA:
        return _board_rendered(result, report_format, spoken)
    match report_format:
        case "pdf":
            return pdf(result, spoken)
        case "html":
            return html(result, spoken).encode()
        case "text":
            return text(result, spoken).encode()
        case _:
            return document_text(document(result)).encode()


def _board_rendered(result: Result, report_format: str, spoken: Language) -> bytes:
    """A result about risk in one of the forms of its board paper."""
    match report_format:
        case "pdf":
            return board_paper.pdf(result, spoken)
        case "html":
            return board_page.html(result, spoken).encode()
        case "text":
            return board_text.text(result, spoken).encode()
        case _:
            return document_text(document(result)).encode()
