"""The loops that numba compiles: years drawn by their numbers, events ceded to layers, the reserve drawn and refilled.

All money is whole minor units of the reporting currency in 64 bits from the moment a loss is drawn, so for every event
what is retained and what is ceded sum to the loss exactly. Layers work in the order given: a quota share lessens the
loss that later layers attach to, an excess layer does not; none pays more than what is still borne.
"""

from math import exp
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from numba import njit

from hikiate.risk.philox import normal, philox, uniform_32, uniform_52
from hikiate.risk.severity import drawn

Whole: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[np.float64]
Switches: TypeAlias = npt.NDArray[np.bool_]

EVENTS_MAX = 64
NEVER = -1
UNLIMITED = 2**62

EXCESS, QUOTA_SHARE = 0, 1
KIND, ATTACHMENT, DEDUCTIBLE, LIMIT, ANNUAL, NUMERATOR, DENOMINATOR, WAITING, INSURER = range(9)
"""The columns of a layer's terms; `ANNUAL` is what a year can use of it."""
REFUSAL, DEFAULT = range(2)
"""The columns of a layer's odds."""

_EVENT, _PRICE, _OF_DEFAULT, _OF_REFUSAL = 0, 1, 8, 16
_WORDS = 4
_USED, _PAID, _TOTAL = range(3)

_compiled = njit(cache=True, nogil=True)


class Chances(NamedTuple):
    """How years are drawn: cumulative probabilities of counts and of cells, the cells' medians and caps, severity."""

    counts: Numbers
    cells: Numbers
    medians: Numbers
    caps: Whole
    shape: tuple[float, float, float, float, float]


class Tower(NamedTuple):
    """Layers in order: terms (layers, 9), odds (layers, 2), and whether a layer covers a cell (layers, cells)."""

    terms: Whole
    odds: Numbers
    covers: Switches


class Reserve(NamedTuple):
    """What is set aside: money, coins at their first price, refill as a part of a year, and how prices behave."""

    money: int
    coins: int
    refill: float
    deviation: float
    correlation: float


@_compiled
def simulated(
    seed: np.uint64, first: int, years: int, chances: Chances, tower: Tower, reserve: Reserve
) -> tuple[Whole, Whole, Whole]:
    """Years from `first` on: of each with a loss gross, ceded, uncovered, days (n, 4); what layers paid; cells hit.

    Of a layer: years in which it paid, what it paid, what it used beyond its first limit (layers, 3).
    """
    counts, places, medians, caps, shape = chances
    terms, odds, covers = tower
    out, of_layers = np.empty((years, 4), np.int64), np.zeros((len(terms), 3), np.int64)
    of_cells = np.zeros(len(places), np.int64)
    losses, cells = np.empty(EVENTS_MAX, np.int64), np.empty(EVENTS_MAX, np.int64)
    times, scores = np.empty(EVENTS_MAX), np.empty(EVENTS_MAX)
    spent, books = np.zeros((2, EVENTS_MAX), np.int64), np.zeros((3, len(terms)), np.int64)
    found = 0
    for year in range(first, first + years):
        uniform = uniform_32(philox(seed, year, 0, 0, _EVENT)[0])
        count = 0
        while count < len(counts) and uniform > counts[count]:
            count += 1
        if count == 0:
            continue
        _draw(seed, year, count, places, medians, caps, shape, losses, cells, times, scores)
        if reserve.refill < 1.0:
            _order(count, losses, cells, times, scores)
        for event in range(count):
            of_cells[cells[event]] += 1
        _settle(seed, year, count, losses, cells, times, scores, terms, odds, covers, reserve, spent, books, out[found])
        for layer in range(len(terms)):
            of_layers[layer, 0] += books[_TOTAL, layer] > 0
            of_layers[layer, 1] += books[_TOTAL, layer]
            of_layers[layer, 2] += min(books[_USED, layer], max(terms[layer, ANNUAL] - terms[layer, LIMIT], 0))
        found += 1
    return out[:found].copy(), of_layers, of_cells


