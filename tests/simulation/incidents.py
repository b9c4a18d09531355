"""An incident's life: stolen or lost by a provider, noticed, determined, funded, paid, recovered, closed.

The determination is worked out by the real verb from the last pack before the loss; what it must come to is reckoned
here: the parts are the whole, and what is paid in coins and in yen is what was lost.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from hikiate.cli.compensation import worked_out, write_folder
from hikiate.desk import incidents as desk
from hikiate.kernel.amounts import minor_units
from hikiate.law.rulebooks import Edition
from hikiate.operations.workspace import incidents
from hikiate.operations.workspace.corrections import request_correction
from hikiate.operations.workspace.incidents import Draw, Money
from hikiate.storage.lawbooks import library
from simulation.breaks import holds
from simulation.chance import happens
from simulation.firm import MAKER
from simulation.market import SCALES, Market
from simulation.papers import Loss, incident_text, text
from simulation.payouts import Payouts, read_rows

RESERVE_BOOK = "jp-2026-reported"
_FROZEN, _INSURED, _WRONG = 500, 500, 300


@dataclass
class Incident(Payouts):
    """One incident and its payouts."""

    market: Market = field(kw_only=True)
    loss: Loss = field(kw_only=True)
    pack: Path = field(kw_only=True)
    """The last pack before the loss."""
    iteration: int = 0
    is_frozen: bool = False
    is_noticed: bool = False
    is_closed: bool = False
    is_insured: bool = False
    sources: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """The incident opened by its file."""
        chance = self.firm.chance
        self.is_frozen, self.is_insured = happens(chance, _FROZEN), happens(chance, _INSURED)
        self.sources = {"JPY": chance.choice(("own_funds", "facility", "group")), self.loss.coin: "own_funds"}
        (self.folder / "frozen.csv").write_text(f"customer\n{chance.choice(self.market.customers)}\n", encoding="utf-8")
        content = self._file().read_bytes()
        self.firm.do(MAKER, lambda act: desk.open_incident(self.firm.desk, act, content, "incident.toml")[1])
        self.firm.figures.done[f"incidents {self.loss.kind}"] += 1

    def _file(self) -> Path:
        file = self.folder / f"{self.incident}-{self.iteration}.toml"
        file.write_text(incident_text(self.loss, self.sources, frozen=self.is_frozen), encoding="utf-8")
        return file

    def determine(self) -> None:
        """What everybody is to get, worked out, taken in, approved; the claims leave the ledger."""
        earlier = self.folder / f"{self.incident}-{self.iteration}" if self.iteration else None
        self.iteration += 1
        out = self.folder / f"{self.incident}-{self.iteration}"
        worked = worked_out(self.pack, self._file(), earlier)
        write_folder(worked, out, "csv")
        rows = read_rows(out / "determination.csv")
        taken: dict[tuple[str, str], int] = {}
        for row in rows:
            place = (row["customer"], row["asset"])
            taken[place] = taken.get(place, 0) + minor_units(row["quantity"], SCALES[row["asset"]])
        self.conserved(rows)
        self.approved(self.taken(out), out, self.iteration)
        if self.iteration == 1:
            self.market.settle_claims(taken)
        self.firm.figures.done["determinations"] += 1

    def conserved(self, rows: list[dict[str, str]]) -> None:
        """The quantities are the loss, and each is paid by what it is worth to less than a minor unit of each part."""
        coin, lost = self.loss.coin, self.loss.amount
        quantity = sum(minor_units(row["quantity"], SCALES[coin]) for row in rows)
        holds(quantity == lost, f"{quantity} of {lost} {coin} is determined")
        for asset in (coin, "JPY"):
            own = [row for row in rows if row["pay_asset"] == asset]
            paid = sum(minor_units(row["entitlement"], SCALES[asset]) for row in own)
            given = sum(minor_units(row["quantity"], SCALES[coin]) for row in own)
            worth = given if asset == coin else given * self.loss.price // 10 ** SCALES[coin]
            holds(
                abs(paid - worth) <= (len(own) if asset == "JPY" else 0), f"{paid} {asset} is paid for {given} {coin}"
            )

    def bring(self, edition: Edition) -> None:
        """The money brought: from the reserve where its purposes allow and it is enough, or from elsewhere."""
        for asset in sorted({asset for asset, _ in self.entitled.values()}):
            self.fund(asset, lambda short, asset=asset: self._draw(asset, short, edition))  # type: ignore[misc]  # the loop's value, bound

    def _draw(self, asset: str, short: int, edition: Edition) -> Draw:
        held, wanted = self.firm.checkers.held, self.firm.checkers.wanted
        reserve, guarantee = ("reserve_assets", "JPY", ""), ("guarantee_assets", asset, "")
        if asset == "JPY" and self.loss.kind == "unauthorised_outflow" and held.get(reserve, 0) >= short:
            self.market.use_reserve(short)
            wanted[reserve] = held[reserve] - short
            return Draw("reserve", asset, text(short, asset), edition=edition)
        if asset != "JPY" and min(held.get(guarantee, 0), self.market.guarantee[asset]) >= short:
            self.market.guarantee[asset] -= short
            wanted[guarantee] = held[guarantee] - short
            return Draw("guarantee", asset, text(short, asset))
        return Draw(self.sources[asset], asset, text(short, asset))

    def recover(self) -> None:
        """The insurer accepts a claim and pays it; now and then it is entered wrongly first, and corrected."""
        if not self.is_insured:
            return
        self.is_insured = False
        coin, amount = self.loss.coin, max(1, self.loss.amount // 3)
        reference = f"policy/{self.incident}"
        claim = Money("insurance", coin, text(amount, coin), reference)
        if happens(self.firm.chance, _WRONG):
            self._correct(Money("insurance", coin, text(2 * amount, coin), reference))
        for verb, words in ((incidents.claim, claim), (incidents.recover, claim)):
            self.firm.unit(MAKER, lambda unit, act, verb=verb, words=words: verb(unit, act, self.incident, words))  # type: ignore[misc]  # as above
        receivable = ("insurance_receivable", coin, self.incident)
        self.firm.checkers.wanted[receivable] = 0
        self.firm.checkers.wanted["recoveries", coin, self.incident] = amount
        self.firm.checkers.settled()

    def _correct(self, wrong: Money) -> None:
        """A wrong entry reversed, by whichever of two people asked for it; it is reversed once."""
        entry = self.firm.unit(MAKER, lambda unit, act: incidents.claim(unit, act, self.incident, wrong)).number
        asked = [
            self.firm.unit(MAKER, lambda unit, act, why=why: request_correction(unit, act, entry, why)).number  # type: ignore[misc]  # as above
            for why in ("twice the amount", "the insurer says half of it")
        ]
        self.firm.approved(asked[0])
        self.firm.refused("cho", partial(self.firm.approve, request=asked[1]), "journal.entry")
        self.firm.rejected(asked[1])
        self.firm.checkers.wanted["recoveries", wrong.asset, self.incident] = 0
        self.firm.checkers.settled()
        self.firm.figures.done["corrections"] += 1

    def step(self, day: date) -> None:
        """What is done about it on a day."""
        if self.is_closed:
            # A payment that comes back after the end is owed, and sent once more.
            self.work(day)
            return
        if not self.is_noticed:
            self.market.notice(f"{self.loss.tier}-{self.loss.coin}", self.loss.coin)
            self.is_noticed = True
            self.open()
            return
        if self.iteration == 0:
            self.determine()
            self.market.is_halted = False
            self.bring(library().choose([RESERVE_BOOK])[0].on(day))
            return
        self.work(day)
        if not self.is_done or (self.arrived and happens(self.firm.chance, 700)):
            return
        if self.is_frozen:
            self.is_frozen = False
            self.determine()
            self.bring(library().choose([RESERVE_BOOK])[0].on(day))
            return
        self.recover()
        self.end()
        self.is_closed = True
        self.firm.figures.done["incidents closed"] += 1
