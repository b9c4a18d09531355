"""Sanctions lists: each published form is read, and what is no such list is refused with the reason."""

from datetime import date

import pytest
from listed import EUROPEAN_UNION, MINISTRY, OFAC, OWN, UNITED_NATIONS

from hikiate.conduct.screening import markup
from hikiate.conduct.screening.lists import ScreeningList, age_findings, read_list
from hikiate.facts.faults import FAULTS_SHOWN_MAX
from hikiate.kernel.findings import Refused


def told(content: str | bytes, file: str = "list") -> list[str]:
    """The faults of a list, as code and place."""
    with pytest.raises(Refused) as refused:
        read_list(file, content.encode() if isinstance(content, str) else content)
    return [f"{fault.code} at {fault.where}" for fault in refused.value.faults]


def read(content: str) -> ScreeningList:
    """A list of the file `list`."""
    return read_list("list", content.encode())


def test_the_sdn_list_has_names_aliases_and_addresses() -> None:
    """OFAC's classic form; other identifiers are no addresses."""
    got = read(OFAC)
    assert got.published_on == date(2026, 11, 20)
    assert got.names.rows() == [("101", "Testim SAMPLOV"), ("101", "EXAMPLIN"), ("102", "MADE UP SHIPPING CO.")]
    assert got.addresses.rows() == [
        ("101", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
        ("101", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    ]


def test_the_list_of_the_united_nations_is_read() -> None:
    """Persons and groups, names in their own script, aliases; an empty alias is none."""
    got = read(UNITED_NATIONS)
    assert got.published_on == date(2026, 11, 8)
    assert got.names.rows() == [
        ("XXi.001", "ABEL BAKER"), ("XXi.001", "هابيل"), ("XXi.001", "Charlie Dog"),
        ("2", "EASY FORCES"), ("2", "Fox Brigade"),
    ]  # fmt: skip


def test_the_list_of_the_european_union_is_read() -> None:
    """By the whole name, or by its parts where there is none."""
    got = read(EUROPEAN_UNION)
    assert got.published_on == date(2026, 11, 5)
    assert got.names.rows() == [("EU.1.1", "George How"), ("EU.1.1", "Item Jig"), ("14", "King Works")]


def test_an_own_list_and_that_of_the_ministry_are_read() -> None:
    """Headings in English or in Japanese; an entry without a number has that of its row."""
    own = read("\ufeff" + OWN)
    assert own.published_on == date(2026, 11, 2)
    assert own.names.rows() == [
        ("J-1", "山本 架空"), ("J-1", "ヤマモト カクウ"), ("J-1", "Kaku Yamamoto"), ("3", "Love Mike"),
    ]  # fmt: skip
    assert own.addresses.rows() == [("J-1", "0xABCDEFabcdefABCDEFabcdefABCDEFabcdefABCD")]
    ministry = read(MINISTRY)
    assert (ministry.published_on, ministry.names.rows()) == (None, [("7", "架空 花子"), ("7", "カクウ ハナコ")])
    assert read("name,address\n,1Boat\n").names.is_empty()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "screening.empty_list"),
        (" \n", "screening.empty_list"),
        ("name\n", "screening.empty_list"),
        ("<sdnList/>", "screening.empty_list"),
        ("<html><body/></html>", "screening.unknown_form"),
        ("a,b\n1,2\n", "screening.unknown_form"),
        ("name,iban\n1,2\n", "screening.unknown_form"),
        (OFAC.replace("<Record_Count>2", "<Record_Count>3"), "screening.incomplete_list"),
        (OFAC[:900], "input.unreadable"),
        ("<", "input.unreadable"),
        (b"name\n\x83\x84\n", "input.not_utf8"),
    ],
)
def test_what_is_no_list_is_refused(content: str | bytes, code: str) -> None:
    """Another form, an empty one, one that was cut off: a list that clears everybody would be worse than none."""
    assert told(content) == [f"{code} at list"]


def test_faulty_rows_of_a_csv_are_named_together() -> None:
    """Each with its row; beyond what is read one by one they are counted."""
    assert told("name,as_of\nA,2026-1-1\nB\n") == [
        "input.not_a_day at list row 2 column as_of",
        "input.ragged at list row 3",
    ]
    many = told("name,as_of\n" + "A\n" * (FAULTS_SHOWN_MAX + 2))
    assert len(many) == FAULTS_SHOWN_MAX + 1
    assert many[-1] == "input.more_faults at list"


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><sdnList>&x;</sdnList>',
        '<!DOCTYPE sdnList SYSTEM "file:///etc/passwd"><sdnList/>',
        "<sdnList>&x;</sdnList>",
    ],
)
def test_xml_that_names_entities_or_files_is_refused(bomb: str) -> None:
    """A list has no document type, so one that has is no list."""
    assert told(bomb) == ["input.unreadable at list"]


def test_a_list_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is read."""
    monkeypatch.setattr(markup, "BYTES_MAX", 100)
    assert told(OFAC) == ["screening.list_too_large at list"]


def test_old_and_undated_lists_are_warned_of() -> None:
    """By the day that a list states itself; the last day allowed is not too old."""
    lists = [read(OFAC), read(MINISTRY), read(OFAC.replace("11/20/2026", "20 Nov 2026"))]
    assert [finding.code for finding in age_findings(lists, date(2026, 11, 27), 7)] == ["screening.undated_list"] * 2
    found = age_findings(lists[:1], date(2026, 11, 28), 7)
    assert [(finding.code, finding.where) for finding in found] == [("screening.stale_list", "list")]
    assert "8 days before" in found[0].en.found
