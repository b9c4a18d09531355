"""Names of payees held against listed names: which pairs are worth comparing, and how alike they are.

Two spellings are scored by the share of letters that stand in both in the same order (rapidfuzz's ratio, the normalised
indel similarity, 0 to 100). A million payees against a hundred thousand names would be 10^11 pairs, so only pairs that
share a block are scored. A block is two words of a name, each of which may lack a letter; of a name of three words and
more only one of the two. So names meet where two words are the same but for a letter changed, lost, added, or swapped
with its neighbour, and names of one word where that word is. What share of misspelt names that finds is measured by
benchmarks/screening.py.
"""

from collections.abc import Iterator

import polars as pl

from hikiate.conduct.screening.spelling import spellings

THRESHOLD = 88
"""The score from which on two names are taken for alike, unless stated otherwise."""

_WORDS_MAX = 5
"""So many words of a name, the longest, make its blocks."""

_LETTERS_MAX = 24
"""So many letters of a word, from its first, may be the one that it lacks."""

_PAIR = 2
_NAMES_AT_ONCE = 100_000
_PAIRS_AT_ONCE = 2_000_000


def alike(payees: pl.DataFrame, listed: pl.DataFrame, threshold: int = THRESHOLD, workers: int = -1) -> pl.DataFrame:
    """The pairs of `payees` (`customer`, `text`) and `listed` (`list`, `entry`, `text`) that are alike.

    Columns: `customer`, `list`, `entry`, `listed`, `matched` and `score`, the best of each customer and entry, sorted.
    `threshold` is 1 to 100; `workers` threads score, -1 for as many as there are cores, and do not change the answer.
    """
    ours, theirs = _spelt(payees.lazy(), "text"), _spelt(listed.lazy(), "text")
    # Names are many and spellings are fewer: each pair of spellings is scored once.
    our_words, their_words = (spelt.select("spelling").unique().sort("spelling") for spelt in (ours, theirs))
    scored = pl.concat(
        [
            pl.DataFrame(schema={"spelling": pl.String, "other": pl.String, "score": pl.UInt8}),
            *_scored(our_words, their_words, threshold, workers),
        ]
    )
    return (
        ours.lazy()
        .join(scored.lazy(), on="spelling")
        .join(theirs.lazy().rename({"spelling": "other", "text": "listed"}), on="other")
        .sort(pl.col("score"), "listed", "text", descending=[True, False, False])
        .unique(["customer", "list", "entry"], keep="first", maintain_order=True)
        .select("customer", "list", "entry", "listed", pl.col("text").alias("matched"), "score")
        .sort("customer", "list", "entry")
        .collect()
    )


def without_letters(payees: pl.DataFrame) -> pl.DataFrame:
    """The customers (`customer`) none of whose names (`text`) has a letter to be compared."""
    spelt = spellings(payees.lazy().filter(pl.col("text").is_not_null()), "text")
    return payees.lazy().select("customer").unique().join(spelt, on="customer", how="anti").sort("customer").collect()


def _spelt(names: pl.LazyFrame, name: str) -> pl.DataFrame:
    return spellings(names.filter(pl.col(name).is_not_null()), name).unique().collect()


def _scored(ours: pl.DataFrame, theirs: pl.DataFrame, threshold: int, workers: int) -> Iterator[pl.DataFrame]:
    """Pairs of spellings at or above the threshold."""
    if ours.is_empty() or theirs.is_empty():
        return
    import numpy as np  # noqa: PLC0415 - both are slow to load, and many runs screen nobody
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - as above

    their_blocks, their_texts = _blocks(theirs, "theirs").unique().collect(engine="streaming"), theirs["spelling"]
    for names in ours.iter_slices(_NAMES_AT_ONCE):
        pairs = _worth_comparing(_blocks(names, "ours"), their_blocks, threshold)
        for chunk in pairs.iter_slices(_PAIRS_AT_ONCE):
            queries, choices = names["spelling"].gather(chunk["ours"]), their_texts.gather(chunk["theirs"])
            scores = process.cpdist(
                queries.to_list(),
                choices.to_list(),
                scorer=fuzz.ratio,
                score_cutoff=threshold,
                dtype=np.uint8,
                workers=workers,
            )
            frame = pl.DataFrame({"spelling": queries, "other": choices, "score": pl.Series(scores)})
            yield frame.filter(pl.col("score") >= threshold)


def _worth_comparing(ours: pl.LazyFrame, theirs: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Pairs of row numbers that share a block, and whose lengths alone do not keep them below the threshold."""
    shorter = pl.min_horizontal("ours length", "theirs length")
    reachable = shorter * 200 >= (pl.col("ours length") + pl.col("theirs length")) * threshold
    pairs = ours.join(theirs.lazy(), on="block").filter(reachable).select("ours", "theirs").unique()
    return pairs.collect(engine="streaming").sort("ours", "theirs")


def _blocks(spelt: pl.DataFrame, side: str) -> pl.LazyFrame:
    """The blocks of each spelling: its row number, its length, and a number for each block it is in, some twice."""
    rows = (
        spelt.lazy()
        .with_row_index(side)
        .with_columns(
            pl.col("spelling").str.split(" ").alias("word"),
            pl.col("spelling").str.len_chars().cast(pl.UInt32).alias(f"{side} length"),
        )
    )
    by_length = pl.element().sort_by(pl.element().str.len_chars(), descending=True, maintain_order=True)
    words = (
        rows.select(side, f"{side} length", pl.col("word").list.eval(by_length).list.head(_WORDS_MAX))
        .explode("word")
        .with_columns(pl.int_range(pl.len(), dtype=pl.UInt8).over(side).alias("place"), pl.len().over(side).alias("of"))
        .collect()
    )
    lacking = words.lazy().join(_lacking_a_letter(words["word"].unique()), on="word")
    alone = lacking.filter(pl.col("of") == 1).select(side, f"{side} length", pl.col("fragment").alias("block"))
    one, other = pl.col("fragment"), pl.col("fragment of another")
    # Of three words and more, one is let stand whole; so the blocks of a long name stay few.
    kept = (pl.col("of") == _PAIR) | pl.col("is whole") | pl.col("is whole of another")
    both = (
        lacking.join(lacking.select(side, "place", "fragment", "is whole"), on=side, suffix=" of another")
        .filter((pl.col("place") < pl.col("place of another")) & kept)
        .select(side, f"{side} length", pl.when(one != other).then(one.xor(other)).otherwise(one).alias("block"))
    )
    return pl.concat([alone, both])


def _lacking_a_letter(words: pl.Series) -> pl.LazyFrame:
    """Each word with a number for itself and for what is left of it without one of its letters."""
    word, length = pl.col("word"), pl.col("word").str.len_chars()
    left = [
        pl.when(length > place).then(word.str.slice(0, place) + word.str.slice(place + 1))
        for place in range(_LETTERS_MAX)
    ]
    return (
        pl.LazyFrame({"word": words}, schema={"word": pl.String})
        .select("word", pl.concat_list(word, *left).list.drop_nulls().list.unique().alias("fragment"))
        .explode("fragment")
        .with_columns(pl.col("fragment").hash(seed=1), (pl.col("fragment") == word).alias("is whole"))
    )
