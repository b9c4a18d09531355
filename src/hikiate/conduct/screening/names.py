"""Names of payees held against listed names: which pairs are worth comparing, and how alike they are.

Two spellings are scored by the share of letters that stand in both in the same order (rapidfuzz's ratio, the normalised
indel similarity, 0 to 100). A million payees against a hundred thousand names would be 10^11 pairs, so only pairs that
share a block are scored: two words of each name, of which each pair shares its first or its last three letters; for
names of one word its first or its last letters (four, or two of Chinese characters and kana). A misspelt word keeps its
first or its last letters unless both are hit; what share of misspelt names that finds is measured by
benchmarks/screening.py.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from hikiate.conduct.screening.spelling import spellings

THRESHOLD = 88
"""The score from which on two names are taken for alike, unless stated otherwise."""

_EDGE = 3
_EDGE_ALONE = 4
_EDGE_ALONE_UNSPACED = 2
_WORDS_MAX = 6
_PAIRS_AT_ONCE = 2_000_000
_UNSPACED = r"[\p{Han}\p{Katakana}]"


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
    pairs = _worth_comparing(ours, theirs, threshold)
    our_texts, their_texts = ours["spelling"].to_list(), theirs["spelling"].to_list()
    for chunk in pairs.iter_slices(_PAIRS_AT_ONCE):
        queries = [our_texts[index] for index in chunk["ours"]]
        choices = [their_texts[index] for index in chunk["theirs"]]
        scores = process.cpdist(
            queries, choices, scorer=fuzz.ratio, score_cutoff=threshold, dtype=np.uint8, workers=workers
        )
        frame = pl.DataFrame(
            {"spelling": queries, "other": choices, "score": scores},
            schema={"spelling": pl.String, "other": pl.String, "score": pl.UInt8},
        )
        yield frame.filter(pl.col("score") >= threshold)


def _worth_comparing(ours: pl.DataFrame, theirs: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Pairs of row numbers that share a block, and whose lengths alone do not keep them below the threshold."""
    one, other = _blocks(ours, "ours"), _blocks(theirs, "theirs")
    shorter = pl.min_horizontal("ours length", "theirs length")
    reachable = shorter * 200 >= (pl.col("ours length") + pl.col("theirs length")) * threshold
    return (
        one.join(other, on="block")
        .filter(reachable)
        .select("ours", "theirs")
        .unique()
        .sort("theirs", "ours")
        .collect(engine="streaming")
    )


def _blocks(spelt: pl.DataFrame, side: str) -> pl.LazyFrame:
    """The blocks of each spelling: its row number, its length, and a number for each block it is in."""
    rows = spelt.lazy().with_row_index(side).with_columns(pl.col("spelling").str.split(" ").alias("words"))
    length = pl.col("spelling").str.len_chars().cast(pl.UInt32).alias(f"{side} length")
    alone = rows.filter(pl.col("words").list.len() == 1)
    edge = pl.when(pl.col("spelling").str.contains(_UNSPACED)).then(_EDGE_ALONE_UNSPACED).otherwise(_EDGE_ALONE)
    single = alone.select(
        side,
        length,
        pl.concat_list(
            (pl.lit("^") + pl.col("spelling").str.head(edge)).hash(seed=1),
            (pl.lit("$") + pl.col("spelling").str.tail(edge)).hash(seed=1),
        ).alias("block"),
    ).explode("block")
    longest = (
        pl.col("words")
        .list.eval(pl.element().sort_by(pl.element().str.len_chars(), descending=True))
        .list.head(_WORDS_MAX)
    )
    words = (
        rows.filter(pl.col("words").list.len() > 1)
        .select(side, length, longest.alias("word"))
        .explode("word")
        .with_columns(pl.int_range(pl.len(), dtype=pl.UInt8).over(side).alias("place"))
    )
    edges = words.with_columns(
        pl.concat_list(
            (pl.lit("^") + pl.col("word").str.head(_EDGE)).hash(seed=0),
            (pl.lit("$") + pl.col("word").str.tail(_EDGE)).hash(seed=0),
        ).alias("edge")
    ).explode("edge")
    several = (
        edges.join(edges.select(side, "place", "edge"), on=side, suffix=" of another")
        .filter(pl.col("place") < pl.col("place of another"))
        .select(side, f"{side} length", pl.col("edge").xor(pl.col("edge of another")).alias("block"))
    )
    return pl.concat([single, several]).unique()
