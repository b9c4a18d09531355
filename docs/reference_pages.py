# ruff: noqa: INP001 - docs is a folder of pages and of the scripts that make them, not a package
"""The pages of docs/reference: what the code knows of packs, commands, rulebooks and results, said for its users."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import finding_pages
import smallest_packs

from hikiate.book.accounts import ACCOUNTS
from hikiate.facts.columns import Column, Kind, TableSpec
from hikiate.facts.tables import TABLES
from hikiate.kernel.results import SCHEMA, Result
from hikiate.law.provisions import Version
from hikiate.law.rulebooks import Rulebook
from hikiate.operations.counterfactual import Assumed
from hikiate.operations.estate_replay import replay_estate
from hikiate.operations.replay import replay
from hikiate.operations.workspace.incidents import SOURCES
from hikiate.operations.workspace.people import ROLES
from hikiate.remedy.payees import PAYOUT_TABLES
from hikiate.remedy.pending import WORDS
from hikiate.remedy.replays import Compared
from hikiate.reports.estate.replay import values_said
from hikiate.reports.figure_names import figure_term
from hikiate.reports.labels import STATUSES
from hikiate.reports.numerals import value_said
from hikiate.storage.casebook import case_names, case_texts
from hikiate.storage.estate_cases import estate_cases
from hikiate.storage.lawbooks import library, regimes

DOCS = Path(__file__).resolve().parent
MADE_BELOW = "<!-- Written by hand above, made by `make docs` below. -->"

_COMMANDS = (
    (), ("demo",), ("init",), ("example",), ("import",), ("check",), ("close",), ("explain",), ("report",),
    ("prove",), ("proof",), ("verify",), ("audit-proof",), ("stress",), ("mix",),
    ("replay",), ("statement",),
    ("dispute", "open"), ("dispute", "file"), ("dispute", "answer"), ("dispute", "confirm"), ("dispute", "list"),
    ("dispute", "check"), ("distribute",), ("estate", "drill"),
    ("estate", "open"), ("estate", "show"), ("estate", "receive"), ("estate", "file"), ("estate", "examine"),
    ("estate", "object"), ("estate", "decide"), ("estate", "set-off"), ("estate", "withdraw"), ("estate", "elect"),
    ("estate", "claims"), ("estate", "history"), ("estate", "register"), ("estate", "round"),
    ("migrate",), ("backup",), ("restore",), ("audit",), ("journal", "list"), ("journal", "balance"),
    ("journal", "correct"), ("reserve", "provision"), ("reserve", "release"), ("user", "list"), ("user", "roles"),
    ("user", "limit"), ("user", "limits"), ("approval", "list"), ("approval", "approve"), ("approval", "reject"),
    ("finding", "list"), ("finding", "assign"), ("finding", "close"), ("incident", "open"), ("incident", "show"),
    ("incident", "determine"), ("incident", "draw"), ("incident", "claim"), ("incident", "recover"),
    ("incident", "close"), ("payout", "batch"), ("payout", "release"), ("payout", "settle"), ("payout", "set-aside"),
    ("payout", "list"), ("rules", "list"), ("rules", "show"), ("rules", "diff"), ("rules", "check"),
    ("rules", "what-if"), ("compare",), ("impact",),
    ("registry",), ("tokens", "procedure"), ("tokens", "classify"), ("tokens", "reclassify"), ("surveil",),
    ("transfers",),
    ("insider", "open"), ("insider", "case"), ("insider", "add"), ("insider", "acknowledge"), ("insider", "cease"),
    ("insider", "publish"), ("insider", "restrict"), ("insider", "lift"), ("insider", "blackout"),
    ("insider", "request"), ("insider", "decide"), ("insider", "triage"), ("insider", "list"), ("insider", "show"),
    ("insider", "check"),
    ("audit-pack",), ("audit-verify",),
)  # fmt: skip
_ALL_HELP = """
import sys
from typer.main import get_command
from hikiate.cli.app import app
command = get_command(app)
for call in sys.argv[1:]:
    command.main([*call.split(), "--help"], prog_name="hikiate", terminal_width=80, standalone_mode=False)
    sys.stdout.write("\\0")
