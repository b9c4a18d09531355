"""Inputs made from inputs: changes that know the form of a file, so that they reach behind the parser of that form.

A mutation that only turns bytes is refused by the first parser nearly always. These change a cell of a CSV, a value of
a TOML or JSON document, an element of XML, a word of a command line, into what such places are attacked with.
"""

import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

NESTED = 20_000
"""Deeper than any parser that calls itself survives."""

TEXTS = (
    "", " ", "0", "-1", "+1", "-0", "1.", ".5", "00", "1e5", "1E999", "NaN", "Infinity", "0x10", "1_000", "9" * 40,
    "9" * 5000,
    "0." + "0" * 60 + "1", "170141183460469231731687303715884105728", "18446744073709551616", "true", "null", "none",
    "2026-11-20", "2026-02-30", "0000-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31", "9999-12-31T23:59:59-23:59",
    "2026-11-20T23:59:60+09:00", "2026-11-20T23:59:59", "2026-11-20T23:59:59.1234567890+09:00", "１２３", "٣", "Ⅻ",
    "\u202e", "\u200b", "\ufeff", "\ud800", "\x00", "\x1b[31m", "é", "が", "か\u3099", "𠮷", "ｶﾞ", "İ", "ß",
    "=1+1", "<b>", "&amp;", "'; --", '"', "'", ",", "\n", "\r\n", "\t", "\\", "%s", "{0}", "{value}", "${HOME}",
    "../../x",
    "/", "/dev/null", "x" * 300, "x/" * 200, "JPY", "BTC", "BTC/JPY", "BTC/BTC", "jp-psa", "customer", "cold", "self",
)  # fmt: skip
"""What a place for a text is attacked with."""

PLAIN: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**127, 10**4000, 0.1, 1e308, -0.0, [], {}, [[]], [{}], {"": ""}, "",
    [None],
)  # fmt: skip
"""What a place for a value is attacked with, beside the texts."""

_TOML = (
    "true", "0", "-1", "1e400", "nan", "inf", "[]", "{}", "[[]]", "[{}]", '""', "2026-11-20", "2026-11-20T00:00:00Z",
    "2026-11-20T00:00:00", "10:00:00", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59-23:59", "9" * 5000,
    "0x" + "f" * 40,
    '["a", 1]', "[1, [2]]", '{ a = 1 }', '"0.1"', '"1/3"', '"1/0"', '"-1"', '"\\u0000"', '"\\uFEFF"',
)  # fmt: skip
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]*)([^<>]*)>")
_PART = "%%% "

Mutation = Callable[[str, Random], str]


def mutated(data: bytes, form: str, chance: Random) -> bytes:
    """One to four changes of an input by its form; what is no text is left to the changes of bytes."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return of_bytes(data, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        text = FORMS.get(form, of_lines)(text, chance)
    return text.encode("utf-8", "surrogatepass")


def of_bytes(data: bytes, chance: Random) -> bytes:
    """Bytes turned, taken out, doubled or put in."""
    made = bytearray(data or b"\0")
    for _ in range(chance.choice((1, 2, 8))):
        at = chance.randrange(len(made)) if made else 0
        match chance.randrange(4):
            case 0 if made:
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at : at + chance.choice((1, 4, 64))]
            case 2:
                made[at:at] = made[at : at + chance.choice((1, 16, 256))]
            case _:
                made[at:at] = chance.choice((b"\0", b"\xff", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf"))
    return bytes(made)


def of_lines(text: str, chance: Random) -> str:
    """A line doubled, taken out, moved, cut, or with a hostile text in it."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            lines.insert(at, lines[other])
        case 1:
            del lines[at]
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        case 4:
            place = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + chance.choice(TEXTS) + lines[at][place:]
        case _:
            lines[at] = lines[at] * chance.choice((2, 3, 50))
    return "\n".join(lines)


