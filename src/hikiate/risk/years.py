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

from hikiate.risk.philox import Counters, normal, normals, philox, philox_all, uniform_32, uniform_52
from hikiate.risk.severity import multiples

Whole: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[np.float64]
Switches: TypeAlias = npt.NDArray[np.bool_]

EVENTS_MAX = 64
CHUNK_YEARS = 1_024
"""How many years are drawn at once: so that their events stay in the nearest memory."""
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
_APART = 40

_compiled = njit(cache=True, nogil=True, error_model="numpy")  # a check of every divisor would forbid vectors


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


class _Room(NamedTuple):
    """Room for the events of a chunk of years: where each year's begin, and of each what was drawn."""

    starts: Whole
    years: Counters
    numbers: Counters
    words: Counters
    scores: Numbers
    uniforms: Numbers
    losses: Whole
    cells: Whole
    times: Numbers
    falls: Numbers
    answers: Switches


@_compiled
def _room(layers: int) -> _Room:
    """Arrays that begin at different places of a page, or they would push one another out of the nearest memory.

    Nothing is written before it is needed: most of the room never is.
    """
    most = CHUNK_YEARS * EVENTS_MAX
    words = np.empty((4, most + _APART), np.uint64)
    return _Room(
        np.zeros(CHUNK_YEARS + 1, np.int64),
        np.empty(most + _APART, np.uint64)[_APART:],
        np.empty(most + 2 * _APART, np.uint64)[2 * _APART :],
        words,
        np.empty(most + 3 * _APART)[3 * _APART :],
        np.empty(most + 4 * _APART)[4 * _APART :],
        np.empty(most + 5 * _APART, np.int64)[5 * _APART :],
        np.empty(most + 6 * _APART, np.int64)[6 * _APART :],
        np.empty(most + 7 * _APART)[7 * _APART :],
        np.empty(most + 8 * _APART)[8 * _APART :],
        np.empty((layers, most), np.bool_),
    )


@_compiled
def simulated(
    seed: np.uint64, first: int, years: int, chances: Chances, tower: Tower, reserve: Reserve, out: Whole
) -> tuple[int, Whole, Whole]:
    """Years from `first` on, into `out` (years, 4): of each with a loss gross, ceded, uncovered, days.

    Gives back how many rows these are; of each layer the years in which it paid, what it paid, and what it used beyond
    its first limit (layers, 3); and how often each cell was hit.
    """
    terms, covers = tower.terms, tower.covers
    of_layers, of_cells = np.zeros((len(terms), 3), np.int64), np.zeros(len(chances.cells), np.int64)
    spent, books = np.zeros((2, EVENTS_MAX), np.int64), np.zeros((3, len(terms)), np.int64)
    room = _room(len(terms))
    starts, losses, cells, times = room.starts, room.losses, room.cells, room.times
    falls, answers, found = room.falls, room.answers, 0
    is_open = tower.odds.sum() > 0.0
    for start in range(first, first + years, CHUNK_YEARS):
        size = min(CHUNK_YEARS, first + years - start)
        _draw(seed, start, size, chances, room)
        _draw_falls(seed, start, size, reserve, room)
        _draw_answers(seed, start, size, tower, is_open, room)
        for event in range(starts[size]):
            of_cells[cells[event]] += 1
        for place in range(size):
            at, count = starts[place], starts[place + 1] - starts[place]
            if count == 0:
                continue
            if reserve.refill < 1.0:
                _order(at, count, losses, cells, times, falls, answers)
            _settle(at, count, losses, cells, times, falls, answers, terms, covers, reserve, spent, books, out, found)
            for layer in range(len(terms)):
                of_layers[layer, 0] += books[_TOTAL, layer] > 0
                of_layers[layer, 1] += books[_TOTAL, layer]
                of_layers[layer, 2] += min(books[_USED, layer], max(terms[layer, ANNUAL] - terms[layer, LIMIT], 0))
            found += 1
    return found, of_layers, of_cells


