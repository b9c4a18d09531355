"""The greater of a minimum and a share: capital by class or overheads, or a bank's share of deposits under a cap.

Tests in order: (1) the base that the law names, as the firm states it; (2) times the share, by the firm's class where
shares differ; (3) at most the cap, where there is one; (4) at least the minimum, by class where minima differ; sums of
law at the day's rate of their currency; (5) up to the whole unit; (6) held against it: own funds and insurance where
the law names own funds, else what is set aside.

Example: a quarter of fixed overheads of JPY 80,000,000 is JPY 20,000,000; the minimum of EUR 150,000 at JPY 160 is JPY
24,000,000, which is the greater.
"""

from fractions import Fraction

from hikiate.kernel.amounts import Rounding, rounded
from hikiate.kernel.figures import Figure
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.firm_facts import FACTS, FirmClass, firm_amount, firm_class
from hikiate.rules.insurance import insurance_credit
from hikiate.rules.reserve_resources import find_short, resources, shortfall_of
from hikiate.rules.roundings import to_the_unit
from hikiate.rules.sheet import Sheet
from hikiate.rules.undecided import find_undecided, lacking

ROUNDING = Rounding.UP
"""No text states a rounding; a requirement is never short by a fraction."""

OWN_FUNDS = "own_funds"
_INSURANCE = (
    "insurance_offset",
    "insurance_share_max",
    "insurance_third_party",
    "insurance_term_days_min",
    "insurance_notice_days_min",
    "insurance_perils",
    "insurance_perils_all",
)


def greater_of(sheet: Sheet, edition: Edition) -> None:
    """Write `reserve.required` and what stands against it."""
    numbers = [key for key in edition.versions if key.partition("_")[0] in {"rate", "floor", "cap"}]
    needed = ["base", "forms", *(key for key in ("class_by",) if key in edition), *numbers]
    if open_keys := lacking(edition, needed=needed):
        find_undecided(sheet, edition, open_keys)
        return
    required = _required(sheet, edition)
    if OWN_FUNDS in (edition["forms"].value or ""):
        _own_funds(sheet, edition, required)
    else:
        resources(sheet, edition, required)


def _required(sheet: Sheet, edition: Edition) -> Figure | None:
    key = edition["base"].value or ""
    base = firm_amount(sheet, edition, key)
    sort = firm_class(sheet, edition) if "class_by" in edition else None
    if base is None or ("class_by" in edition and sort is None):
        return None
    rate_key, floor_key = (_key_of(edition, key, sort) for key in ("rate", "floor"))
    floor = sheet.law_money(edition, floor_key)
    cap = sheet.law_money(edition, "cap") if "cap" in edition else (Fraction(0), [])
    if floor is None or cap is None:
        return None
    share = base[0] * edition[rate_key].number
    value = max(floor[0], min(share, cap[0]) if cap[1] else share)
    sorting = [] if sort is None else [sort.leaf, sheet.law(edition, "class_by")]
    currency = sheet.exchange.reporting_currency
    rounding = to_the_unit(ROUNDING, currency)
    share_en, share_ja = f"rate × {FACTS[key].en}", f"{FACTS[key].ja} × 率"
    if cap[1]:
        share_en, share_ja = f"min({share_en}, cap)", f"{share_ja}（上限あり）"
    return sheet.figures.derive(
        "reserve.required",
        rounded(value, sheet.exchange.reporting_scale, ROUNDING),
        currency,
        rule=Term(f"max({share_en}, minimum), {rounding.en}", f"{share_ja}と最低額のいずれか大きい額（{rounding.ja}）"),
        citation=edition[rate_key].citation.text,
        inputs=[base[1], sheet.law(edition, "base"), sheet.law(edition, rate_key), *sorting, *floor[1], *cap[1]],
    )


def _key_of(edition: Edition, key: str, sort: FirmClass | None) -> str:
    """The provision that has the firm's class in its name, or else the one for all."""
    of_class = f"{key}_{sort.value}" if sort else key
    return of_class if of_class in edition else key


def _own_funds(sheet: Sheet, edition: Edition, required: Figure | None) -> None:
    """Write `reserve.fund`, `.held` and `.shortfall` from own funds, and from insurance where it is a form."""
    insurable = "insurance_offset" in edition
    if open_keys := lacking(edition, optional=[key for key in _INSURANCE if insurable and key in edition]):
        sheet.undecided("reserve.held", edition, open_keys)
        return
    own = firm_amount(sheet, edition, OWN_FUNDS)
    if own is None or required is None:
        return
    currency, citation = sheet.exchange.reporting_currency, edition["forms"].citation.text
    rule = Term("own funds as stated", "自己資本（申告額）")
    fund = sheet.figures.derive("reserve.fund", own[0], currency, rule=rule, citation=citation, inputs=[own[1]])
    credit = insurance_credit(sheet, edition, required) if insurable else None
    parts = [figure for figure in (fund, credit) if figure is not None]
    held = sheet.figures.derive(
        "reserve.held",
        sum((part.number for part in parts), Fraction(0)),
        currency,
        rule=Term("own funds + insurance credit", "自己資本 + 保険による充当額"),
        citation=citation,
        inputs=[part.name for part in parts],
    )
    shortfall = shortfall_of(sheet, required, held, citation)
    if shortfall.number > 0:
        due = sheet.term_end(edition, "replenishment_days") if "replenishment_days" in edition else None
        find_short(sheet, required, held, shortfall, citation=citation, due=due)