def of_csv(text: str, chance: Random) -> str:
    """A cell replaced, or a row or a column doubled, taken out or exchanged."""
    if chance.random() < 0.2:
        return of_lines(text, chance)
    rows = [line.split(",") for line in text.split("\n")]
    row = chance.choice(rows)
    at = chance.randrange(len(row))
    match chance.randrange(8):
        case 0:
            column = chance.randrange(len(rows[0]))
            for one in rows:
                del one[column : column + 1]
        case 1:
            column, name = chance.randrange(len(rows[0]) + 1), chance.choice((*rows[0], "extra", ""))
            for number, one in enumerate(rows):
                one.insert(column, name if not number else chance.choice(TEXTS))
        case 2:
            row[at] = chance.choice(chance.choice(rows))
        case 3:
            row[at] = f'"{row[at]}"'
        case _:
            row[at] = chance.choice(TEXTS)
    return "\n".join(",".join(one) for one in rows)


def of_toml(text: str, chance: Random) -> str:
    """The value of a key replaced, or a line doubled, taken out or moved."""
    lines = text.split("\n")
    keyed = [number for number, line in enumerate(lines) if "=" in line]
    if not keyed or chance.random() < 0.3:
        return of_lines(text, chance)
    at = chance.choice(keyed)
    key, _, value = lines[at].partition("=")
    match chance.randrange(6):
        case 0:
            value = json.dumps(chance.choice(TEXTS), ensure_ascii=chance.random() < 0.5)
        case 1:
            value = "[" * NESTED if chance.random() < 0.1 else f"[{value}]"
        case 2:
            key = chance.choice((f"{key.strip()}.x ", '"" ', "x ", chance.choice(lines).partition("=")[0]))
        case 3:
            value = chance.choice(lines).partition("=")[2]
        case _:
            value = chance.choice(_TOML)
    lines[at] = f"{key}= {value.strip()}"
    return "\n".join(lines)


def of_json(text: str, chance: Random) -> str:
    """A value of the document replaced, taken out or doubled; a key renamed; or the text itself changed."""
    if chance.random() < 0.25:
        return of_json_text(text, chance)
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return of_json_text(text, chance)
    places: list[tuple[Any, Any]] = []
    _gather(plain, places)
    if not places:
        return json.dumps(chance.choice(PLAIN))
    within, key = chance.choice(places)
    match chance.randrange(7):
        case 0:
            del within[key]
        case 1 if isinstance(within, dict):
            within[chance.choice((*TEXTS, *within))] = within.pop(key)
        case 2 if isinstance(within, list):
            within.insert(key, within[key])
        case 3:
            other, other_key = chance.choice(places)
            within[key] = json.loads(json.dumps(other[other_key]))
        case 4:
            within[key] = chance.choice(PLAIN)
        case _:
            within[key] = chance.choice(TEXTS)
    return json.dumps(plain, indent=chance.choice((None, 1)), ensure_ascii=chance.random() < 0.5)


def of_json_text(text: str, chance: Random) -> str:
    """What no document holds: other spellings of numbers, keys twice, lists within lists, an end too early."""
    at = chance.randrange(len(text) + 1)
    match chance.randrange(5):
        case 0:
            return text[:at]
        case 1:
            return (
                text[:at]
                + chance.choice(("[" * NESTED, '{"a":' * NESTED, "[[[", "}", ",", "NaN", "-0", "1e9", "1.0"))
                + text[at:]
            )
        case 2:
            return re.sub(
                r"\d+", lambda _: chance.choice(("NaN", "-1", "1.50", "1e999", "9" * 5000, "007")), text, count=1
            )
        case 3:
            return re.sub(r'("\w+"):', r"\1:0,\1:", text, count=1)
        case _:
            return of_lines(text, chance)


def _gather(plain: Any, places: list[tuple[Any, Any]]) -> None:  # noqa: ANN401 - a value of JSON
    """Every place of a document as what holds it and its key."""
    waiting = [plain]
    while waiting:
        within = waiting.pop()
        keys = list(within) if isinstance(within, dict) else range(len(within)) if isinstance(within, list) else ()
        for key in keys:
            places.append((within, key))
            waiting.append(within[key])