@_compiled
def _draw(seed: np.uint64, first: int, size: int, chances: Chances, room: _Room) -> None:
    """The events of a chunk of years: how many in each, where, how much, when, and how extreme."""
    starts, years, numbers, words = room.starts, room.years, room.numbers, room.words
    scores, uniforms, losses, cells, times = room.scores, room.uniforms, room.losses, room.cells, room.times
    counts, places, medians, caps, shape = chances
    for place in range(size):
        years[place], numbers[place] = np.uint64(first + place), np.uint64(0)
    philox_all(seed, years, numbers, _EVENT, words, size)
    whole = 0
    for place in range(size):
        starts[place] = whole
        uniform, count = uniform_32(words[0, place]), 0
        while count < len(counts) and uniform > counts[count]:
            years[whole + count] = np.uint64(first + place)
            numbers[whole + count] = np.uint64(count + 1)
            count += 1
        whole += count
    starts[size] = whole
    philox_all(seed, years, numbers, _EVENT, words, whole)
    for event in range(whole):
        uniforms[event] = uniform_52(words[0, event], words[1, event])
    normals(uniforms, scores, whole)
    multiples(uniforms, scores, shape, whole)
    for event in range(whole):
        cell = 0
        if len(places) > 1:
            chosen = uniform_32(words[2, event])
            while cell < len(places) - 1 and chosen > places[cell]:
                cell += 1
        wanted = medians[cell] * scores[event]
        losses[event] = caps[cell] if wanted >= caps[cell] else np.int64(wanted + 0.5)
        cells[event], times[event] = cell, uniform_32(words[3, event])


@_compiled
def _draw_falls(seed: np.uint64, first: int, size: int, reserve: Reserve, room: _Room) -> None:
    """For every event, what a coin is worth after it over what it was before; not asked where no coins are held."""
    if reserve.coins == 0:
        return
    for place in range(size):
        for event in range(room.starts[place], room.starts[place + 1]):
            number = event - room.starts[place]
            room.falls[event] = _fall(seed, first + place, number, room.uniforms[event], reserve)


@_compiled
def _draw_answers(seed: np.uint64, first: int, size: int, tower: Tower, is_open: bool, room: _Room) -> None:  # noqa: FBT001 - numba passes it by place
    """For every event, which insurers answer: all of them, unless it is open whether one does."""
    if not is_open:
        room.answers[:, : room.starts[size]] = True
        return
    for place in range(size):
        for event in range(room.starts[place], room.starts[place + 1]):
            number = event - room.starts[place]
            for layer in range(len(tower.odds)):
                room.answers[layer, event] = _answers(seed, first + place, number, layer, tower.terms, tower.odds)


@njit(inline="always")
def _order(at: int, count: int, losses: Whole, cells: Whole, times: Numbers, falls: Numbers, answers: Switches) -> None:
    """Put a year's events in order of time, by insertion; needed only where the time between them counts."""
    for upper in range(at + 1, at + count):
        place = upper
        while place > at and times[place - 1] > times[place]:
            losses[place - 1], losses[place] = losses[place], losses[place - 1]
            cells[place - 1], cells[place] = cells[place], cells[place - 1]
            times[place - 1], times[place] = times[place], times[place - 1]
            falls[place - 1], falls[place] = falls[place], falls[place - 1]
            for layer in range(len(answers)):
                before, after = answers[layer, place - 1], answers[layer, place]
                answers[layer, place - 1], answers[layer, place] = after, before
            place -= 1


