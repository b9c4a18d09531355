"""An insolvency: the estate opened on the last close, claims filed and examined, rounds distributed and paid.

What stands of each account is kept here as it was decided; the book has to hold the same, account by account in sum.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from hikiate.cli.distribution import beside_of
from hikiate.facts.pack import read_pack
from hikiate.kernel.digests import sha256
from hikiate.kernel.results import document, document_text
from hikiate.operations.distribute import distribute
from hikiate.operations.workspace import claim_register, estates
from hikiate.operations.workspace.claim_steps import ClaimsDesk, Filing, Reason
from hikiate.operations.workspace.incidents import Draw, Money, receive
from hikiate.operations.workspace.ports import Act, Done
from hikiate.remedy.estate_reader import read_estate
from hikiate.storage.lawbooks import regimes
from hikiate.storage.packs import open_pack
from simulation.breaks import holds
from simulation.chance import happens
from simulation.firm import MAKER
from simulation.market import COINS, SCALES, Market
from simulation.papers import text, write_distribution
from simulation.payouts import Payouts

_ROUNDS = 2
_CLAIMS_A_DAY, _DAYS_OF_CLAIMS = 4, 4
_REGIME = "jp-rehabilitation"
_ABOVE, _WITHDRAWN, _REJECTED = 200, 150, 100

Account = tuple[str, str]
Stands = tuple[int, int]
"""What of an account is admitted, and what disputed."""


@dataclass
class EstateLife(Payouts):
    """One estate and its payouts."""

    market: Market = field(kw_only=True)
    pack: Path = field(kw_only=True)
    petition: date = field(kw_only=True)
    stands: dict[Account, Stands] = field(default_factory=dict)
    ledger: dict[Account, int] = field(default_factory=dict)
    filed: dict[Account, int] = field(default_factory=dict)
    """The last claim of an account, by its number."""
    paid: dict[Account, int] = field(default_factory=dict)
    rounds: list[tuple[date, dict[str, int]]] = field(default_factory=list)
    brought: dict[str, int] = field(default_factory=dict)
    days: int = 0
    is_closed: bool = False

    def open(self) -> None:
        """The estate opened by its file; all that the ledger says is admitted at first."""
        self.ledger = {place: amount for place, amount in self.market.balances.items() if amount}
        self.stands = {place: (amount, 0) for place, amount in self.ledger.items()}
        file = estates.EstateFile(self.incident, _REGIME, self.petition, None, None, ("all",), sha256(b"estate").hex())
        self.firm.desk.store.keep("incidents", b"estate")
        totals = {asset: self._sum(asset, 0) for asset in SCALES}

        def opened(act: Act) -> Done:
            with self.firm.desk.book.unit() as unit:
                close = estates.close_before(unit, self.petition)
                holds(close.pack == self.pack.name, "the estate is opened on another close")
                return estates.open_estate(unit, act, file, estates.Ledger(close.pack, totals), None)

        self.firm.do(MAKER, opened)
        self._booked()
        self.firm.figures.done["estates"] += 1

    def _sum(self, asset: str, part: int) -> int:
        return sum(stands[part] for (_, of), stands in self.stands.items() if of == asset)

    def _booked(self) -> None:
        """The book holds what stands."""
        wanted = self.firm.checkers.wanted
        for asset in SCALES:
            admitted, disputed = self._sum(asset, 0), self._sum(asset, 1)
            wanted["admitted_claims", asset, self.incident] = admitted
            wanted["disputed_claims", asset, self.incident] = disputed
            wanted["estate_claims", asset, self.incident] = admitted + disputed
        self.firm.checkers.settled()

    def step(self, day: date) -> None:
        """What is done about it on a day."""
        if self.is_closed:
            self.work(day)
            return
        self.days += 1
        if self.days <= _DAYS_OF_CLAIMS or happens(self.firm.chance, 300):
            for _ in range(self.firm.chance.randrange(_CLAIMS_A_DAY)):
                self._claim(day)
        elif not self.rounds or (self.is_done and len(self.rounds) < _ROUNDS and self.rounds[-1][0] < day):
            self._round(day)
        elif not self.is_done:
            self.work(day)
        elif len(self.rounds) == _ROUNDS and not self.statements:
            self.end()
            self.is_closed = True
            self.firm.figures.done["estates closed"] += 1

    def _at_claims(self, verb: Callable[[ClaimsDesk], Done]) -> Done:
        def done(act: Act) -> Done:
            with self.firm.desk.book.unit() as unit:
                return verb(ClaimsDesk(unit, act, self.incident, lambda who, asset: self.ledger.get((who, asset), 0)))

        return self.firm.do(MAKER, done)

    def _claim(self, day: date) -> None:
        """One thing that happens to an account: a claim filed and examined, an objection, a decision, a set-off."""
        chance = self.firm.chance
        place = chance.choice(sorted(self.stands))
        admitted, disputed = self.stands[place]
        kind = chance.choice(("file", "file", "object", "decide", "set_off"))
        if kind == "file":
            self._file(place, day)
            return
        if not (disputed if kind == "decide" else admitted):
            return
        why = self._reason()
        if kind == "object":
            amount = chance.randrange(1, admitted + 1)
            after = (admitted - amount, disputed + amount)
            self._step(lambda desk: desk.object_to(*place, text(amount, place[1]), why), place, after)
        elif kind == "decide":
            amount = chance.randrange(disputed + 1)
            after = (admitted + amount, 0)
            self._step(lambda desk: desk.decide(*place, text(amount, place[1]), why), place, after)
        else:
            amount = chance.randrange(1, 2 + admitted // 10)
            after = (admitted - min(amount, admitted), disputed)
            self._step(lambda desk: desk.set_off(*place, text(min(amount, admitted), place[1]), why), place, after)

    def _file(self, place: Account, day: date) -> None:
        """A claim of what the ledger says, or above it with evidence; examined in whole or part, or withdrawn."""
        chance = self.firm.chance
        most = self.ledger.get(place, 0)
        amount = max(1, most + most // 10 if happens(chance, _ABOVE) else most)
        shown = self._reason().evidence
        filing = Filing(*place, text(amount, place[1]), day, self.filed.get(place, 0), shown, f"filed on {day}")
        number = self._at_claims(lambda desk: desk.file(filing)).number
        self.filed[place] = number
        self.firm.figures.done["claims filed"] += 1
        why = self._reason()
        if happens(chance, _WITHDRAWN):
            self._step(lambda desk: desk.withdraw(number, why), place, self.stands[place])
            return
        admitted = amount if happens(chance, 600) else chance.randrange(amount + 1)
        disputed = chance.randrange(amount - admitted + 1)
        words = (text(admitted, place[1]), text(disputed, place[1]))
        self._step(lambda desk: desk.examine(number, *words, why), place, (admitted, disputed))

    def _reason(self) -> Reason:
        """Why; every reason has evidence of its own, a file that is kept."""
        content = f"evidence {self.firm.chance.randrange(10**12)}".encode()
        return Reason("because", self.firm.desk.store.keep("evidence", content))

    def _step(self, verb: Callable[[ClaimsDesk], Done], place: Account, after: Stands) -> None:
        """A step asked for, and approved or rejected: what stands is what was approved."""
        request = self._at_claims(verb).number
        if happens(self.firm.chance, _REJECTED):
            self.firm.rejected(request)
        else:
            self.firm.approved(request)
            self.stands[place] = after
            self.firm.figures.done["claim steps"] += 1
        self._booked()

    def _round(self, day: date) -> None:
        """A round: pools brought, the plan worked out on the register, taken in, approved, drawn."""
        chance = self.firm.chance
        pools = {asset: self._sum(asset, 0) * chance.randrange(50, 400) // 1000 for asset in SCALES}
        pools = {asset: amount for asset, amount in pools.items() if amount}
        self.rounds.append((day, pools))
        number = len(self.rounds)
        for asset, amount in pools.items():
            money = Money("pool", asset, text(amount, asset), f"round {number} {asset}")
            self.firm.unit(MAKER, lambda unit, act, money=money: receive(unit, act, self.incident, money))  # type: ignore[misc]  # the loop's value, bound
            self.brought[asset] = self.brought.get(asset, 0) + amount
        out = self.folder / f"{self.incident}-{number}"
        self._distributed(out, self.folder / f"{self.incident}-{number - 1}" if number > 1 else None)
        self.approved(self.taken(out), out, number)
        for asset in sorted({asset for asset, _ in self.entitled.values()}):
            holds(
                self.owed(asset).payable <= self.brought.get(asset, 0), f"more {asset} is distributed than was brought"
            )
            self.fund(asset, partial(_of_pools, asset))
        self.firm.figures.done["rounds"] += 1

    def _distributed(self, out: Path, earlier: Path | None) -> None:
        with self.firm.desk.book.unit() as unit:
            lines = [
                (
                    line.customer,
                    line.asset,
                    line.day,
                    text(line.claim, line.asset),
                    text(line.disputed, line.asset),
                    line.evidence,
                )
                for line in claim_register.register(
                    unit, self.incident, lambda who, asset: self.ledger.get((who, asset), 0)
                )
            ]
        columns = dict.fromkeys(("customer", "asset", "day", "claim", "disputed", "evidence"), pl.String)
        pl.DataFrame(lines, schema=columns, orient="row").write_csv(self.folder / "register.csv")
        file = self.folder / "estate.toml"
        file.write_text(self._text(), encoding="utf-8")
        raw = open_pack(self.pack)
        pack = read_pack(raw)
        estate = read_estate(file.read_text(encoding="utf-8"), file.name, pack.exchange)
        beside = beside_of(file, estate, pack.exchange, earlier)
        made = distribute(pack, raw, estate, beside, regimes().rulebooks[_REGIME])
        write_distribution(out, made, document_text(document(made.result)))
        self.within_claims(made.plan)

    def within_claims(self, plan: pl.DataFrame) -> None:
        """Nobody gets more than what is admitted, and no asset pays more than its pools brought."""
        paid: dict[str, int] = {}
        for row in plan.iter_rows(named=True):
            place, amount = (row["customer"], row["asset"]), int(row["paid"])
            # What was paid stays paid, also where less is admitted since.
            most = max(self.stands.get(place, (0, 0))[0], self.paid.get(place, 0))
            holds(amount <= most, f"{place} is paid {amount} of {most}")
            self.paid[place] = amount
            paid[place[1]] = paid.get(place[1], 0) + amount
        for asset, total in paid.items():
            holds(
                total <= self.brought.get(asset, 0), f"{total} {asset} of {self.brought.get(asset, 0)} is distributed"
            )

    def _text(self) -> str:
        """The estate file with every round so far."""
        start = self.petition.isoformat()
        head = (
            f'id = "{self.incident}"\nregime = "{_REGIME}"\npetition_on = {start}\ncommencement_on = {start}\n'
            'method = "in_kind"\nregister = "register.csv"\n'
        )
        parts = [head]
        for number, (_, pools) in enumerate(self.rounds, start=1):
            parts += [
                f'[[pool]]\nname = "{asset}-{number}"\nasset = "{asset}"\namount = "{text(amount, asset)}"\n'
                f'kind = "{"customer_crypto" if asset in COINS else "fiat_trust"}"\n'
                for asset, amount in pools.items()
            ]
        parts.append('[[class]]\nname = "all"\nrule = "all"\npro_rata = true\n')
        for number, (day, pools) in enumerate(self.rounds, start=1):
            names = ", ".join(f'"{asset}-{number}"' for asset in pools)
            parts.append(f"[[round]]\nday = {day}\npools = [{names}]\n")
        parts += [
            f'[valuation.{coin}]\nprice = "{self.market.prices[coin]}"\ncurrency = "JPY"\nsource = "court"\n'
            for coin in COINS
        ]
        return "".join(parts)


def _of_pools(asset: str, short: int) -> Draw:
    return Draw("pools", asset, text(short, asset))
