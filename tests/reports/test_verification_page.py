"""The verification page as a file: it may load nothing, and nothing of a root can break out of its place."""

import json
import re
from base64 import b64encode
from pathlib import Path

from hikiate.kernel.digests import sha256
from hikiate.proofs.proof import read_proof
from hikiate.proofs.qr_pieces import pieces
from hikiate.reports.verification.codes import codes_page
from hikiate.reports.verification.page import verification_page

VECTORS = Path(__file__).parents[1] / "vectors" / "proofs" / "included"
HOSTILE = {"exchange": "</script><script>alert(1)</script><!--", "as_of": "引当"}


def scripts(page: str) -> list[tuple[str, str]]:
    """Every script element: its attributes and what stands in it."""
    return re.findall(r"<script([^>]*)>(.*?)</script>", page, re.DOTALL)


def test_the_root_stands_in_the_page_as_data() -> None:
    """Whatever is in it, it is read back as it was and ends no element."""
    found = scripts(verification_page(HOSTILE).decode())
    assert len(found) == 2
    assert "application/json" in found[0][0]
    assert json.loads(found[0][1]) == HOSTILE


def test_a_page_without_a_root_holds_none() -> None:
    """It asks for one."""
    assert json.loads(scripts(verification_page(None).decode())[0][1]) is None


def test_the_policy_allows_this_script_and_style_and_nothing_else() -> None:
    """By their digests; no address of any network stands in the file."""
    page = verification_page(HOSTILE).decode()
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[0].replace("&#x27;", "'")
    script, style = scripts(page)[1][1], re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    for name, text in (("script-src", script), ("style-src", style)):
        assert f"{name} 'sha256-{b64encode(sha256(text.encode())).decode()}'" in policy
    assert "default-src 'none'" in policy
    for asks in ("innerHTML", "fetch(", "XMLHttpRequest", "WebSocket", "sendBeacon", "<link rel=stylesheet", "src="):
        assert asks not in page


def test_codes_stand_on_a_page_that_loads_nothing() -> None:
    """One picture for each piece, the customer's number escaped, in both languages."""
    proof = read_proof((VECTORS / "odd_customer_number" / "proof.json").read_bytes(), "proof.json")
    for page, word in ((codes_page(proof, "ja").decode(), "QR コード"), (codes_page(proof, "en").decode(), "QR codes")):
        assert page.count("<svg") == len(pieces(proof))
        assert word in page
        assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_every_sentence_stands_in_both_languages() -> None:
    """A word in one language is a word in the other, with the same places to fill."""
    page = verification_page(None).decode().partition("const WORDS = ")[2].partition("\n};")[0]
    ja, en = (dict(re.findall(r'^    (\w+): "(.*)",$', part, re.MULTILINE)) for part in page.split("\n  en: {"))
    assert set(ja) == set(en)
    places = re.compile(r"\{\w+\}")
    assert [key for key in ja if sorted(places.findall(ja[key])) != sorted(places.findall(en[key]))] == []
