"""Signed messages of a listing become the table ownership: each once, of one key, of an address that holds."""

from hikiate.facts.importers.htx_por import import_htx_por
from hikiate.facts.importers.imported import Imported, ImportOptions, RawText

HEAD = "coin,snapshot height,balance\n"
BODY = "\ncoin,address,snapshot height,balance,message,signature\n"


def said(result: Imported, code: str) -> str:
    """The English words of the one finding of a code."""
    (found,) = [finding.en.found for finding in result.findings if finding.code == code]
    return found


def test_signatures_of_addresses_that_hold_something_become_ownership() -> None:
    """Each message once and for each spelling of its address; what was left out is counted by its reason."""
    rows = [
        ("BTC", "1abc", "1", "htx", "S1"),
        ("BTC-T", "1abc", "1", "htx", "S1"),
        ("BTC", "1def", "-", "htx", "S2"),
        ("BTC", "1ghi", "2", "-", "S3"),
        ("BTC", "3two", "2", "htx", "{S4,S5}"),
        ("BTC", "1not", "2", "htx", "-"),
        ("ETH", "0xAB", "1", "htx", "0x1"),
        ("USDT-ETH", "0xab", "1", "htx", "0x2"),
    ]
    text = HEAD + "BTC,1,1\n" + BODY + "".join(f"{c},{a},7,{b},{m},{s}\n" for c, a, b, m, s in rows)
    result = import_htx_por([RawText("huobi_por_20240508.csv", text)], ImportOptions())
    assert result.tables["ownership"].columns == ["address", "message", "signature"]
    assert result.tables["ownership"].rows() == [("1abc", "htx", "S1"), ("0xAB", "htx", "0x1"), ("0xab", "htx", "0x1")]
    assert said(result, "import.signatures") == (
        "7 signed rows read: 2 taken into ownership, 1 repeated, 1 of several keys, 2 without a balance or a message, "
        "1 that differ from another of the same message"
    )


def test_a_listing_without_signatures_has_no_ownership() -> None:
    """Nothing is said where nothing was signed, and nothing written where nothing could be taken."""
    bare = import_htx_por([RawText("huobi_por_20240508.csv", f"{HEAD}BTC,1,1\n{BODY}BTC,a,1,1\n")], ImportOptions())
    shared = f"{HEAD}BTC,1,1\n{BODY}BTC,a,1,1,htx,{{S1,S2}}\n"
    several = import_htx_por([RawText("huobi_por_20240508.csv", shared)], ImportOptions())
    assert "ownership" not in bare.tables
    assert "import.signatures" not in [finding.code for finding in bare.findings]
    assert "ownership" not in several.tables
    assert "1 of several keys" in said(several, "import.signatures")
