"""Documents read strictly: a JSON file whose every key and spelling is the one its format allows, or faults by place.

A proof travels through many hands before it is read, and two readers that disagree on a document are an attack; so a
key twice, a key unknown, a number in another spelling and a file of megabytes are refused here, before any hashing.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from hikiate.facts.faults import FAULTS_SHOWN_MAX
from hikiate.kernel.amounts import AmountRefused, minor_units
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import json_values
from hikiate.kernel.wording import Term
from hikiate.proofs.faults import MALFORMED, MORE_MALFORMED, TOO_LARGE

BYTES_MAX = 4_194_304
_NUMBER_DIGITS_MAX = 39
_SHOWN_MAX = 60

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NUMBER = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_DECIMAL = re.compile(r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", re.ASCII)

NO_DIGEST = "0" * 64
"""Stands where a digest could not be read; what holds it is refused before anyone sees it."""


_ABSENT = object()
"""Stands where a key is missing."""


class _NotStrict(ValueError):
    """JSON that another reader might understand differently, with what it holds."""

    def __init__(self, said: Term) -> None:
        self.said = said
        super().__init__(said.en)


def strict_json(content: bytes, file: str) -> object:
    """The JSON document of a file; Refused where it is too large, no JSON, or names a key twice."""
    if len(content) > BYTES_MAX:
        raise Refused([TOO_LARGE.at(file, limit=f"{BYTES_MAX:,}")])
    try:
        return json_values(
            content.decode(),
            with_halves=True,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except ValueError as error:
        wanted = Term("one JSON document in UTF-8, each key once", "各キーが一度だけ現れる、UTF-8 の JSON 文書")
        raise Refused([MALFORMED.at(file, value=_unread(error), wanted=wanted)]) from error


def _unread(error: ValueError) -> Term:
    """Why a file is no document, as people say it."""
    if isinstance(error, _NotStrict):
        return error.said
    if isinstance(error, json.JSONDecodeError):
        return _unparsed(error)
    if isinstance(error, UnicodeDecodeError):
        return Term("bytes that are no text in UTF-8", "UTF-8 の文字列でないデータ")
    return Term("lists within lists, deeper than any document has", "文書にはあり得ない深さの入れ子")


def _unparsed(error: json.JSONDecodeError) -> Term:
    place, place_ja = f"line {error.lineno}", f"{error.lineno} 行目"
    if not error.doc.strip():
        return Term("an empty file", "空のファイル")
    if error.msg == "Extra data":
        return Term(
            f"more after the end of the document, from {place} on", f"文書の終わりの後の余分なデータ（{place_ja}から）"
        )
    if error.msg.startswith("Unterminated") or error.pos >= len(error.doc.rstrip()):
        return Term(f"a document that breaks off in {place}", f"途中で切れている文書（{place_ja}）")
    return Term(f"what is no JSON, in {place}", f"JSON として読み取れない内容（{place_ja}）")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _NotStrict(Term(f"the key {_shown(twice)} twice", f"二度現れるキー {_shown(twice)}"))
    return made


def _whole(digits: str) -> int:
    if len(digits) > _NUMBER_DIGITS_MAX or not _NUMBER.fullmatch(digits):
        _no_number(digits)
    return int(digits)


def _no_number(digits: str) -> object:
    shown = digits[:_NUMBER_DIGITS_MAX]
    raise _NotStrict(Term(f"the number {shown}", f"数値 {shown}"))


class Reading:
    """One document, read field by field; what is wrong is gathered with its place, and a stand-in is given for it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []

    def refuse(self) -> None:
        """Refuse the document if anything was wrong with it."""
        if self.found:
            raise Refused(self.found)

    def wrong(self, where: str, value: object, wanted: Term) -> None:
        """Note that something else stands at a place than is wanted there; a key that is not there was noted before.

        Refused at once where more is wrong than anybody would read: a file of megabytes can hold a million faults.
        """
        if value is _ABSENT:
            return
        if len(self.found) == FAULTS_SHOWN_MAX:
            raise Refused([*self.found, MORE_MALFORMED.at(self.file)])
        place = f"{self.file} key {where}" if where else self.file
        self.found.append(MALFORMED.at(place, value=value if isinstance(value, Term) else _shown(value), wanted=wanted))

    def record(self, plain: object, where: str, keys: Sequence[str]) -> dict[str, Any]:
        """An object with exactly these keys."""
        if isinstance(plain, dict) and plain.keys() == set(keys):
            return plain
        wanted = Term(f"exactly the keys {', '.join(keys)}", f"次のキーのみ: {', '.join(keys)}")
        self.wrong(where, _keys_said(plain, keys) if isinstance(plain, dict) else plain, wanted)
        return {**dict.fromkeys(keys, _ABSENT), **(plain if isinstance(plain, dict) else {})}

    def schema(self, plain: object, schema: str) -> None:
        """A document of this schema; Refused at once where it is of another, whose keys would all be wrong."""
        found = plain.get("schema") if isinstance(plain, dict) else None
        if found != schema:
            self.wrong("schema" if found else "", found or plain, Term(f"a document of {schema}", f"{schema} の文書"))
            self.refuse()

    def array(self, plain: object, where: str) -> list[Any]:
        """A list."""
        if isinstance(plain, list):
            return plain
        self.wrong(where, plain, Term("a list", "配列"))
        return []

    def text(self, plain: object, where: str) -> str:
        """Text that is not empty and that can be written as UTF-8."""
        if isinstance(plain, str) and plain and not _has_surrogates(plain):
            return plain
        self.wrong(where, plain, Term("text", "空でない文字列"))
        return ""

    def choice(self, plain: object, where: str, choices: Sequence[str]) -> str:
        """One of some words."""
        if isinstance(plain, str) and plain in choices:
            return plain
        self.wrong(where, plain, Term(" or ".join(choices), "、".join(choices) + " のいずれか"))
        return choices[0]

    def digest(self, plain: object, where: str) -> str:
        """64 hex digits in lower case."""
        if isinstance(plain, str) and _DIGEST.fullmatch(plain):
            return plain
        self.wrong(where, plain, Term("64 hex digits in lower case", "小文字の16進数64桁"))
        return NO_DIGEST

    def digest_or_none(self, plain: object, where: str) -> str | None:
        """64 hex digits in lower case, or null."""
        return None if plain is None else self.digest(plain, where)

    def number_text(self, plain: object, where: str, limit: int) -> int:
        """A number written as text, from 0 to `limit`."""
        if isinstance(plain, str) and len(plain) <= _NUMBER_DIGITS_MAX and _NUMBER.fullmatch(plain):
            number = int(plain)
            if number <= limit:
                return number
        self.wrong(where, plain, Term(f"a whole number as text, at most {limit}", f"{limit} 以下の整数（文字列）"))
        return 0

    def whole(self, plain: object, where: str, limit: int) -> int:
        """A whole number from 0 to `limit`."""
        if isinstance(plain, int) and not isinstance(plain, bool) and 0 <= plain <= limit:
            return plain
        self.wrong(where, plain, Term(f"a whole number, at most {limit}", f"{limit} 以下の整数"))
        return 0

    def decimal(self, plain: object, where: str) -> str:
        """An amount as decimal text in its one spelling."""
        if isinstance(plain, str) and len(plain) <= _SHOWN_MAX and _DECIMAL.fullmatch(plain):
            return plain
        self.wrong(where, plain, Term("decimal text without trailing zeros", "末尾の 0 のない十進数の文字列"))
        return "0"

    def minor_units(self, plain: object, where: str, scale: int) -> int:
        """An amount as whole minor units of an asset with `scale` decimals."""
        text = self.decimal(plain, where)
        try:
            return minor_units(text, scale)
        except AmountRefused:
            at_most = Term(f"at most {scale} decimals and 127 bits", f"小数点以下 {scale} 桁以内、127ビット以内")
            self.wrong(where, text, at_most)
            return 0


def _keys_said(plain: Mapping[str, Any], keys: Sequence[str]) -> Term:
    """Which keys an object lacks, and which it has too many."""
    lacking, strange = ", ".join(key for key in keys if key not in plain), ", ".join(set(plain) - set(keys))
    said = [Term(f"no key {lacking}", f"キー {lacking} がありません")] if lacking else []
    said += [Term(f"an unknown key {_shown(strange)}", f"不明なキー {_shown(strange)}")] if strange else []
    return Term("; ".join(term.en for term in said), "、".join(term.ja for term in said))


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _shown(value: object) -> str:
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"
