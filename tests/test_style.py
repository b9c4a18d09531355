"""The style of the code, as tests: sizes, names, no float near money, no clock, no chance and no disk in the core.

Each rule is a function from a module's source to its violations. It is held against every module of the project, and
against a planted violation, so that a rule which finds nothing is known to look.
"""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "hikiate"

LINES_MAX = 400
FUNCTION_LINES_MAX = 80
DRAWERS = {"util", "helper", "common", "manager", "service", "misc"}
EXACT_ROOMS = {"kernel", "law", "facts", "book", "rules", "proofs", "remedy", "conduct", "operations"}
PURE_ROOMS = EXACT_ROOMS | {"risk", "reports"}
TIMELESS_ROOMS = PURE_ROOMS | {"storage", "desk"}

CLOCKS = {
    "now", "today", "utcnow", "localtime", "gmtime", "time_ns", "monotonic", "monotonic_ns", "perf_counter",
    "perf_counter_ns", "process_time", "process_time_ns",
}  # fmt: skip
CHANCE_MODULES = {"random", "secrets", "uuid"}
OUTSIDE_MODULES = {
    "asyncio", "django", "fileinput", "ftplib", "glob", "http", "httpx", "multiprocessing", "os", "psycopg", "requests",
    "shutil", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "urllib",
}  # fmt: skip
DISK_CALLS = {
    "exists", "glob", "is_dir", "is_file", "iterdir", "mkdir", "open", "read_bytes", "read_text", "rglob", "rmdir",
    "scan_csv", "scan_ipc", "scan_ndjson", "scan_parquet", "sink_csv", "sink_ipc", "sink_ndjson", "sink_parquet",
    "stat", "touch", "unlink", "write_bytes", "write_text",
}  # fmt: skip

_WAIVER = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no\s+(?:cover|branch))", re.IGNORECASE)
_REASONED = re.compile(
    r"#\s*(?:noqa:\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*|type:\s*ignore\[[a-z\-, ]+\]|pragma:\s*no\s+(?:cover|branch))"
    r"\s*[-#—]\s*\w.{7,}"
)

Rule = Callable[[str], list[str]]


def overlong_module(source: str) -> list[str]:
    """More lines than a reader holds in mind."""
    lines = len(source.splitlines())
    return [f"{lines} lines; at most {LINES_MAX}"] if lines > LINES_MAX else []


def overlong_functions(source: str) -> list[str]:
    """Functions that fit no screen."""
    return [
        f"line {node.lineno}: {node.name} has {lines} lines; at most {FUNCTION_LINES_MAX}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]


def no_opening_line(source: str) -> list[str]:
    """A module whose first line does not say what it is."""
    said = ast.get_docstring(ast.parse(source), clean=False) or ""
    first = said.partition("\n")[0]
    return (
        [] if first.endswith((".", ":", "。")) else ["the first line does not say, in a sentence, what the module is"]
    )


def floats(source: str) -> list[str]:
    """Binary floating point, but for the question whether something is a float, which is how one is turned away."""
    tree = ast.parse(source)
    asked = {
        id(name)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"isinstance", "issubclass"}
        for name in ast.walk(call)
    }
    return [
        f"line {node.lineno}: {found}"
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and id(node) not in asked
        for found in _float_in(node)
    ]


def _float_in(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=float() | complex() as value):
            yield f"the float {value}"
        case ast.Constant(value="float"):
            yield "the type float by name"
        case ast.Name(id="float" | "complex" as name):
            yield f"the type {name}"
        case ast.Call(func=ast.Attribute(attr="cast"), args=[*arguments]):
            wide = [ast.unparse(argument) for argument in arguments if "Float" in ast.unparse(argument)]
            yield from (f"a cast to {name}" for name in wide)
        case _:
            pass


