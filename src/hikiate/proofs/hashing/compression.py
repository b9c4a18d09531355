"""The compression function of SHA-256 (FIPS 180-4), emitted as LLVM IR: by SHA-NI, by vectors of 16 lanes, or plainly.

`compress(lanes, states, blocks)` takes as many messages at once as the tuple `lanes` is long, and by that length the
compiler chooses: 4 lanes are four interleaved streams of the CPU's SHA instructions, 16 lanes a message in each element
of of a vector (AVX-512, or AVX2 by halves), 1 lane needs nothing of the CPU. `states` has shape (lanes, 8) and type
uint32, `blocks` shape (lanes, 8) and type uint64: the 64 bytes of each lane's block as they lie in memory.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

Native: TypeAlias = Any
"""A value, a type or a function as numba sees it; it has no types of its own for mypy."""

SHA_NI_LANES = 4
VECTOR_LANES = 16
PLAIN_LANES = 1

BLOCK_WORDS = 16
STATE_WORDS = 8


def _first_primes(count: int) -> list[int]:
    primes: list[int] = []
    number = 2
    while len(primes) < count:
        if all(number % prime for prime in primes):
            primes.append(number)
        number += 1
    return primes


def _root_bits(number: int, power: int) -> int:
    """The first 32 bits of the fraction of a number's square or cube root."""
    scaled = number << (32 * power)
    low, high = 0, 1 << 40
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**power <= scaled else (low, middle)
    return low & 0xFFFFFFFF


INITIAL_STATE = tuple(_root_bits(prime, 2) for prime in _first_primes(STATE_WORDS))
ROUND_CONSTANTS = tuple(_root_bits(prime, 3) for prime in _first_primes(64))

_I32 = ir.IntType(32)
_FOUR = ir.VectorType(_I32, 4)
_WIDE = ir.VectorType(_I32, VECTOR_LANES)
_Emit = Callable[[ir.IRBuilder, ir.Value, ir.Value], None]


def compress(lanes: tuple[int, ...], states: Native, blocks: Native) -> None:
    """Compress one block into each state; a name for numba, which puts an implementation in its place."""
    raise NotImplementedError


@intrinsic
def swap(_typing: Native, word: Native) -> Native:
    """A word of 32 or 64 bits with its bytes in the other order."""
    return word(word), lambda _context, builder, _signature, args: builder.bswap(args[0])


def _copying(*, swapped: bool) -> Native:
    def typed(
        _typing: Native, to: Native, lane: Native, word: Native, source: Native, row: Native, at: Native
    ) -> Native:
        def body(context: Native, builder: ir.IRBuilder, signature: Native, args: Sequence[ir.Value]) -> ir.Value:
            pointers = []
            for array in (0, 3):
                kind = signature.args[array]
                made = context.make_array(kind)(context, builder, args[array])
                pointers.append(cgutils.get_item_pointer(context, builder, kind, made, args[array + 1 : array + 3]))
            loaded = _load(builder, pointers[1], _FOUR, 0)
            _store(builder, pointers[0], _big_endian(builder, loaded) if swapped else loaded, 0)
            return context.get_dummy_value()

        places = types.intp
        return types.void(to, places, places, source, places, places), body

    return intrinsic(typed)


copy = _copying(swapped=False)
"""copy(to, lane, word, source, row, at): 16 bytes in one piece from source[row, at ...] to to[lane, word ...].

A vector loaded from a place to which smaller pieces were just stored would have to wait for them.
"""
copy_swapped = _copying(swapped=True)
"""The same, with the bytes of each word of 32 bits in the other order."""


@overload(compress)
def _compress(lanes: Native, states: Native, blocks: Native) -> Native:
    if len(lanes) == PLAIN_LANES:
        return _compress_plainly
    chosen = _sha_ni if len(lanes) == SHA_NI_LANES else _vector

    def compressed(lanes: Native, states: Native, blocks: Native) -> None:
        chosen(states, blocks)  # pragma: no cover - compiled by numba, held against hashlib

    return compressed


def _emitted(emit: _Emit) -> Native:
    """A function of states and blocks whose body `emit` writes, given pointers to both."""

    def typed(_typing: Native, states: Native, blocks: Native) -> Native:
        def body(context: Native, builder: ir.IRBuilder, signature: Native, args: Sequence[ir.Value]) -> ir.Value:
            pointers = [
                context.make_array(kind)(context, builder, value).data
                for kind, value in zip(signature.args, args, strict=True)
            ]
            emit(builder, *pointers)
            return context.get_dummy_value()

        return types.void(states, blocks), body

    return intrinsic(typed)


def _load(builder: ir.IRBuilder, base: ir.Value, kind: ir.Type, index: int) -> ir.Value:
    loaded = builder.load(_at(builder, base, kind, index))
    loaded.align = 4
    return loaded


