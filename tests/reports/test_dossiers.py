"""Dossiers: the same words in every form, nothing from outside read as markup, and a picture of who rests on whom."""

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "rules"))

from packs import closed, pack

from hikiate.kernel.wording import Language, Term
from hikiate.reports.dossiers.dossier import Column, Dossier, Section, Table
from hikiate.reports.dossiers.page import page
from hikiate.reports.dossiers.paper import paper
from hikiate.reports.dossiers.plain import plain
from hikiate.reports.dossiers.registry import registry_dossier

HOSTILE = "<script>alert(1)</script> & #let x = \x1b[2J"
LANGUAGES: tuple[Language, ...] = ("ja", "en")
TABLES = {
    "holdings": "holding,asset,amount,owner,tier,keeper\nh,BTC,6,customer,cold,vault\ns,BTC,4,customer,hot,self",
    "prices": "day,asset,currency,price,source\n2026-09-18,BTC,JPY,100,x",
    "providers": "provider,name,role,number,notified_on,ends_on,jurisdiction\nvault,V,custodian,1,2024-01-01,,JP",
}
REGISTRY = """
[[provider]]
id = "vault"
contract = "<b>C</b>"
contract_starts = 2024-01-01
services = ["custody"]
keys = ["k1"]
sub_providers = ["cloud <i>"]
"""


def hostile() -> Dossier:
    """A dossier whose every name came from outside, with a table and an empty one."""
    columns = (Column(Term("name", "名称")), Column(Term("number", "数値"), numeric=True))
    full = Table(Term("Full", "表"), columns, ((HOSTILE, "1"),), Term("none", "なし"))
    empty = Table(Term("Empty", "空の表"), columns, (), Term("none", "なし"))
    section = Section(Term("Section", "節"), (Term(HOSTILE, HOSTILE),), (full, empty))
    return Dossier(Term("Title", "題名"), HOSTILE, "2026-11-20T00:00:00+09:00", (section,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_from_outside_is_text_in_every_form(language: Language) -> None:
    """No markup, no command of a terminal, no typst."""
    shown = page(hostile(), language)
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "\x1b" not in shown
    assert "\x1b" not in plain(hostile(), language)
    assert "[U+001B]" in plain(hostile(), language)
    assert paper(hostile(), language).startswith(b"%PDF")
    assert paper(hostile(), language) == paper(hostile(), language)


def test_a_page_says_its_language_and_needs_nothing_from_outside() -> None:
    """One file."""
    for language in LANGUAGES:
        shown = page(hostile(), language)
        assert f'<html lang="{language}">' in shown
        assert not re.search(r"(src|href)=\"(?!data:|#)", shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_has_every_provider_its_share_and_who_is_in_trouble(language: Language) -> None:
    """The vault with its share, the cloud behind it in red because nobody listed it; the table says the same."""
    made = pack(TABLES, registry=REGISTRY)
    dossier = registry_dossier(made, closed(TABLES, "jp-psa", registry=REGISTRY))
    [drawing] = [section.drawing for section in dossier.sections if section.drawing]
    svg = drawing.svg[language]
    assert ">vault<" in svg
    assert "60 %" in svg
    assert "cloud &lt;i&gt;" in svg
    assert svg.count('stroke="#a3162a"') == 2
    assert "cloud <i>" in plain(dossier, language)
    assert svg in page(dossier, language)
    assert paper(dossier, language).startswith(b"%PDF")


def test_a_pack_without_a_registry_has_an_empty_dossier() -> None:
    """Nothing rests on anybody, and nothing is drawn but the tiers."""
    made = pack({"holdings": TABLES["holdings"].replace("vault", "self")})
    dossier = registry_dossier(made, closed({}, "jp-2026-reported"))
    assert "nothing rests on others" in plain(dossier, "en")
    assert "<html" in page(dossier, "en")
