# ruff: noqa: INP001 - docs is a folder of pages and of the scripts that make them, not a package
"""The pages of docs/findings: one for each code, from the code's wording, a paragraph by hand and the smallest pack."""

import importlib
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

import smallest_packs

import hikiate
from hikiate.kernel.findings import Finding, FindingKind, Severity
from hikiate.kernel.wording import Words
from hikiate.storage.database.connection import Place
from hikiate.web.settings import configure

DOCS = Path(__file__).resolve().parent
PARAGRAPHS = DOCS / "findings.toml"

SEVERITIES = {
    Severity.FAULT: ("fault: the input is refused, exit code 2", "不備（入力を受け付けません。終了コード 2）"),
    Severity.BREACH: ("breach: a duty is not met, exit code 1", "違反（義務を満たしていません。終了コード 1）"),
    Severity.WARNING: ("warning: to be looked into", "警告（確認が必要です）"),
    Severity.NOTE: ("note: to be known", "参考"),
}

# The command line tells findings and defines none, and the tables need a database's settings to load.
_NOT_WALKED = ("hikiate.cli", "hikiate.storage.database")
_FILE_LINES_MAX = 12
_WORKSPACE = ("workspace", "a workspace and its audit", "ワークスペースとその検査")
_OCCASIONS = {
    "hikiate.facts.importers": ("import", "`hikiate import`", "`hikiate import`"),
    "hikiate.storage.imports": ("import", "`hikiate import`", "`hikiate import`"),
    "hikiate.book": _WORKSPACE,
    "hikiate.operations.workspace": _WORKSPACE,
    "hikiate.storage.workspace": _WORKSPACE,
    "hikiate.storage.collectors": ("collect", "`hikiate collect`", "`hikiate collect`"),
    "hikiate.storage.pack_writer": ("write", "writing a pack", "パックの書き込み"),
    "hikiate.proofs.disputes_faults": ("dispute", "`hikiate dispute`", "`hikiate dispute`"),
    "hikiate.proofs": (
        "prove",
        "`hikiate prove`, `hikiate proof` and `hikiate verify`",
        "`hikiate prove`・`hikiate proof`・`hikiate verify`",
    ),
    "hikiate.remedy.estate_kinds": ("distribute", "`hikiate distribute`", "`hikiate distribute`"),
    "hikiate.remedy.handover_kinds": ("drill", "`hikiate estate drill`", "`hikiate estate drill`"),
    "hikiate.operations.audit_proof": ("audit-proof", "`hikiate audit-proof`", "`hikiate audit-proof`"),
    "hikiate.conduct.screening": ("compensate", "`hikiate compensate`", "`hikiate compensate`"),
    "hikiate.remedy": ("compensate", "`hikiate compensate`", "`hikiate compensate`"),
    "hikiate.risk": ("risk", "`hikiate stress` and `hikiate mix`", "`hikiate stress`・`hikiate mix`"),
    "hikiate.operations.compare": ("compare", "`hikiate compare`", "`hikiate compare`"),
    "hikiate.operations.impact": ("impact", "`hikiate impact`", "`hikiate impact`"),
    "hikiate.conduct.tokens": ("tokens", "`hikiate tokens`", "`hikiate tokens`"),
    "hikiate.conduct.insiders": ("insider", "`hikiate insider`", "`hikiate insider`"),
    "hikiate.conduct.surveillance": ("surveil", "`hikiate surveil`", "`hikiate surveil`"),
    "hikiate.conduct.transfers": ("transfers", "`hikiate transfers`", "`hikiate transfers`"),
    "hikiate.conduct.audit": ("audit-pack", "`hikiate audit-pack`", "`hikiate audit-pack`"),
    "hikiate.reports": ("report", "`hikiate explain` and `hikiate report`", "`hikiate explain`・`hikiate report`"),
    "hikiate.web": ("serve", "serving pages", "画面の表示"),
}
_CALLS = {
    "law.before_first": ("rules", "`hikiate rules`", "`hikiate rules`"),
    "call.pdf_to_terminal": ("report", "`hikiate explain` and `hikiate report`", "`hikiate explain`・`hikiate report`"),
}
_CLOSE = ("close", "`hikiate check` and `hikiate close`", "`hikiate check`・`hikiate close`")