def of_xml(text: str, chance: Random) -> str:
    """An element's text or attributes replaced, an element doubled or taken out, what XML is attacked with put in."""
    tags = list(_TAG.finditer(text))
    if not tags or chance.random() < 0.15:
        return of_lines(text, chance)
    tag = chance.choice(tags)
    match chance.randrange(7):
        case 0:
            return text[: tag.start()] + text[tag.end() :]
        case 1:
            other = chance.choice(tags)
            begins, ends = sorted((tag.start(), other.start()))
            return text[:begins] + text[begins:ends] * chance.choice((0, 2, 3)) + text[ends:]
        case 2:
            return (
                text[: tag.end()]
                + chance.choice(
                    (
                        "<a>" * NESTED,
                        "<a>" * 70,
                        "&x;",
                        "&#0;",
                        "&#xD800;",
                        "<![CDATA[",
                        "<!--",
                        "]]>",
                        "<?x?>",
                        '<a xmlns="b"/>',
                    )
                )
                + text[tag.end() :]
            )
        case 3:
            head = chance.choice(
                (
                    '<?xml version="1.0" encoding="EUC-JP"?>',
                    '<?xml version="1.0" encoding="x"?>',
                    '<?xml version="1.0" encoding="UTF-16"?>',
                    '<?xml version="1.1"?>',
                    '<!DOCTYPE a [<!ENTITY x "y">]>',
                    '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
                    "\ufeff",
                    " ",
                )
            )
            return head + re.sub(r"^<\?xml[^>]*\?>", "", text)
        case 4:
            name = tag.group(2)
            return text[: tag.start()] + f'<{tag.group(1)}{name} Ccy="{chance.choice(TEXTS)}">' + text[tag.end() :]
        case _:
            end = text.find("<", tag.end())
            return text[: tag.end()] + chance.choice(TEXTS) + (text[end:] if end >= 0 else "")


def of_files(text: str, chance: Random) -> str:
    """One of several files that are written one after the other, changed by the form that its name ends with."""
    parts = parted(text)
    if not parts:
        return of_lines(text, chance)
    name = chance.choice(list(parts))
    match chance.randrange(12):
        case 0:
            del parts[name]
        case 1:
            parts[chance.choice((*parts, "x.csv", "exchange.toml"))] = parts[name]
        case _:
            form = {"json": "json", "toml": "toml", "csv": "csv", "xml": "xml"}.get(name.rpartition(".")[2], "lines")
            parts[name] = FORMS[form](parts[name], chance)
    return joined(parts)


def parted(text: str) -> dict[str, str]:
    """The files of a text in which each begins with a line that names it."""
    parts: dict[str, str] = {}
    for piece in ("\n" + text).split("\n" + _PART)[1:]:
        name, _, content = piece.partition("\n")
        parts[name.strip()] = content
    return parts


def joined(parts: dict[str, str]) -> str:
    """The reverse."""
    return "\n".join(f"{_PART}{name}\n{content}" for name, content in parts.items())


def of_words(text: str, chance: Random) -> str:
    """Words of a command line, one a line: replaced, doubled, taken out, moved."""
    words = text.split("\n")
    at = chance.randrange(len(words))
    if chance.random() < 0.5:
        words[at] = chance.choice((*TEXTS, *OPTIONS))
        return "\n".join(word for word in words if word)
    return of_lines(text, chance)


OPTIONS = (
    "--json", "--lang", "ja", "en", "--help", "--version", "--out", "--format", "--at", "--user", "--workspace", "--on",
    "--",
    "-", "--previous", "--rulebook", "--overlay", "--root", "--seed", "--years", "--customers", "--day", "--into",
    "--tier",
)  # fmt: skip

FORMS: dict[str, Mutation] = {
    "csv": of_csv, "toml": of_toml, "json": of_json, "xml": of_xml, "files": of_files, "words": of_words,
    "lines": of_lines,
}  # fmt: skip
