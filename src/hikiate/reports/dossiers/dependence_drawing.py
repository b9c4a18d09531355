"""The dependency picture: tiers of holdings on the left, providers to the right of whoever rests on them, in SVG."""

from collections.abc import Mapping, Sequence

from hikiate.conduct.providers.dependence import Dependence
from hikiate.facts.pack import Pack
from hikiate.facts.registry import Registry
from hikiate.facts.tables import SELF_KEEPER, TIERS
from hikiate.kernel.wording import Language, Term
from hikiate.reports.dossiers.dossier import Drawing
from hikiate.reports.html.markup import Markup, element
from hikiate.reports.legible import legible

_WIDTH, _BOX, _HEIGHT, _GAP = 250, 180, 46, 18
_TOP = 34
_LETTERS_MAX = 24
_INK, _SOFT, _PALE, _BAD = "#1b1f26", "#515967", "#eef3f9", "#a3162a"
_TIERS = {
    "cold": Term("cold", "コールド"),
    "hot": Term("hot", "ホット"),
    "trust": Term("trust", "信託"),
    "bank": Term("bank", "銀行"),
}
_HOLDINGS = Term("Holdings", "有高")
_PROVIDERS = Term("Providers", "委託先")
_SUB_PROVIDERS = Term("Sub-providers", "再委託先")
_ALT = Term(
    "Which tiers of holdings rest on which providers, and these on which sub-providers; the table below says the same",
    "有高の管理区分がどの委託先に、委託先がどの再委託先に依存しているかの図。同じ内容を下の表に示します",
)

_Edge = tuple[str, str]


def dependence_drawing(
    pack: Pack, registry: Registry, rests: Dependence, shares: Mapping[str, str], troubled: frozenset[str]
) -> Drawing:
    """The picture of who rests on whom; `shares` are written into the boxes, `troubled` are drawn in red."""
    edges, columns = _edges(pack, registry, rests)
    languages: tuple[Language, ...] = ("ja", "en")
    labels = {
        language: {name: _label(pack, name, shares, language) for column in columns for name in column}
        for language in languages
    }
    return Drawing(
        {language: _svg(columns, edges, labels[language], troubled, language) for language in languages}, _ALT
    )


def _edges(pack: Pack, registry: Registry, rests: Dependence) -> tuple[list[_Edge], list[list[str]]]:
    """Who rests on whom at once, and the providers in columns: each to the right of all that rest on it."""
    edges: dict[_Edge, None] = {}
    for holding in pack.holdings or ():
        if holding.amount:
            direct = [] if holding.keeper == SELF_KEEPER else [holding.keeper]
            direct += [entry.provider for entry in registry.providers if holding.holding in entry.holdings]
            edges.update(dict.fromkeys((f"tier {holding.tier}", provider) for provider in direct))
    depth = dict.fromkeys((provider for _, provider in edges), 1)
    waiting = list(depth)
    while waiting:
        provider = waiting.pop(0)
        entry = registry.of(provider)
        for below in entry.sub_providers if entry else ():
            edges[provider, below] = None
            if depth.get(below, 0) <= depth[provider]:
                depth[below] = depth[provider] + 1
                waiting.append(below)
    tiers = [f"tier {tier}" for tier in TIERS if any(row.tier == tier and row.amount for row in pack.holdings or ())]
    last = max(depth.values(), default=0)
    columns = [[name for name in rests.resting if depth.get(name) == place] for place in range(1, last + 1)]
    return list(edges), [tiers, *columns]


def _svg(
    columns: Sequence[Sequence[str]],
    edges: Sequence[_Edge],
    labels: Mapping[str, tuple[str, str]],
    troubled: frozenset[str],
    language: Language,
) -> str:
    rows = max(len(column) for column in columns)
    height = _TOP + max(rows, 1) * (_HEIGHT + _GAP)
    at = {
        name: (place * _WIDTH, _TOP + row * (_HEIGHT + _GAP))
        for place, column in enumerate(columns)
        for row, name in enumerate(column)
    }
    drawn = [element("rect", x="-8", y="0", width=str(_WIDTH * len(columns)), height=str(height), fill="#ffffff")]
    heads = [_HOLDINGS, *([_PROVIDERS] if len(columns) > 1 else []), *([_SUB_PROVIDERS] if len(columns) > 2 else [])]  # noqa: PLR2004 - holdings, providers, and what is behind them
    drawn += [_words(head.said(language), place * _WIDTH, 20, _SOFT) for place, head in enumerate(heads)]
    drawn += [_line(at[above], at[below]) for above, below in edges]
    for name, (left, top) in at.items():
        first, second = labels[name]
        drawn.append(_box(left, top, _BAD if name in troubled else _INK))
        drawn += [_words(first, left + 10, top + 19, _INK), _words(second, left + 10, top + 37, _SOFT)]
    return element(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"-8 0 {_WIDTH * len(columns)} {height}",
        width=str(_WIDTH * len(columns)),
        height=str(height),
        font_family="Noto Sans JP, Hiragino Sans, Yu Gothic, sans-serif",
        font_size="12.5",
    )


def _label(pack: Pack, name: str, shares: Mapping[str, str], language: Language) -> tuple[str, str]:
    if name.startswith("tier "):
        tier = name.removeprefix("tier ")
        rows = [row for row in pack.holdings or () if row.tier == tier and row.amount]
        own = sum(row.keeper == SELF_KEEPER for row in rows)
        counted = Term(f"{len(rows)} holdings ({own} own)", f"{len(rows)} 件（自己管理 {own} 件）")
        return _TIERS[tier].said(language), counted.said(language)
    return name, shares.get(name, "")


def _box(left: int, top: int, ink: str) -> Markup:
    size = {"width": str(_BOX), "height": str(_HEIGHT), "rx": "4", "fill": _PALE, "stroke": ink}
    return element("rect", x=str(left), y=str(top), **size)


def _line(start: tuple[int, int], end: tuple[int, int]) -> Markup:
    middle = _HEIGHT // 2
    (left, top), (right, bottom) = (start[0] + _BOX, start[1] + middle), (end[0], end[1] + middle)
    bend = (right - left) // 2
    path = f"M {left} {top} C {left + bend} {top}, {right - bend} {bottom}, {right} {bottom}"
    return element("path", d=path, fill="none", stroke=_SOFT, stroke_width="1.4")


def _words(text: str, left: int, top: int, ink: str) -> Markup:
    shown = legible(text)
    shown = shown if len(shown) <= _LETTERS_MAX else f"{shown[: _LETTERS_MAX - 1]}…"
    return element("text", shown, x=str(left), y=str(top), fill=ink)