def _store(builder: ir.IRBuilder, base: ir.Value, value: ir.Value, index: int) -> None:
    builder.store(value, _at(builder, base, value.type, index)).align = 4


def _at(builder: ir.IRBuilder, base: ir.Value, kind: ir.Type, index: int) -> ir.Value:
    """A pointer to the `index`-th value of a kind behind a base."""
    return builder.gep(builder.bitcast(base, kind.as_pointer()), [ir.Constant(ir.IntType(64), index)])


def _call(builder: ir.IRBuilder, name: str, *args: ir.Value) -> ir.Value:
    kind = ir.FunctionType(args[0].type, [arg.type for arg in args])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), args)


def _picked(builder: ir.IRBuilder, first: ir.Value, second: ir.Value, places: Sequence[int]) -> ir.Value:
    """Elements of two vectors, counted through both."""
    return builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(_I32, len(places)), list(places)))


def _emit_sha_ni(builder: ir.IRBuilder, states: ir.Value, blocks: ir.Value) -> None:
    """Four streams side by side, so that one's next instruction need not wait for its last."""
    streams = range(SHA_NI_LANES)
    low = [_load(builder, states, _FOUR, 2 * stream) for stream in streams]
    high = [_load(builder, states, _FOUR, 2 * stream + 1) for stream in streams]
    # The instructions want a, b, e, f in one register and c, d, g, h in the other, the first in the highest element.
    outer = [_picked(builder, low[stream], high[stream], (5, 4, 1, 0)) for stream in streams]
    inner = [_picked(builder, low[stream], high[stream], (7, 6, 3, 2)) for stream in streams]
    before = outer, inner
    words = [
        [_big_endian(builder, _load(builder, blocks, _FOUR, 4 * stream + at)) for at in range(4)] for stream in streams
    ]
    for group in range(16):
        constants = ir.Constant(_FOUR, list(ROUND_CONSTANTS[4 * group : 4 * group + 4]))
        mixed = [builder.add(words[stream][group], constants) for stream in streams]
        inner = [_rounds(builder, inner[stream], outer[stream], mixed[stream]) for stream in streams]
        upper = [_picked(builder, mixed[stream], mixed[stream], (2, 3, 2, 3)) for stream in streams]
        outer = [_rounds(builder, outer[stream], inner[stream], upper[stream]) for stream in streams]
        if group + 4 < BLOCK_WORDS:
            for stream in streams:
                words[stream].append(_next_words(builder, *words[stream][group : group + 4]))
    for stream in streams:
        ended = builder.add(outer[stream], before[0][stream]), builder.add(inner[stream], before[1][stream])
        _store(builder, states, _picked(builder, *ended, (3, 2, 7, 6)), 2 * stream)
        _store(builder, states, _picked(builder, *ended, (1, 0, 5, 4)), 2 * stream + 1)


def _big_endian(builder: ir.IRBuilder, words: ir.Value) -> ir.Value:
    return _call(builder, f"llvm.bswap.v{words.type.count}i32", words)


def _rounds(builder: ir.IRBuilder, inner: ir.Value, outer: ir.Value, mixed: ir.Value) -> ir.Value:
    """Two rounds."""
    return _call(builder, "llvm.x86.sha256rnds2", inner, outer, mixed)


def _next_words(
    builder: ir.IRBuilder, first: ir.Value, second: ir.Value, third: ir.Value, fourth: ir.Value
) -> ir.Value:
    """The next four words of the message schedule."""
    begun = _call(builder, "llvm.x86.sha256msg1", first, second)
    begun = builder.add(begun, _picked(builder, third, fourth, (1, 2, 3, 4)))
    return _call(builder, "llvm.x86.sha256msg2", begun, fourth)


def _emit_vector(builder: ir.IRBuilder, states: ir.Value, blocks: ir.Value) -> None:
    """Sixteen messages, one in each element."""
    before = _columns(builder, states, STATE_WORDS)
    words = [_big_endian(builder, column) for column in _columns(builder, blocks, BLOCK_WORDS)]
    state = list(before)
    for round_ in range(64):
        if round_ >= BLOCK_WORDS:
            words.append(_scheduled(builder, words))
        state = _round(builder, state, words[round_], ROUND_CONSTANTS[round_])
    ended = [builder.add(word, old) for word, old in zip(state, before, strict=True)]
    for lane in range(VECTOR_LANES):
        for place, word in enumerate(ended):
            element = builder.extract_element(word, ir.Constant(_I32, lane))
            _store(builder, states, element, lane * STATE_WORDS + place)


