"""The manifest of an audit pack: what it is of, how its samples were drawn, and the digest of every file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from hikiate.conduct.audit.findings import (
    FILE_DIFFERS,
    FILE_MISSING,
    FILE_STRANGE,
    NO_MANIFEST,
    REMADE_DIFFERS,
)
from hikiate.kernel.digests import sha256
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.parsing import json_values
from hikiate.kernel.wording import Term

FILE = "manifest.json"
SCHEMA = "hikiate/audit-pack/1"


@dataclass(frozen=True, slots=True)
class Order:
    """How the samples are drawn: the seed, how many random rows of a table, how many of the largest of an asset."""

    seed: str
    samples: int
    largest: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as written."""

    exchange: str
    as_of: str
    version: str
    pack_digest: str
    order: Order
    register_head: str | None
    files: Mapping[str, str]


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of every file, in order of name."""
    return {name: sha256(content).hex() for name, content in sorted(files.items())}


def written(manifest: Manifest) -> bytes:
    """The manifest's one spelling."""
    plain = {
        "schema": SCHEMA,
        "exchange": manifest.exchange,
        "as_of": manifest.as_of,
        "version": manifest.version,
        "pack_digest": manifest.pack_digest,
        "seed": manifest.order.seed,
        "samples": manifest.order.samples,
        "largest": manifest.order.largest,
        "register_head": manifest.register_head,
        "files": dict(manifest.files),
    }
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(content: bytes) -> Manifest:
    """A manifest from its bytes; Refused where they are none, or not in its one spelling."""
    try:
        plain = json_values(content)
        order = Order(plain["seed"], plain["samples"], plain["largest"])
        head, files = plain["register_head"], plain["files"]
        about = {name: plain[name] for name in ("exchange", "as_of", "version", "pack_digest")}
        read = Manifest(**about, order=order, register_head=head, files=files)
        again = written(read)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused([NO_MANIFEST.at(FILE, value=f"{type(error).__name__}: {error}")]) from error
    if again != content:
        raise Refused([NO_MANIFEST.at(FILE, value=Term("not as it was written", "作成時の形ではありません"))])
    return read


def differences(manifest: Manifest, files: Mapping[str, bytes], remade: Mapping[str, bytes] | None) -> list[Finding]:
    """Every file that is missing, changed, strange, or another when it is made again from the pack."""
    found: list[Finding] = []
    standing = digests(files)
    for name, wanted in manifest.files.items():
        value = standing.get(name)
        if value is None:
            found.append(FILE_MISSING.at(name))
        elif value != wanted:
            found.append(FILE_DIFFERS.at(name, value=value, wanted=wanted))
    found += [FILE_STRANGE.at(name) for name in standing if name not in manifest.files]
    if remade is not None:
        made = digests(remade)
        found += [
            REMADE_DIFFERS.at(name, value=made.get(name, "-"), wanted=wanted)
            for name, wanted in manifest.files.items()
            if made.get(name) != wanted
        ]
    return found
