"""Whether tokens are still what they were: one name, one identifier, and the same as in the pack before.

A token that was renamed keeps its identifier; one that moved to another contract, or that a fork left in two, keeps its
symbol. Whoever goes by the symbol alone takes either for the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from hikiate.conduct.tokens import findings
from hikiate.conduct.tokens.facts import TokenFacts
from hikiate.kernel.findings import Finding

_SHOWN_MAX = 5


def identity_findings(file: str, tokens: Sequence[TokenFacts]) -> list[Finding]:
    """Symbols that several tokens carry, addresses that several names share, and identifiers in doubt."""
    return [*_shared(file, tokens), *_doubtful(file, tokens)]


def changed_identities(file: str, before: Iterable[TokenFacts], now: Iterable[TokenFacts]) -> Iterator[Finding]:
    """Tokens of the pack before whose name or identifier is another now; what was blank on either side is no change."""
    earlier = {facts.token: facts for facts in before}
    for facts in now:
        was = earlier.get(facts.token)
        if was is None:
            continue
        old, new = was.values.get("identifier", ""), facts.values.get("identifier", "")
        if old and new and old.lower() != new.lower():
            yield findings.FORKED.at(f"{file} {facts.token}", before=old, after=new)
        elif was.name and facts.name and was.name != facts.name:
            yield findings.RENAMED.at(f"{file} {facts.token}", before=was.name, after=facts.name)


def _shared(file: str, read: Iterable[TokenFacts]) -> Iterator[Finding]:
    by_symbol: dict[str, list[str]] = defaultdict(list)
    by_address: dict[str, list[str]] = defaultdict(list)
    for facts in read:
        by_symbol[facts.token.upper()].append(facts.name)
        if "identifier" in facts.values and "identifier" not in facts.doubts:
            by_address[facts.values["identifier"].lower()].append(facts.name)
    for symbol, names in by_symbol.items():
        if len(names) > 1:
            place = f"{file} {symbol}"
            yield findings.SAME_SYMBOL.at(place, count=len(names), symbol=symbol, names=_named(names))
    for address, names in by_address.items():
        if len(names) > 1:
            yield findings.SAME_ADDRESS.at(f"{file} {address}", count=len(names), names=_named(names))


def _doubtful(file: str, read: Iterable[TokenFacts]) -> Iterator[Finding]:
    for facts in read:
        if "identifier" in facts.doubts and "identifier" in facts.values:
            identifier, reason = facts.values["identifier"], facts.doubts["identifier"]
            place = f"{file} {facts.token}"
            yield findings.IDENTIFIER_DOUBTFUL.at(place, identifier=identifier, reason=reason)


def _named(names: Sequence[str]) -> str:
    more = f" +{len(names) - _SHOWN_MAX}" if len(names) > _SHOWN_MAX else ""
    return ", ".join(names[:_SHOWN_MAX]) + more
