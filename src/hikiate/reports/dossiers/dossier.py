"""A dossier: what is put before a person of providers, tokens, insiders, alerts or an audit, in either language."""

from collections.abc import Mapping
from dataclasses import dataclass

from hikiate.kernel.wording import Language, Term

Cell = str | Term
"""What stands in a cell: a name or a number as it is, or words in both languages."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and whether it holds numbers."""

    head: Term
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `empty` is what is said where it has no rows."""

    title: Term
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Term


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing in SVG for each language, and what it shows in words; its table stands behind it."""

    svg: Mapping[Language, str]
    alt: Term


@dataclass(frozen=True, slots=True)
class Section:
    """A section: a title, paragraphs, perhaps a drawing, and tables."""

    title: Term
    words: tuple[Term, ...] = ()
    tables: tuple[Table, ...] = ()
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """The whole. `as_of` is the moment it speaks of, as written in the pack or register; `origin` says from what."""

    title: Term
    exchange: str
    as_of: str
    sections: tuple[Section, ...]
    origin: tuple[Term, ...] = ()


def said(cell: Cell, language: Language) -> str:
    """A cell in a language."""
    return cell.said(language) if isinstance(cell, Term) else cell


def column(en: str, ja: str, *, numeric: bool = False) -> Column:
    """A column by its head."""
    return Column(Term(en, ja), numeric)