@dataclass(frozen=True, slots=True)
class Entry:
    """A code of the catalogue: its kinds, one for each wording, and the occasion on which it is found."""

    code: str
    kinds: tuple[FindingKind, ...]
    occasion: str
    occasion_en: str
    occasion_ja: str


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every code that the package defines, sorted; found by walking its modules."""
    homes = sorted(_kinds(), key=lambda home: home[1].code)
    entries = []
    for code, group in groupby(homes, key=lambda home: home[1].code):
        defined = list(group)
        occasion = _CALLS.get(code) or next(
            (said for room, said in _OCCASIONS.items() if defined[0][0].startswith(room)), _CLOSE
        )
        entries.append(Entry(code, tuple(kind for _, kind in defined), *occasion))
    return tuple(entries)


def _kinds() -> Iterator[tuple[str, FindingKind]]:
    """Each kind with the module that defines it; a module that only imports a kind has no line that assigns it."""
    # The modules of the pages load only where Django is set up.
    configure(Place("nowhere", {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}))
    for found in pkgutil.walk_packages(hikiate.__path__, "hikiate."):
        if found.name.startswith(_NOT_WALKED):
            continue
        module = importlib.import_module(found.name)
        source = inspect.getsource(module)
        for name, value in vars(module).items():
            if isinstance(value, FindingKind) and re.search(rf"^{name}\b[^=\n]*=", source, re.MULTILINE):
                yield found.name, value


@cache
def paragraphs() -> dict[str, Mapping[str, str]]:
    """What was written by hand of each code: `ja`, `en`, and `article` where there is one."""
    return tomllib.loads(PARAGRAPHS.read_text(encoding="utf-8"))


def pages() -> dict[Path, str]:
    """The page of each code, and the index; KeyError for a code that nobody has written a paragraph of."""
    written = paragraphs()
    made = {DOCS / "findings" / f"{entry.code}.md": _page(entry, written[entry.code]) for entry in catalogue()}
    made[DOCS / "findings" / "README.md"] = index("../")
    return made


def index(root: str) -> str:
    """The list of all codes by occasion; `root` leads from the page to docs."""
    lines = ["# 指摘と不備の一覧 / Findings and faults", ""]
    lines += [
        "コードごとに、意味・対応・最小の例を示します。",
        "Each code with its meaning, what to do, and a smallest example.",
        "",
    ]
    for occasion in dict.fromkeys(entry.occasion for entry in catalogue()):
        entries = [entry for entry in catalogue() if entry.occasion == occasion]
        lines += [f"## {entries[0].occasion_ja} / {entries[0].occasion_en}", ""]
        lines += ["| code | 区分 / severity | 意味 | meaning |", "|---|---|---|---|"]
        for entry in entries:
            said = paragraphs()[entry.code]
            severity = ", ".join(dict.fromkeys(kind.severity.value for kind in entry.kinds))
            link = f"[`{entry.code}`]({root}findings/{entry.code}.md)"
            lines.append(f"| {link} | {severity} | {_first(said['ja'], '。')} | {_first(said['en'], '. ')} |")
        lines.append("")
    return "\n".join(lines)


def _first(text: str, stop: str) -> str:
    """The first sentence; what stands in parentheses is dropped where it would be cut in two."""
    sentence = text.partition(stop)[0].rstrip(".。")
    return f"{sentence}{stop.strip()}".replace("|", "\\|")


def _page(entry: Entry, said: Mapping[str, str]) -> str:
    lines = [f"# {entry.code}", ""]
    if entry.occasion != "close":
        lines += [f"{entry.occasion_ja} / {entry.occasion_en}", ""]
    lines += [said["ja"], "", said["en"], ""]
    if "article" in said:
        lines += [f"根拠 / Article: {said['article']}", ""]
    many = len(entry.kinds) > 1
    for number, kind in enumerate(entry.kinds, start=1):
        lines += [f"## 文言 {number} / Wording {number}" if many else "## 文言 / Wording", ""]
        lines += _wording(kind)
    lines += _examples(entry.code)
    lines += ["[一覧 / All codes](README.md)", ""]
    return "\n".join(lines)


def _wording(kind: FindingKind) -> list[str]:
    en, ja = SEVERITIES[kind.severity]
    return [
        f"{ja} / {en}",
        "",
        *_three(kind.ja, ("確認された事実", "求められる状態", "対応")),
        *_three(kind.en, ("found", "wanted", "do")),
    ]


def _three(words: Words, names: tuple[str, str, str]) -> list[str]:
    texts = (words.found, words.wanted, words.do)
    return [*(f"- **{name}** {_literal(text)}" for name, text in zip(names, texts, strict=True)), ""]


def _literal(text: str) -> str:
    """A wording with its places for values set as code."""
    return re.sub(r"\{(\w+)\}", r"`{\1}`", text)


def _examples(code: str) -> list[str]:
    lines = []
    for case in smallest_packs.cases(code):
        exit_code, found = smallest_packs.outcome(case)
        shown = next(finding for finding in found if (finding.code, finding.where) == (code, case.where))
        lines += [f"## 例 / Example: `tests/errors/{code}/{case.pack}`", ""]
        for path in _shown_files(case):
            lines += [f"`{path.relative_to(case.folder).as_posix()}`", "", "```", *_content(path), "```", ""]
        lines += ["```", f"$ {case.call}", *_told(shown), f"exit {exit_code}", "```", ""]
    return lines


def _shown_files(case: smallest_packs.Case) -> Iterable[Path]:
    """The files that matter: the tables, and the exchange where it is itself at fault."""
    if case.incident:
        yield case.folder / case.incident
        return
    files = [path for path in sorted((case.folder / case.pack).iterdir()) if path.suffix != ".parquet"]
    about_exchange = "exchange.toml" in case.where or case.where.startswith("rulebooks") or len(files) == 1
    yield from (case.folder / overlay for overlay in case.overlays)
    yield from (path for path in files if path.name != "exchange.toml" or about_exchange)


def _content(path: Path) -> list[str]:
    lines = path.read_bytes().decode("utf-8", errors="replace").splitlines()
    if path.name in {"exchange.toml", "incident.toml"}:
        return lines
    return lines if len(lines) <= _FILE_LINES_MAX else [*lines[:3], f"… ({len(lines)})"]


def _told(finding: Finding) -> list[str]:
    due = [f"    期限 / due: {finding.due.isoformat()}"] if finding.due else []
    return [
        f"{finding.where}  [{finding.code}]",
        *(f"    {text}" for text in (finding.ja.found, finding.ja.wanted, finding.ja.do)),
        *(f"    {text}" for text in (finding.en.found, finding.en.wanted, finding.en.do)),
        *due,
    ]