@njit(inline="always")
def _settle(
    at: int,
    count: int,
    losses: Whole,
    cells: Whole,
    times: Numbers,
    falls: Numbers,
    answers: Switches,
    terms: Whole,
    covers: Switches,
    reserve: Reserve,
    spent: Whole,
    books: Whole,
    out: Whole,
    row: int,
) -> None:
    """Pay the events of a year, from place `at` on; a row of `out` gets gross, ceded, uncovered and the most days.

    `spent` (2, events) and `books` (3, layers) are room to work in: money and coins drawn by each event; what each
    layer used, paid for this event, and paid in the year.
    """
    for layer in range(len(terms)):
        books[_USED, layer], books[_TOTAL, layer] = 0, 0
    money, coins, level = reserve.money, reserve.coins, 1.0
    gross, insured, uncovered, most = 0, 0, 0, 0
    for event in range(count):
        for earlier in range(event if reserve.refill < 1.0 else 0):
            if times[at + earlier] + reserve.refill <= times[at + event]:
                money, coins = money + spent[0, earlier], coins + spent[1, earlier]
                spent[0, earlier], spent[1, earlier] = 0, 0
        loss = losses[at + event]
        net = _ceded(loss, cells[at + event], terms, covers, answers, at + event, books)
        worth = 0
        if reserve.coins > 0:
            level *= falls[at + event]
            worth = int(coins * level)
        borne = min(net, money + worth)
        days = 0 if money + worth >= loss else NEVER if borne < net else _days(loss, money + worth, books, terms)
        of_money = min(borne, money)
        of_coins = 0 if borne == of_money else min(coins, int((borne - of_money) / level) + 1)
        if reserve.refill < 1.0:
            spent[0, event], spent[1, event] = of_money, of_coins
        money, coins = money - of_money, coins - of_coins
        gross, insured, uncovered = gross + loss, insured + loss - net, uncovered + net - borne
        most = NEVER if min(days, most) == NEVER else max(most, days)
    out[row, 0], out[row, 1], out[row, 2], out[row, 3] = gross, insured, uncovered, most


@njit(inline="always")
def _ceded(loss: int, cell: int, terms: Whole, covers: Switches, answers: Switches, event: int, books: Whole) -> int:
    """Cede a loss to the layers in order; adds to what each used and paid, and gives what is retained."""
    subject, net = loss, loss
    for layer in range(len(terms)):
        books[_PAID, layer] = 0
        if not (covers[layer, cell] and answers[layer, event]):
            continue
        is_quota = terms[layer, KIND] == QUOTA_SHARE
        base = (net if is_quota else subject) - terms[layer, ATTACHMENT] - terms[layer, DEDUCTIBLE]
        taken = min(base, terms[layer, LIMIT], terms[layer, ANNUAL] - books[_USED, layer])
        if taken <= 0:
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


@njit(inline="always")
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
    return _ceded(loss, cell, tower.terms, tower.covers, np.ones((len(tower.terms), 1), np.bool_), 0, books)


@_compiled
def events_of(seed: np.uint64, first: int, years: int, chances: Chances) -> Whole:
    """The events of years from `first` on, as `simulated` draws them: year, number in it, loss and cell (n, 4)."""
    room, found = _room(0), 0
    out = np.empty((years, 4), np.int64)
    for start in range(first, first + years, CHUNK_YEARS):
        size = min(CHUNK_YEARS, first + years - start)
        _draw(seed, start, size, chances, room)
        if found + room.starts[size] > len(out):
            wider = np.empty((2 * len(out) + room.starts[size], 4), np.int64)
            wider[:found] = out[:found]
            out = wider
        for place in range(size):
            for event in range(room.starts[place], room.starts[place + 1]):
                out[found, 0], out[found, 1] = start + place, event - room.starts[place]
                out[found, 2], out[found, 3] = room.losses[event], room.cells[event]
                found += 1
    return out[:found].copy()


@_compiled
def retained(seed: np.uint64, events: Whole, tower: Tower) -> tuple[Whole, Whole]:
    """What insurers leave in each year with events, in order of years; and what of each layer was reinstated in all."""
    terms, odds, covers = tower
    out, reinstated = np.empty(len(events), np.int64), np.zeros(len(terms), np.int64)
    books, answers = np.zeros((3, len(terms)), np.int64), np.ones((len(terms), 1), np.bool_)
    found = -1
    for place in range(len(events)):
        year, event, loss, cell = events[place]
        if place == 0 or year != events[place - 1, 0]:
            found += 1
            out[found] = 0
            books[:] = 0
        before = books[_USED].copy()
        for layer in range(len(terms)):
            answers[layer, 0] = _answers(seed, year, event, layer, terms, odds)
        out[found] += _ceded(loss, cell, terms, covers, answers, 0, books)
        for layer in range(len(terms)):
            most = max(terms[layer, ANNUAL] - terms[layer, LIMIT], 0)
            reinstated[layer] += min(books[_USED, layer], most) - min(before[layer], most)
    return out[: found + 1].copy(), reinstated
