"""Names as a transfer file can hold them: half-width kana, capitals, digits and a few signs, one byte each.

What has one half-width spelling is written in it: full-width kana and letters, hiragana, small kana (written large, as
the banks' network has no small ones), the long vowel mark (written as a hyphen). Everything else stays as it is and is
told as unencodable: kanji, the middle dot and ヲ among others, because what a bank has in their place is not known.
"""

from functools import cache

import polars as pl

ALLOWED = r"[0-9A-Z ｱ-ﾝﾞﾟ()\-./｢｣]"
"""The letters of the banks' network, as a pattern of one letter."""

_NOT_ALLOWED = ALLOWED.replace("[", "[^", 1)
_PLAIN = r"^([ァ-ヴー　0-9A-Z ()\-./]|[ｱ-ﾝ]|[ｳｶ-ﾄﾊ-ﾎ]ﾞ|[ﾊ-ﾎ]ﾟ)*$"
"""A text that composing and writing in capitals leave as it is, but for a blank of full width."""

_KANA = "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポ"
_KANA_ON = "マミムメモヤユヨラリルレロワンヴァィゥェォッャュョヵヶ"
_OLD_KANA = {"ヮ": "ﾜ", "ヰ": "ｲ", "ヱ": "ｴ", "ゎ": "ﾜ", "ゐ": "ｲ", "ゑ": "ｴ"}
_SIGNS = {"　": " ", "「": "｢", "」": "｣"} | dict.fromkeys("ー‐‑‒–—―−ｰ", "-")


def transfer_kana(text: pl.Expr) -> pl.Expr:
    """A text in the letters of the banks' network, as far as each has one; no blanks at either end."""
    plain = text.str.contains(_PLAIN)
    composed = pl.when(~plain).then(text).str.normalize("NFKC").str.to_uppercase()
    return pl.coalesce(_in_half_width(pl.when(plain).then(text)), _in_half_width(composed))


def unencodable(text: pl.Expr) -> pl.Expr:
    """The letters of such a text that a transfer file cannot hold; empty where it can hold them all."""
    # Almost every text is one that it can hold, and is only looked at.
    other = pl.when(text.str.contains(_NOT_ALLOWED)).then(text).str.replace_all(ALLOWED, "")
    return pl.when(text.is_not_null()).then(other.fill_null(""))


def encoded(text: str) -> str:
    """One text in the letters of the banks' network, as far as each has one."""
    return str(pl.select(transfer_kana(pl.lit(text))).item())


def _in_half_width(text: pl.Expr) -> pl.Expr:
    table = _table()
    return text.str.replace_many(list(table), list(table.values())).str.strip_chars()


@cache
def _table() -> dict[str, str]:
    """What NFKC leaves full-width, and the blank that it would not, in half-width letters."""
    import jaconv  # noqa: PLC0415 - only a transfer file needs it

    large = {kana: jaconv.enlarge_smallkana(kana) for kana in _KANA + _KANA_ON}
    katakana = {kana: jaconv.z2h(of, kana=True) for kana, of in large.items()}
    hiragana = {jaconv.kata2hira(kana): half for kana, half in katakana.items()}
    return hiragana | katakana | _OLD_KANA | _SIGNS