def clocks(source: str) -> list[str]:
    """Questions to the clock."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=name) if name in CLOCKS:
                found.append(f"line {node.lineno}: asks the clock by {name}")
            case ast.Attribute(value=ast.Name(id="time"), attr="time"):
                found.append(f"line {node.lineno}: asks the clock by time.time")
            case ast.ImportFrom(module="time"):
                found.append(f"line {node.lineno}: takes names from the module time")
    return found


def chance(source: str) -> list[str]:
    """Anything that another run would answer differently."""
    found = [f"line {line}: imports {name}" for line, name in _imports(source) if name in CHANCE_MODULES]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random"):
                found.append(f"line {node.lineno}: draws by numpy.random")
            case ast.Call(func=ast.Attribute(attr="sample" | "shuffle" as name), keywords=words):
                if not any(word.arg == "seed" for word in words):
                    found.append(f"line {node.lineno}: {name} without a seed")
            case ast.Call(func=ast.Name(id="hash")):
                found.append(f"line {node.lineno}: hash() of text differs from run to run")
    return found


def outside_world(source: str) -> list[str]:
    """Disks, networks, processes and the environment; a text that the package ships is part of the package."""
    found = [f"line {line}: imports {name}" for line, name in _imports(source) if name in OUTSIDE_MODULES]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module="pathlib", names=names):
                found += [
                    f"line {node.lineno}: {name.name} can touch a disk" for name in names if name.name[:4] != "Pure"
                ]
            case ast.Call(func=ast.Name(id="open" | "print" | "input" as name)):
                found.append(f"line {node.lineno}: calls {name}")
            case ast.Call(func=ast.Attribute(attr=name)) if name in DISK_CALLS and not _shipped(node):
                found.append(f"line {node.lineno}: calls {name}")
    return found


def _shipped(call: ast.expr) -> bool:
    return ast.unparse(call).startswith("files('hikiate")


def unreasoned_waivers(source: str) -> list[str]:
    """A check that was waived without its rule or without a reason on the same line."""
    comments = (
        token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type == tokenize.COMMENT
    )
    return [
        f"line {comment.start[0]}: {comment.string}"
        for comment in comments
        if _WAIVER.search(comment.string) and not _REASONED.search(comment.string)
    ]


def drawers(path: Path) -> list[str]:
    """Names that say nothing about what is inside."""
    words = {word.removesuffix("s") for part in path.with_suffix("").parts for word in part.lower().split("_")}
    return sorted(words & DRAWERS)


def _imports(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name.partition(".")[0]) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.partition(".")[0]


def modules(rooms: set[str] | None = None) -> list[Path]:
    """The project's Python files, or the package's files in some of its rooms."""
    if rooms is not None:
        return sorted(path for room in rooms for path in (PACKAGE / room).rglob("*.py"))
    folders = (ROOT / name for name in ("src", "tests", "benchmarks", "docs"))
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


RULES: list[tuple[Rule, set[str] | None, tuple[str, ...]]] = [
    (overlong_module, None, ("x = 1\n" * (LINES_MAX + 1),)),
    (overlong_functions, None, ("def long():\n" + "    x = 1\n" * FUNCTION_LINES_MAX,)),
    (no_opening_line, None, ("x = 1\n", '"""A title"""\n', '"""\nToo late.\n"""\n')),
    (
        floats,
        EXACT_ROOMS,
        (
            "x = 0.5",
            "x = 1e3",
            "x = 2j",
            "x = float('1')",
            "def f(x: float) -> None: ...",
            "def f() -> list[float]: ...",
            "x: 'float' = y",
            "amounts = map(float, texts)",
            "column = pl.col('a').cast(pl.Float64)",
        ),
    ),
    (
        clocks,
        TIMELESS_ROOMS,
        (
            "x = datetime.now(tz=UTC)",
            "x = date.today()",
            "x = datetime.datetime.utcnow()",
            "x = time.time()",
            "clock = time.monotonic",
            "from time import perf_counter",
        ),
    ),
    (
        chance,
        PURE_ROOMS,
        (
            "import random",
            "from random import Random",
            "import secrets, json",
            "from uuid import uuid4",
            "x = np.random.default_rng(1)",
            "x = frame.sample(3)",
            "x = column.shuffle()",
            "x = hash('a')",
        ),
    ),
    (
        outside_world,
        PURE_ROOMS,
        (
            "open('a')",
            "print('a')",
            "from pathlib import Path",
            "from pathlib import PurePath, PosixPath",
            "import os.path",
            "from urllib.request import urlopen",
            "import socket",
            "x = folder.read_text()",
            "x = files('tzdata').joinpath('zones').read_text()",
            "x = pl.scan_parquet(source)",
        ),
    ),
    (
        unreasoned_waivers,
        None,
        (
            "x = 1  # noqa",
            "x = 1  # noqa: S603",
            "x = 1  # type: ignore",
            "x = 1  # type: ignore[arg-type]",
            "x = 1  # type: ignore - the stub is wrong here",
            "x = 1  # pragma: no cover",
            "x = 1  # noqa - it is meant this way",
        ),
    ),
]

SOUND = '''"""A module that breaks no rule."""

from pathlib import PurePath
from datetime import datetime, time


def name(file: str, value: object) -> str:
    """The name of a file, for a value that is no float; 0.5 and datetime.now() in a docstring are words."""
    if isinstance(value, float):
        raise TypeError(file)
    midnight = time(0, 0)
    style = files("hikiate.reports").joinpath("style.css").read_text(encoding="utf-8")
    shown = file.replace("a", "b")  # noqa: S603 - the command under test is run as a command
    return PurePath(shown).name  # type: ignore[arg-type]  # the stub knows one overload only
'''


def test_the_rules_look_at_every_room() -> None:
    """A rule over a folder that is not there would hold without looking."""
    assert set(TIMELESS_ROOMS) <= {path.name for path in PACKAGE.iterdir()}
    assert {ROOT / "tests" / "test_style.py", PACKAGE / "kernel" / "amounts.py"} <= set(modules())
    assert PACKAGE / "kernel" / "amounts.py" in modules(EXACT_ROOMS)
    assert not any("cli" in path.relative_to(PACKAGE).parts for path in modules(TIMELESS_ROOMS))


@pytest.mark.parametrize(("rule", "rooms"), [pytest.param(rule, rooms, id=rule.__name__) for rule, rooms, _ in RULES])
def test_every_module_keeps_the_rule(rule: Rule, rooms: set[str] | None) -> None:
    """All violations are named together, each with its module."""
    found = [
        f"{path.relative_to(ROOT)}: {said}"
        for path in modules(rooms)
        for said in rule(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [pytest.param(rule, planted, id=rule.__name__) for rule, _, all_of in RULES for planted in all_of],
)
def test_a_planted_violation_is_found(rule: Rule, planted: str) -> None:
    """Each rule sees what it is there to see."""
    assert rule(planted) != []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.__name__) for rule, _, _ in RULES])
def test_a_sound_module_is_left_alone(rule: Rule) -> None:
    """Words in a docstring, a float turned away and a waiver with its reason break no rule."""
    assert rule(SOUND) == []


def test_no_module_is_a_drawer() -> None:
    """A module or a folder is named after what is in it."""
    assert [path for path in modules() if drawers(path.relative_to(ROOT))] == []


@pytest.mark.parametrize(
    "name",
    ["utils.py", "law/helpers.py", "common/days.py", "pack_manager.py", "services/a.py", "misc.py", "date_utils.py"],
)
def test_a_drawer_is_found_wherever_it_stands(name: str) -> None:
    """In a folder or a file, alone or joined to another word."""
    assert drawers(Path(name)) != []


def test_a_name_of_the_domain_is_no_drawer() -> None:
    """Only whole words count."""
    assert drawers(Path("src/hikiate/rules/commonwealth_utilisation.py")) == []
