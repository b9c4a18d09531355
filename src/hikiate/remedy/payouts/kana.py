"""Names as a transfer file can hold them: half-width kana, capitals, digits and a few signs, one byte each.

What has one half-width spelling is written in it: full-width kana and letters, hiragana, small kana (written large, as
the banks' network has no small ones), the long vowel mark (written as a hyphen). Everything else stays as it is and is
told as unencodable: kanji, the middle dot and ヲ among others, because what a bank has in their place is not known.
"""

from functools import cache

import jaconv
import polars as pl

ALLOWED = r"[0-9A-Z ｱ-ﾝﾞﾟ()\-./｢｣]"
"""The letters of the banks' network, as a pattern of one letter."""

_KANA = "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポ"
_KANA_ON = "マミムメモヤユヨラリルレロワンヴァィゥェォッャュョヵヶ"
_OLD_KANA = {"ヮ": "ﾜ", "ヰ": "ｲ", "ヱ": "ｴ", "ゎ": "ﾜ", "ゐ": "ｲ", "ゑ": "ｴ"}
_SIGNS = {"「": "｢", "」": "｣"} | dict.fromkeys("ー‐‑‒–—―−ｰ", "-")


def transfer_kana(text: pl.Expr) -> pl.Expr:
    """A text in the letters of the banks' network, as far as each has one; no blanks at either end."""
    table = _table()
    composed = text.str.normalize("NFKC").str.to_uppercase()
    return composed.str.replace_many(list(table), list(table.values())).str.strip_chars()


def unencodable(text: pl.Expr) -> pl.Expr:
    """The letters of such a text that a transfer file cannot hold; empty where it can hold them all."""
    return text.str.replace_all(ALLOWED, "")


def encoded(text: str) -> str:
    """One text in the letters of the banks' network, as far as each has one."""
    return str(pl.select(transfer_kana(pl.lit(text))).item())


@cache
def _table() -> dict[str, str]:
    """What NFKC leaves full-width, in half-width letters."""
    large = {kana: jaconv.enlarge_smallkana(kana) for kana in _KANA + _KANA_ON}
    katakana = {kana: jaconv.z2h(of, kana=True) for kana, of in large.items()}
    hiragana = {jaconv.kata2hira(kana): half for kana, half in katakana.items()}
    return hiragana | katakana | _OLD_KANA | _SIGNS