@njit(inline="always")
def _draw(
    seed: np.uint64,
    year: int,
    count: int,
    places: Numbers,
    medians: Numbers,
    caps: Whole,
    shape: tuple[float, float, float, float, float],
    losses: Whole,
    cells: Whole,
    times: Numbers,
    scores: Numbers,
) -> None:
    """The events of a year: where, how much, when, and how extreme."""
    sigma, joint, threshold, scale, tail = shape
    for event in range(count):
        w0, w1, w2, w3 = philox(seed, year, 0, event + 1, _EVENT)
        place, cell = uniform_32(w2), 0
        while cell < len(places) - 1 and place > places[cell]:
            cell += 1
        uniform = uniform_52(w0, w1)
        wanted = medians[cell] * drawn(uniform, sigma, joint, threshold, scale, tail)
        losses[event] = caps[cell] if wanted >= caps[cell] else np.int64(wanted + 0.5)
        cells[event], times[event], scores[event] = cell, uniform_32(w3), uniform


@njit(inline="always")
def _order(count: int, losses: Whole, cells: Whole, times: Numbers, scores: Numbers) -> None:
    """Put events in order of time, by insertion; needed only where the time between them counts."""
    for upper in range(1, count):
        place = upper
        while place > 0 and times[place - 1] > times[place]:
            losses[place - 1], losses[place] = losses[place], losses[place - 1]
            cells[place - 1], cells[place] = cells[place], cells[place - 1]
            times[place - 1], times[place] = times[place], times[place - 1]
            scores[place - 1], scores[place] = scores[place], scores[place - 1]
            place -= 1


@njit(inline="always")
def _settle(
    seed: np.uint64,
    year: int,
    count: int,
    losses: Whole,
    cells: Whole,
    times: Numbers,
    scores: Numbers,
    terms: Whole,
    odds: Numbers,
    covers: Switches,
    reserve: Reserve,
    spent: Whole,
    books: Whole,
    out: Whole,
) -> None:
    """Pay the events of a year one after another; `out` gets gross, ceded, uncovered and the days of the slowest.

    `spent` (2, events) and `books` (3, layers) are room to work in: money and coins drawn by each event; what each
    layer used, paid for this event, and paid in the year.
    """
    books[:] = 0
    money, coins, level = reserve.money, reserve.coins, 1.0
    gross, insured, uncovered, most = 0, 0, 0, 0
    for event in range(count):
        for earlier in range(event):
            if times[earlier] + reserve.refill <= times[event]:
                money, coins = money + spent[0, earlier], coins + spent[1, earlier]
                spent[0, earlier], spent[1, earlier] = 0, 0
        loss = losses[event]
        net = _ceded(seed, year, event, loss, cells[event], terms, odds, covers, books)
        worth = 0
        if coins > 0:
            level *= _fall(seed, year, event, scores[event], reserve)
            worth = int(coins * level)
        days = 0 if money + worth >= loss else _days(loss, money + worth, books, terms)
        borne = min(net, money + worth)
        of_money = min(borne, money)
        of_coins = 0 if borne == of_money else min(coins, int((borne - of_money) / level) + 1)
        spent[0, event], spent[1, event] = of_money, of_coins
        money, coins = money - of_money, coins - of_coins
        gross, insured, uncovered = gross + loss, insured + loss - net, uncovered + net - borne
        most = NEVER if min(days, most) == NEVER else max(most, days)
    out[0], out[1], out[2], out[3] = gross, insured, uncovered, most


@njit(inline="always")
def _ceded(
    seed: np.uint64,
    year: int,
    event: int,
    loss: int,
    cell: int,
    terms: Whole,
    odds: Numbers,
    covers: Switches,
    books: Whole,
) -> int:
    """Cede a loss to the layers in order; adds to what each used and paid, and gives what is retained."""
    subject, net = loss, loss
    for layer in range(len(terms)):
        books[_PAID, layer] = 0
        if not covers[layer, cell]:
            continue
        is_quota = terms[layer, KIND] == QUOTA_SHARE
        base = (net if is_quota else subject) - terms[layer, ATTACHMENT] - terms[layer, DEDUCTIBLE]
        taken = min(base, terms[layer, LIMIT], terms[layer, ANNUAL] - books[_USED, layer])
        if taken <= 0 or not _answers(seed, year, event, layer, terms, odds):
            continue
        numerator, denominator = terms[layer, NUMERATOR], terms[layer, DENOMINATOR]
        pays = taken
        if numerator != denominator:
            pays = taken // denominator * numerator + taken % denominator * numerator // denominator
        pays = min(pays, net)
        books[_USED, layer] += taken if pays > 0 else 0
        books[_PAID, layer] = pays
        books[_TOTAL, layer] += pays
        net -= pays
        subject -= pays if is_quota else 0
    return net