"""
_CELLS = {
    Kind.KEY: ("a name", "名称"),
    Kind.TEXT: ("a text", "文字列"),
    Kind.ASSET: ("an asset of exchange.toml", "exchange.toml にある資産"),
    Kind.AMOUNT: ("an amount in the row's asset", "資産の数量"),
    Kind.MONEY: ("money in the reporting currency", "報告通貨の金額"),
    Kind.PRICE: ("a price above zero", "0より大きい価格"),
    Kind.DAY: ("a day, 2026-09-18", "日付 2026-09-18"),
    Kind.MOMENT: ("a moment with offset", "時差付き日時"),
    Kind.DAY_OR_MOMENT: ("a day, or a moment with offset", "日付、または時差付き日時"),
    Kind.MARKET: ("base/quote, BTC/JPY", "基軸/決済 BTC/JPY"),
    Kind.CHOICE: ("one of", "次のいずれか"),
    Kind.HEX: ("32 or more hex digits", "32桁以上の16進数"),
}


def pages() -> dict[Path, str]:
    """Each page: an introduction by hand, and what the code knows below it."""
    bodies = {
        "findings": finding_pages.index("../").partition("\n")[2],
        "commands": "\n".join(_commands()),
        "rulebooks": "\n".join(_rulebooks()),
        "pack": "\n".join(line for spec in TABLES.values() for line in _table(spec)),
        "result": "\n".join(_figures()),
        "payees": "\n".join(line for spec in PAYOUT_TABLES.values() for line in _table(spec)),
        "payment-files": "\n".join(_pending_reasons()),
        "casebook": "\n".join([*_cases(), *_estates()]),
        "accounts-and-roles": "\n".join(_accounts()),
    }
    paths = {name: DOCS / "reference" / f"{name}.md" for name in bodies}
    heads = {name: path.read_text(encoding="utf-8").partition(MADE_BELOW)[0] for name, path in paths.items()}
    return {paths[name]: f"{heads[name]}{MADE_BELOW}\n\n{body.strip()}\n" for name, body in bodies.items()}


def _cases() -> Iterator[str]:
    """Every case with what was published, ours, and the reserve's part; the replays are made here and now."""
    for name in case_names():
        read = replay(name, case_texts(name), library([]), Assumed())
        case = read.case
        yield f"## {name}\n\n**{case.title.ja} / {case.title.en}**\n\n{case.summary.ja}\n\n{case.summary.en}\n"
        yield "| 項目 / item | 公表値 / published | 当方 / ours | 差 / difference | 位置付け / status | 出典 / source |"
        yield "|---|---|---|---|---|---|"
        yield from (_outcome(compared) for compared in read.compared)
        yield ""
        for compared in read.compared:
            if (why := compared.outcome.why) is not None:
                yield f"- {figure_term(compared.outcome.figure).ja}: {why.ja} / {why.en}"
        yield from (f"- {fact.said.ja} / {fact.said.en} ({fact.cited.citation})" for fact in case.facts)
        paid, short = (value_said(read.otherwise[f"funding.{key}"], "en") for key in ("reserve", "short"))
        yield (
            f"\n準備金（上限額による計算）の負担額: {paid}、不足額: {short}。 / "
            f"With the reported reserve at its cap: {paid} borne by it, {short} short.\n"
        )


def _estates() -> Iterator[str]:
    """Every exchange that failed, with what was published of its estate and ours."""
    for name, text in estate_cases().items():
        read = replay_estate(name, text, regimes().rulebooks)
        yield f"## {name}\n\n**{read.title.ja} / {read.title.en}**\n"
        yield "| 項目 / item | 公表値 / published | 当方 / ours | 出典 / source |"
        yield "|---|---|---|---|"
        for row in read.compared:
            yield f"| {row.what.ja} / {row.what.en} | {' | '.join(values_said(row, 'en'))} | {row.source} |"
        yield ""
        yield from (f"- {row.difference.ja} / {row.difference.en}" for row in read.compared)
        yield ""


def _outcome(compared: Compared) -> str:
    term, outcome = figure_term(compared.outcome.figure), compared.outcome
    published = "–" if compared.published is None else value_said(compared.published, "en")
    difference = "–" if compared.difference is None else value_said(compared.difference, "en")
    statuses = " / ".join(STATUSES[status].en for status in (outcome.cited.status, compared.ours.status))
    cells = (f"{term.ja} / {term.en}", published, value_said(compared.ours, "en"), difference, statuses)
    return f"| {' | '.join(cells)} | {outcome.cited.citation} |"


def _accounts() -> Iterator[str]:
    yield "## 勘定科目 / Accounts\n"
    named = "名前 / name | 勘定科目 | account"
    yield f"| {named} | 増加する側 / grows on | 残高を限度とする / guarded | 事案別 / by incident |"
    yield "|---|---|---|---|---|---|"
    sides = {"debit": "借方 / debit", "credit": "貸方 / credit"}
    for name, account in ACCOUNTS.items():
        marks = ("✓" if mark else "" for mark in (account.is_guarded, account.is_by_incident))
        cells = (f"`{name}`", account.term.ja, account.term.en, sides[account.side.value], *marks)
        yield f"| {' | '.join(cells)} |"
    yield "\n## 役割 / Roles\n"
    yield "| 名前 / name | 役割 | role |"
    yield "|---|---|---|"
    yield from (f"| `{name}` | {term.ja} | {term.en} |" for name, term in ROLES.items())
    yield "\n## 資金源 / Sources of money\n"
    yield "| 名前 / name | 資金源 | source | 勘定 / account |"
    yield "|---|---|---|---|"
    yield from (f"| `{name}` | {term.ja} | {term.en} | `{account}` |" for name, (account, term) in SOURCES.items())


