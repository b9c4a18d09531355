"""Roundings as a rule says them, beside the formula whose result they settle."""

from hikiate.kernel.amounts import Rounding
from hikiate.kernel.wording import Term

_JA = {Rounding.DOWN: "切捨て", Rounding.UP: "切上げ", Rounding.HALF_UP: "四捨五入"}


def to_the_unit(rounding: Rounding, currency: str) -> Term:
    """A rounding to the least unit of a currency: `rounded up`, 円未満切上げ."""
    least = "円" if currency == "JPY" else f"{currency} の最小単位"
    return Term(f"rounded {rounding.value}", f"{least}未満{_JA[rounding]}")


def to_places(rounding: Rounding, places: int) -> Term:
    """A rounding of a ratio: `8 decimals rounded down`, 小数第 8 位未満切捨て."""
    return Term(f"{places} decimals rounded {rounding.value}", f"小数第 {places} 位未満{_JA[rounding]}")
