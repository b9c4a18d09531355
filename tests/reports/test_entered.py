"""The software's own words in the book, said in both languages."""

import pytest

from hikiate.reports.entered import entered_term

PACK = "ab" * 32


@pytest.mark.parametrize(
    ("text", "ja"),
    [
        ("request 12", "申請 12"),
        (f"brought forward from pack {PACK}", f"パック {PACK} からの繰越"),
        (f"ledger of pack {PACK}", f"パック {PACK} の元帳"),
        ("3 links until 2027-02-24T17:43:48.942210Z", "リンク 3 件、有効期限 2027-02-25 02:43"),
        ("in_breach", "違反あり"),
        ("in_order", "適合"),
    ],
)
def test_what_the_software_wrote_is_said_in_japanese(text: str, ja: str) -> None:
    """With its numbers, and moments in Japan's time."""
    assert entered_term(text).ja == ja


@pytest.mark.parametrize("text", ["", "request", "request 12 of March", "半期の繰入れ", "pack " + PACK])
def test_what_a_person_wrote_stays(text: str) -> None:
    """In either language."""
    assert (entered_term(text).en, entered_term(text).ja) == (text, text)