def _commands() -> Iterator[str]:
    helped = {language: _help(language) for language in ("ja", "en")}
    for number, words in enumerate(_COMMANDS):
        yield f"## {' '.join(('hikiate', *words))}\n"
        for language in ("ja", "en"):
            yield f"```\n{helped[language][number].strip()}\n```\n"


def _help(language: str) -> list[str]:
    """The help of every command in a language, which is chosen when the command line is loaded."""
    called = subprocess.run(  # noqa: S603 - our own interpreter on our own text
        [sys.executable, "-c", _ALL_HELP, *(" ".join(words) for words in _COMMANDS)],
        env={**os.environ, "HIKIATE_LANG": language, "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return called.stdout.split("\0")


def _table(spec: TableSpec) -> Iterator[str]:
    yield f"## {spec.name}\n"
    if spec.key:
        key = " + ".join(f"`{name}`" for name in spec.key)
        yield f"一度だけ / once for each: {key}\n"
    yield "| 列 / column | | 内容 | contents |"
    yield "|---|---|---|---|"
    yield from (_column(column) for column in spec.columns)
    yield ""


def _column(column: Column) -> str:
    en, ja = _CELLS[column.kind]
    choices = " " + ", ".join(f"`{choice}`" for choice in column.choices) if column.choices else ""
    need = "必須 / required"
    if column.may_be_blank:
        need = "空欄可 / may be blank"
    if column.may_be_absent:
        need = "省略可 / may be left out"
    return f"| `{column.name}` | {need} | {ja}{choices} | {en}{choices} |"


def _pending_reasons() -> Iterator[str]:
    yield "## 保留の理由 / Reasons for which a payment waits\n"
    yield "上の理由が優先します。 / The earlier one wins.\n"
    yield "| 理由 / reason | 意味 | meaning |"
    yield "|---|---|---|"
    yield from (f"| `{code}` | {said.ja} | {said.en} |" for code, said in WORDS.items())


def _rulebooks() -> Iterator[str]:
    for book in library().rulebooks.values():
        yield f"## {book.name}\n"
        yield f"{book.title.ja} / {book.title.en}\n"
        yield f"{book.summary.ja}\n"
        yield f"{book.summary.en}.\n"
        yield f"答える数値 / answers: {', '.join(f'`{family}`' for family in book.answers)}\n"
        yield "| 条項 / provision | 値 / value | 位置付け / status | 施行 / in force | 根拠 / citation |"
        yield "|---|---|---|---|---|"
        yield from _provisions(book)
        yield ""


def _provisions(book: Rulebook) -> Iterator[str]:
    for key, provision in book.provisions.items():
        for version in provision.versions:
            value = "未定 / undecided" if version.value is None else f"{version.value} {provision.unit}"
            title = f"`{key}`<br>{provision.title.ja}<br>{provision.title.en}"
            cells = (title, value, version.status.value, _in_force(version), version.citation.text)
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _in_force(version: Version) -> str:
    since = "" if version.in_force_from == date.min else version.in_force_from.isoformat()
    until = version.in_force_until.isoformat() if version.in_force_until else ""
    return f"{since} – {until}" if since or until else "任意の日 / any day"


def _figures() -> Iterator[str]:
    """The figures that closes reach, by the closes of the smallest packs; the longest rule of each stands for all."""
    yield f"## 数値 / Figures of `{SCHEMA}`\n"
    yield "| 名前 / name | | 単位 / unit | 算定方法の例 / rule, for example |"
    yield "|---|---|---|---|"
    seen: dict[str, str] = {}
    for case in smallest_packs.cases():
        result = smallest_packs.result(case)
        if result is not None:
            seen.update({name: row for name, row in _figure_rows(result) if len(row) > len(seen.get(name, ""))})
    yield from (row for _, row in sorted(seen.items()))
    yield ""


def _figure_rows(result: Result) -> Iterator[tuple[str, str]]:
    for figure in result.figures.values():
        room, _, rest = figure.name.partition(".")
        if room in {"input", "law"}:
            continue
        subject = rest.partition(".")[0]
        general = {"insurance": "POLICY", "volume": "MARKET"}.get(room, "ASSET")
        name, term = figure.name, figure_term(figure.name)
        titles = f"{term.ja} / {term.en}"
        if "." in rest and (subject.isupper() or room == "insurance"):
            name = f"{room}.{general}.{rest.partition('.')[2]}"
            titles = titles.replace(subject, general)
        unit = "ASSET" if figure.unit == "BTC" else figure.unit
        rule = f"{figure.rule.ja} / {figure.rule.en.partition(', rounded')[0]}".replace("|", "/")
        yield name, f"| `{name}` | {titles} | {unit} | {rule} |"
