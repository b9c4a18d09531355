"""The settings of a workspace, `hikiate.toml` in its folder: the daily run, notices, sources, where files are kept.

A secret never stands in the file: the settings name the environment variable or the file that has it. Every fault of
the file is told at once.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hikiate.facts import faults
from hikiate.facts.toml_entries import Entry
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import toml_values

FILE = "hikiate.toml"
LOOPBACK = frozenset(("127.0.0.1", "::1", "localhost"))
_SECRET_BYTES_MIN = 16
_SECURITIES = ("starttls", "tls", "none")
_LANGUAGES = ("ja", "en")
_PORT_MAX = 65535


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is to be had; it is read when it is needed and never shown. `text` is what is no secret."""

    where: str
    variable: str
    file: Path | None
    text: str = ""
    bytes_min: int = 1

    def read(self) -> bytes:
        """The secret; Refused where it is not there, or too short to be one."""
        try:
            text = self.text or os.environ.get(self.variable, "")
            content = self.file.read_bytes() if self.file else text.encode()
        except OSError:
            content = b""
        secret = content.strip()
        if len(secret) < self.bytes_min:
            named = str(self.file or self.variable)
            wanted = f"a secret of at least {self.bytes_min} bytes", f"{self.bytes_min} バイト以上の秘密値"
            fault = faults.WRONG_VALUE.at(self.where, value=named, wanted=wanted[0], wanted_ja=wanted[1])
            raise Refused([fault])
        return secret


