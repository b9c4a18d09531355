"""Names as they are compared: one spelling for what is the same name in another width, case, script or order.

A name becomes its words in order of the alphabet, one blank between them: compatibility forms are composed (NFKC, so
that half-width kana and full-width letters are as usual), marks above and below Latin letters are taken off, letters of
Cyrillic and Greek that look like Latin ones become those, hiragana becomes katakana, apostrophes vanish, other signs
are blanks, and legal forms (株式会社, Ltd) are left out. So family and given name may stand in either order. A name
with Chinese characters or kana is compared without its blanks too, as 山田太郎 and 山田 太郎 are one name.
"""

import polars as pl

_LOOK_ALIKE = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХЁЇԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABESIJKMHOPCTYXEIQWABEZHIKMNOPTYX",
        strict=True,
    )
)
_KATAKANA = {chr(code): chr(code + 0x60) for code in range(0x3041, 0x3097)}
_LEGAL_FORMS = (
    "LTD", "LIMITED", "INC", "INCORPORATED", "CORP", "CORPORATION", "COMPANY", "CO", "LLC", "LLP", "PLC", "GMBH", "AG",
    "SA", "SARL", "SRL", "BV", "NV", "OAO", "OOO", "PAO", "ZAO", "AO", "JSC", "PJSC", "OJSC", "PTE", "PTY", "KK", "GK",
)  # fmt: skip
_LEGAL_FORMS_JA = "株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|一般財団法人|[(]株[)]|[(]有[)]|[(]同[)]"
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}]"


def spellings(names: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """The rows of a frame with the column `spelling` beside: one or two for each name, none for one without letters."""
    words = _words(pl.col(name))
    kept = words.list.filter(~pl.element().is_in(list(_LEGAL_FORMS)))
    # A name that is nothing but legal forms is compared by them.
    told = pl.when(kept.list.len() > 0).then(kept).otherwise(words)
    in_order = told.list.sort().list.join(" ")
    unspaced = pl.when(pl.col(name).str.contains(_UNSPACED)).then(told.list.join(""))
    return (
        names.with_columns(pl.concat_list(in_order, unspaced).list.drop_nulls().list.unique().alias("spelling"))
        .explode("spelling")
        .filter(pl.col("spelling") != "")
    )


def _words(name: pl.Expr) -> pl.Expr:
    """The words of a name in the order in which they stand."""
    composed = name.str.normalize("NFKC").str.to_uppercase()
    plain = composed.str.normalize("NFKD").str.replace_all(r"[\u0300-\u036F'’‘`´ʼ]", "").str.normalize("NFKC")
    table = _LOOK_ALIKE | _KATAKANA
    one_script = plain.str.replace_many(list(table), list(table.values()))
    apart = one_script.str.replace_all(_LEGAL_FORMS_JA, " ").str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return apart.str.strip_chars().str.split(" ")