@_compiled
def _answers(seed: np.uint64, year: int, event: int, layer: int, terms: Whole, odds: Numbers) -> bool:
    """Whether a layer's insurer neither refuses the claim nor is insolvent in the year."""
    if odds[layer, REFUSAL] > 0.0:
        words = philox(seed, year, 0, event, _OF_REFUSAL + layer // _WORDS)
        if uniform_32(words[layer % _WORDS]) < odds[layer, REFUSAL]:
            return False
    if odds[layer, DEFAULT] > 0.0:
        insurer = terms[layer, INSURER]
        words = philox(seed, year, 0, insurer // _WORDS, _OF_DEFAULT)
        return uniform_32(words[insurer % _WORDS]) >= odds[layer, DEFAULT]
    return True


@_compiled
def _fall(seed: np.uint64, year: int, event: int, uniform: float, reserve: Reserve) -> float:
    """What a coin is worth after an event over what it was before; the larger the loss, the lower, as correlated."""
    words = philox(seed, year, 0, event, _PRICE)
    own = normal(uniform_52(words[0], words[1]))
    rest = (1.0 - reserve.correlation * reserve.correlation) ** 0.5
    return exp(reserve.deviation * (rest * own - reserve.correlation * normal(uniform)))


@_compiled
def _days(loss: int, available: int, books: Whole, terms: Whole) -> int:
    """After how many days reserve and insurers have paid a loss in full; NEVER where they do not."""
    best = UNLIMITED
    for candidate in range(len(terms)):
        reached = available
        for layer in range(len(terms)):
            if terms[layer, WAITING] <= terms[candidate, WAITING]:
                reached += books[_PAID, layer]
        if reached >= loss:
            best = min(best, terms[candidate, WAITING])
    return NEVER if best == UNLIMITED else best


@_compiled
def ceded(loss: int, cell: int, tower: Tower, books: Whole) -> int:
    """Cede one loss to insurers that all answer; what is retained. `books` (3, layers): used, paid, paid in all."""
    return _ceded(np.uint64(0), 0, 0, loss, cell, tower.terms, np.zeros((len(tower.terms), 2)), tower.covers, books)


@_compiled
def events_of(seed: np.uint64, first: int, years: int, chances: Chances) -> Whole:
    """The events of years from `first` on, as `simulated` draws them: year, number in it, loss and cell (n, 4)."""
    counts, places, medians, caps, shape = chances
    out = np.empty((64 + 2 * years, 4), np.int64)
    losses, cells = np.empty(EVENTS_MAX, np.int64), np.empty(EVENTS_MAX, np.int64)
    times, scores = np.empty(EVENTS_MAX), np.empty(EVENTS_MAX)
    found = 0
    for year in range(first, first + years):
        uniform = uniform_32(philox(seed, year, 0, 0, _EVENT)[0])
        count = 0
        while count < len(counts) and uniform > counts[count]:
            count += 1
        _draw(seed, year, count, places, medians, caps, shape, losses, cells, times, scores)
        if found + count > len(out):
            wider = np.empty((2 * len(out) + count, 4), np.int64)
            wider[:found] = out[:found]
            out = wider
        for event in range(count):
            out[found, 0], out[found, 1], out[found, 2], out[found, 3] = year, event, losses[event], cells[event]
            found += 1
    return out[:found].copy()


@_compiled
def retained(seed: np.uint64, events: Whole, tower: Tower) -> tuple[Whole, Whole]:
    """What insurers leave in each year with events, in order of years; and what of each layer was reinstated in all."""
    terms, odds, covers = tower
    out, reinstated = np.empty(len(events), np.int64), np.zeros(len(terms), np.int64)
    books = np.zeros((3, len(terms)), np.int64)
    found = -1
    for place in range(len(events)):
        year, event, loss, cell = events[place]
        if place == 0 or year != events[place - 1, 0]:
            found += 1
            out[found] = 0
            books[:] = 0
        before = books[_USED].copy()
        out[found] += _ceded(seed, year, event, loss, cell, terms, odds, covers, books)
        for layer in range(len(terms)):
            most = max(terms[layer, ANNUAL] - terms[layer, LIMIT], 0)
            reinstated[layer] += min(books[_USED, layer], most) - min(before[layer], most)
    return out[: found + 1].copy(), reinstated