@dataclass(frozen=True, slots=True)
class Mail:
    """By which server notices are mailed, from and to whom, in which language."""

    host: str
    port: int
    security: str
    user: str
    password: Secret | None
    sender: str
    to: tuple[str, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is sent signed notices."""

    name: str
    url: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Daily:
    """The daily run: from which day on, when it is due, where each day's pack stands, what is done with it."""

    begins: date
    close_by: time
    days_after: int
    packs: Path
    rulebooks: tuple[str, ...]
    backups: Path | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What `hikiate.toml` says."""

    daily: Daily | None = None
    mail: Mail | None = None
    webhooks: tuple[Webhook, ...] = ()
    sources: tuple[Mapping[str, Any], ...] = ()
    files: str = ""

    @property
    def channels(self) -> list[str]:
        """The channels of notices, by name."""
        return [*(["mail"] if self.mail else []), *(webhook.name for webhook in self.webhooks)]


@dataclass(slots=True)
class Reader:
    """Reads the sections, gathering faults; folders and files are named from the workspace."""

    folder: Path
    found: list[Finding] = field(default_factory=list)

    def entry(self, where: str, table: Any, required: tuple[str, ...], optional: tuple[str, ...]) -> Entry:  # noqa: ANN401 - a value of TOML may be anything
        """A section, whose faults are gathered here."""
        read = Entry(f"{FILE} {where}", table if isinstance(table, dict) else {}, required=required, optional=optional)
        if not isinstance(table, dict):
            read.wrong("-", table, f"a section [{where}]", f"[{where}] の節")
        self.found += read.found
        read.found = self.found
        return read

    def path(self, entry: Entry, key: str) -> Path | None:
        """A folder or file, named from the workspace; None where the key is not there."""
        text = entry.text(key)
        return self.folder / text if text else None

    def secret(self, entry: Entry, name: str, *, own: bool = False, bytes_min: int = 1) -> Secret | None:
        """A secret named by `NAME_env` or `NAME_file`, or with `own` by NAME itself; None where none is there."""
        text, variable, file = (
            entry.text(name) if own else "",
            entry.text(f"{name}_env"),
            self.path(entry, f"{name}_file"),
        )
        if sum(map(bool, (text, variable, file))) > 1:
            wanted, wanted_ja = f"one of {name}_env and {name}_file", f"{name}_env か {name}_file の一方"
            entry.wrong(f"{name}_env", variable, wanted, wanted_ja)
        where = f"{entry.where} key {name}"
        return Secret(where, variable, file, text, bytes_min) if text or variable or file else None

    def choice(self, entry: Entry, key: str, choices: tuple[str, ...], usual: str) -> str:
        """One of some words."""
        value = entry.text(key) or usual
        if value not in choices:
            self.found.append(
                faults.NOT_A_CHOICE.at(f"{entry.where} key {key}", value=value, choices=", ".join(choices))
            )
        return value


def read_settings(folder: Path) -> Settings:
    """The settings of the workspace in a folder, nothing where it has none; Refused with every fault."""
    path = folder / FILE
    try:
        table = toml_values(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Settings()
    except ValueError as error:
        fault = faults.UNREADABLE.at(FILE, value=error, wanted="settings in TOML", wanted_ja="TOML 形式の設定")
        raise Refused([fault]) from error
    reader = Reader(folder)
    parts: dict[str, Callable[[Reader, Any], Any]] = {
        "daily": _daily, "mail": _mail, "webhook": _webhooks, "source": _sources, "files": _files,
    }  # fmt: skip
    unknown = [faults.UNKNOWN_KEY.at(FILE, value=key, keys=", ".join(parts)) for key in sorted(set(table) - set(parts))]
    read = {key: parts[key](reader, value) for key, value in table.items() if key in parts}
    if unknown or reader.found:
        raise Refused([*unknown, *reader.found])
    return Settings(
        read.get("daily"), read.get("mail"), read.get("webhook", ()), read.get("source", ()), read.get("files", "")
    )


def _daily(reader: Reader, table: Any) -> Daily:  # noqa: ANN401 - a value of TOML may be anything
    entry = reader.entry("daily", table, ("begins", "close_by"), ("days_after", "packs", "rulebooks", "backups"))
    close_by = entry.entry.get("close_by")
    if not isinstance(close_by, time) and "close_by" in entry.entry:
        entry.wrong("close_by", close_by, "a time such as 10:00:00", "10:00:00 のような時刻")
    return Daily(
        entry.day("begins"),
        close_by if isinstance(close_by, time) else time.min,
        entry.count("days_after") if "days_after" in entry.entry else 1,
        reader.path(entry, "packs") or reader.folder / "packs",
        entry.names("rulebooks"),
        reader.path(entry, "backups"),
    )


def _mail(reader: Reader, table: Any) -> Mail:  # noqa: ANN401 - a value of TOML may be anything
    optional = ("port", "security", "user", "password_env", "password_file", "lang")
    entry = reader.entry("mail", table, ("host", "from", "to"), optional)
    host, sender, to = entry.text("host"), entry.text("from"), entry.names("to")
    security = reader.choice(entry, "security", _SECURITIES, "starttls")
    port = entry.count("port") or {"tls": 465, "starttls": 587}.get(security, 25)
    if security == "none" and host not in LOOPBACK:
        entry.wrong(
            "security", security, "starttls or tls, but on this machine", "starttls か tls（none は同一機器のみ）"
        )
    if not 0 < port <= _PORT_MAX:
        entry.wrong("port", port, "a port from 1 to 65535", "1から65535までのポート番号")
    for key, address in (("from", sender), *(("to", one) for one in to)):
        if "@" not in address.strip("@") or any(letter in address for letter in "\r\n,"):
            entry.wrong(key, address, "an address such as desk@example.jp", "desk@example.jp のようなアドレス")
    user, password = entry.text("user"), reader.secret(entry, "password")
    if bool(user) != bool(password):
        entry.wrong("user", user or "-", "user and password together", "user と password の両方")
    return Mail(host, port, security, user, password, sender, to, reader.choice(entry, "lang", _LANGUAGES, "ja"))


def _webhooks(reader: Reader, tables: Any) -> tuple[Webhook, ...]:  # noqa: ANN401 - a value of TOML may be anything
    made: list[Webhook] = []
    for number, table in enumerate(tables if isinstance(tables, list) else [tables], start=1):
        entry = reader.entry(f"webhook {number}", table, ("name", "url"), ("secret_env", "secret_file"))
        name, url, secret = (
            entry.text("name"),
            entry.text("url"),
            reader.secret(entry, "secret", bytes_min=_SECRET_BYTES_MIN),
        )
        if not secret:
            entry.wrong("secret_env", "-", "secret_env or secret_file", "secret_env または secret_file")
        if url and not is_safe(url):
            entry.wrong(
                "url", "-", "an https address without a password in it", "パスワードを含まない https のアドレス"
            )
        if "," in name or name in {"mail", *(one.name for one in made)}:
            entry.wrong(
                "name",
                name,
                "a name of its own, without commas, not mail",
                "重複せず、カンマを含まない名前（mail 以外）",
            )
        made.append(Webhook(name, url, secret or Secret("", "", None)))
    return tuple(made)


def is_safe(url: str) -> bool:
    """Whether an address is https, or http on this machine, and has no password in it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    named = bool(host) and parts.username is None and parts.password is None and url.isascii() and url.isprintable()
    return named and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))


def _sources(reader: Reader, tables: Any) -> tuple[Mapping[str, Any], ...]:  # noqa: ANN401 - a value of TOML may be anything
    if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
        return tuple(tables)
    reader.found.append(
        faults.WRONG_VALUE.at(
            f"{FILE} key source", value="-", wanted="[[source]] sections", wanted_ja="[[source]] の節"
        )
    )
    return ()


def _files(reader: Reader, table: Any) -> str:  # noqa: ANN401 - a value of TOML may be anything
    return reader.entry("files", table, ("url",), ()).text("url")
