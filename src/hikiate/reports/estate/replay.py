"""A replay of a real estate as text: what was published beside ours, the sources, and what explains a difference."""

from collections.abc import Iterable
from fractions import Fraction

from hikiate.kernel.amounts import grouped
from hikiate.kernel.wording import Language, Term
from hikiate.remedy.estate_replays import EstateCompared, EstateReplay
from hikiate.reports.columns import aligned, wrapped
from hikiate.reports.estate.text import about_rows
from hikiate.reports.labels import unit_said
from hikiate.reports.lines import PLACES, ruled

_TITLE = Term("Replay of an estate", "破綻事例の再計算")
_PUBLISHED, _OURS = Term("published", "公表値"), Term("ours", "当方")
_SOURCE, _WHY = Term("Source: ", "出典: "), Term("Difference: ", "差異: ")
_RATIO = "ratio"


def replay_text(replay: EstateReplay, language: Language) -> str:
    """The replay as lines of text, ending in a newline."""
    lines = [ruled(f"引当 Hikiate  {_TITLE.said(language)}", "="), *wrapped(replay.title.said(language), PLACES)]
    lines += ["", *aligned(about_rows(replay.result, language), ("left", "left"))]
    for row in replay.compared:
        published, ours = values_said(row, language)
        lines += ["", *wrapped(f"- {row.what.said(language)}", PLACES, "  ")]
        told = [(f"  {_PUBLISHED.said(language)}", published), (f"  {_OURS.said(language)}", ours)]
        lines += aligned(told, ("left", "right"))
        for head, said in ((_WHY, row.difference.said(language)), (_SOURCE, row.source)):
            lines += wrapped(f"  {head.said(language)}{said}", PLACES, "    ")
    return "\n".join(lines) + "\n"


def case_list(cases: Iterable[tuple[str, Term]], language: Language) -> str:
    """The cases by name and title, ending in a newline."""
    return "\n".join(aligned([(name, title.said(language)) for name, title in cases], ("left", "left"))) + "\n"


def values_said(row: EstateCompared, language: Language) -> tuple[str, str]:
    """What was published and ours, as people read them."""
    first, second = (_said(text, row.unit, language) for text in (row.published, row.ours))
    return first, second


def _said(text: str, unit: str, language: Language) -> str:
    if unit != _RATIO:
        return f"{grouped(text)} {unit_said(unit, language)}"
    share = Fraction(text) * 100
    digits = f"{share.numerator * 10**4 // share.denominator:05}"
    return f"{digits[:-4]}.{digits[-4:]}".rstrip("0").rstrip(".") + " %"