def _columns(builder: ir.IRBuilder, base: ir.Value, words: int) -> list[ir.Value]:
    """The words of sixteen lanes, each of `words` words, as vectors over the lanes, exchanged in steps of halves."""
    rows = [_load(builder, base, ir.VectorType(_I32, words), lane) for lane in range(VECTOR_LANES)]
    return [_column(builder, rows, place) for place in range(words)]


def _column(builder: ir.IRBuilder, rows: Sequence[ir.Value], place: int) -> ir.Value:
    """One word of every row as a vector."""
    width = rows[0].type.count
    parts = [
        _picked(builder, left, right, (place, width + place)) for left, right in zip(rows[::2], rows[1::2], strict=True)
    ]
    while len(parts) > 1:
        size = 2 * parts[0].type.count
        parts = [
            _picked(builder, left, right, range(size)) for left, right in zip(parts[::2], parts[1::2], strict=True)
        ]
    return parts[0]


def _turned(builder: ir.IRBuilder, word: ir.Value, bits: int) -> ir.Value:
    return _call(builder, f"llvm.fshr.v{VECTOR_LANES}i32", word, word, _every(bits))


def _every(number: int) -> ir.Constant:
    return ir.Constant(_WIDE, [number] * VECTOR_LANES)


def _xor(builder: ir.IRBuilder, *words: ir.Value) -> ir.Value:
    made = words[0]
    for word in words[1:]:
        made = builder.xor(made, word)
    return made


def _scheduled(builder: ir.IRBuilder, words: Sequence[ir.Value]) -> ir.Value:
    early, late = words[-15], words[-2]
    small = _xor(builder, _turned(builder, early, 7), _turned(builder, early, 18), builder.lshr(early, _every(3)))
    large = _xor(builder, _turned(builder, late, 17), _turned(builder, late, 19), builder.lshr(late, _every(10)))
    return builder.add(builder.add(words[-16], small), builder.add(words[-7], large))


def _round(builder: ir.IRBuilder, state: Sequence[ir.Value], word: ir.Value, constant: int) -> list[ir.Value]:
    a, b, c, d, e, f, g, h = state
    upper = _xor(builder, _turned(builder, e, 6), _turned(builder, e, 11), _turned(builder, e, 25))
    choice = builder.xor(g, builder.and_(e, builder.xor(f, g)))
    first = builder.add(builder.add(h, upper), builder.add(choice, builder.add(word, _every(constant))))
    lower = _xor(builder, _turned(builder, a, 2), _turned(builder, a, 13), _turned(builder, a, 22))
    majority = builder.or_(builder.and_(a, b), builder.and_(c, builder.or_(a, b)))
    return [builder.add(first, builder.add(lower, majority)), a, b, c, builder.add(d, first), e, f, g]


_sha_ni = _emitted(_emit_sha_ni)
_vector = _emitted(_emit_vector)

_CONSTANTS = np.array(ROUND_CONSTANTS, np.uint32)


@njit(inline="always")
def _right(word: Native, bits: Native) -> Native:
    return (word >> np.uint32(bits)) | (word << np.uint32(32 - bits))  # pragma: no cover - compiled by numba, as above


def _compress_plainly(  # pragma: no cover - compiled by numba; every engine is held against hashlib
    lanes: Native,
    states: Native,
    blocks: Native,
) -> None:
    """One message, word by word, on any CPU."""
    words = np.empty(64, np.uint32)
    for place in range(8):
        pair = swap(blocks[0, place])
        words[2 * place] = np.uint32(pair >> np.uint64(32))
        words[2 * place + 1] = np.uint32(pair & np.uint64(0xFFFFFFFF))
    for place in range(16, 64):
        early, late = words[place - 15], words[place - 2]
        small = _right(early, 7) ^ _right(early, 18) ^ (early >> np.uint32(3))
        large = _right(late, 17) ^ _right(late, 19) ^ (late >> np.uint32(10))
        words[place] = words[place - 16] + small + words[place - 7] + large
    a, b, c, d = states[0, 0], states[0, 1], states[0, 2], states[0, 3]
    e, f, g, h = states[0, 4], states[0, 5], states[0, 6], states[0, 7]
    for place in range(64):
        upper = _right(e, 6) ^ _right(e, 11) ^ _right(e, 25)
        first = np.uint32(h + upper + (g ^ (e & (f ^ g))) + _CONSTANTS[place] + words[place])
        lower = _right(a, 2) ^ _right(a, 13) ^ _right(a, 22)
        second = np.uint32(lower + ((a & b) | (c & (a | b))))
        h, g, f, e, d, c, b, a = g, f, e, np.uint32(d + first), c, b, a, np.uint32(first + second)
    for place, word in enumerate((a, b, c, d, e, f, g, h)):
        states[0, place] += word
