"""Oversight: how the exchange watches over those to whom it entrusts keys, coins and systems (Order Art. 16).

Tests in order, for every provider on whom a holding rests: (1) a keeper has an entry in the registry; (2) every
provider further down the chain stands in `providers`, with a number in force where its role has one; then, for every
entry: (3) the contract runs on the day; (4) no certificate has ended; (5) it was reviewed, and within the months that
the exchange promised; (6) there is an exit plan and a substitute. Last (7): nothing touches a watched platform.

How often a provider must be reviewed is published nowhere: Order Art. 16(ii) says regularly, or as needed. The number
of months is therefore the exchange's own; without it only a provider that was never reviewed is found.

Example: 60 of customers' 100 by value rest on a custodian: provider.custodian.share 0.6.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from hikiate.conduct.providers import findings
from hikiate.conduct.providers.dependence import Dependence, dependence
from hikiate.conduct.providers.watch import watched
from hikiate.facts.registry import Oversight, Registry
from hikiate.facts.tables import Holding, Provider
from hikiate.kernel.amounts import Rounding, grouped_text, rounded
from hikiate.kernel.days import months_after
from hikiate.kernel.wording import Term
from hikiate.law.rulebooks import Edition
from hikiate.rules.keepers import objection
from hikiate.rules.roundings import to_places
from hikiate.rules.sheet import Sheet

OWN_VIEW = "Hikiate: concentration of providers (Hikiate 独自の集中度指標)"

_CUSTOMERS = {"customer", "guarantee"}
_WITHOUT_NUMBER = "cloud"
_PLACES = 8
_DOWN = to_places(Rounding.DOWN, _PLACES)


def oversight(sheet: Sheet, edition: Edition | None) -> None:
    """Write `provider.<id>.value` and `.share`, and find where oversight falls short; nothing without a registry.

    `edition` is a rulebook that says who may keep assets, from which the article is taken; None where none does.
    """
    registry = sheet.pack.registry
    if registry is None:
        return
    citation = edition["keepers"].citation.text if edition else ""
    rests = dependence(registry, sheet.pack.holdings or ())
    _chains(sheet, registry, rests, citation)
    for entry in registry.providers:
        _entry(sheet, registry, entry, len(rests.resting.get(entry.provider, ())), citation)
    watched(sheet, registry)
    _concentration(sheet, rests)


def provider_objection(sheet: Sheet, provider: str) -> Term | None:
    """Why a provider does not stand in `providers` on the day; None where it does."""
    rows = [row for row in sheet.pack.providers or () if row.provider == provider]
    if not rows:
        return Term("not in providers", "providers に記載のない委託先")
    objections = [_row_objection(sheet, row) for row in rows]
    return None if None in objections else objections[0]


def _row_objection(sheet: Sheet, row: Provider) -> Term | None:
    """As for a keeper, but a cloud has no number: nobody registers or notifies it."""
    if row.role == _WITHOUT_NUMBER and row.number is None:
        row = row._replace(number=row.provider)
    return objection(sheet, row)


def _chains(sheet: Sheet, registry: Registry, rests: Dependence, citation: str) -> None:
    for provider, holdings in rests.resting.items():
        count = grouped_text(len(holdings))
        if provider in rests.keepers:
            if registry.of(provider) is None:
                found = findings.NOT_OVERSEEN.at(
                    f"provider.{provider}", citation=citation, provider=provider, count=count
                )
                sheet.find(found)
            continue
        reason = provider_objection(sheet, provider)
        if reason is not None:
            above = ", ".join(rests.through.get(provider, ()))
            through = Term(f" through {above}", f"、経由: {above}") if above else ""
            sheet.find(
                findings.CHAIN_UNREGISTERED.at(
                    f"provider.{provider}", citation=citation, reason=reason, count=count, through=through
                )
            )


def _entry(sheet: Sheet, registry: Registry, entry: Oversight, resting: int, citation: str) -> None:
    where = f"provider.{entry.provider}"
    reason = _contract_objection(entry, sheet.day)
    if reason is not None:
        sheet.find(findings.CONTRACT_NOT_RUNNING.at(where, citation=citation, reason=reason, contract=entry.contract))
    for certificate in entry.certificates:
        if certificate.ends <= sheet.day:
            ended = findings.CERTIFICATE_LAPSED.at(
                f"{where}.{certificate.name}", citation=citation, certificate=certificate.name, ends=certificate.ends
            )
            sheet.find(ended)
    _review(sheet, registry, entry, citation)
    lacking = _lacking_exit(entry)
    if resting and lacking is not None:
        sheet.find(findings.NO_EXIT.at(where, citation=citation, lacking=lacking, count=grouped_text(resting)))


def _contract_objection(entry: Oversight, day: date) -> Term | None:
    if entry.contract_starts > day:
        return Term(f"begins only on {entry.contract_starts}", f"契約開始日が {entry.contract_starts}")
    if entry.contract_ends is not None and entry.contract_ends <= day:
        return Term(f"ended on {entry.contract_ends}", f"契約が {entry.contract_ends} に終了した委託先")
    return None


def _review(sheet: Sheet, registry: Registry, entry: Oversight, citation: str) -> None:
    months, where = registry.review_months, f"provider.{entry.provider}.review"
    due = None
    if entry.last_review is None:
        reason = Term("never reviewed", "検証の記録がない委託先")
        wanted = Term("a review, regularly or as needed", "定期的な、または必要に応じた検証")
    elif months is not None and (due := months_after(entry.last_review, months)) < sheet.day:
        reason = Term(f"last reviewed on {entry.last_review}", f"最後の検証が {entry.last_review} の委託先")
        wanted = Term(
            f"a review within {months} months, as the exchange itself promised",
            f"{months} か月以内の検証（取引所が自ら定めた頻度）",
        )
    else:
        return
    sheet.find(findings.REVIEW_OVERDUE.at(where, citation=citation, due=due, reason=reason, wanted=wanted))


def _lacking_exit(entry: Oversight) -> Term | None:
    if not entry.exit_plan and not entry.substitute:
        return Term("an exit plan and a substitute are", "移行計画と代替先の記載")
    if not entry.exit_plan:
        return Term("an exit plan is", "移行計画の記載")
    return None if entry.substitute else Term("a substitute is", "代替先の記載")


def _concentration(sheet: Sheet, rests: Dependence) -> None:
    """How much of customers' assets, by value, rests on each provider; withheld while a price is missing."""
    rows = [row for row in sheet.pack.holdings or () if row.owner in _CUSTOMERS and row.amount > 0]
    currency = sheet.exchange.reporting_currency
    total = _value(sheet, "all", rows)
    if total is None:
        return
    whole = sheet.figures.derive(
        "providers.value",
        total[0],
        currency,
        rule=Term("sum over assets of amount times price", "資産ごとの数量×価格の合計"),
        citation=OWN_VIEW,
        inputs=total[1],
    )
    for provider, resting in rests.resting.items():
        value = _value(sheet, provider, [row for row in resting if row.owner in _CUSTOMERS])
        if value is None or not value[1]:
            continue
        resting_value = sheet.figures.derive(
            f"provider.{provider}.value",
            value[0],
            currency,
            rule=Term(
                "amount times price of what rests on the provider, directly or through others",
                "直接または再委託を通じて当該委託先に依存する数量×価格の合計",
            ),
            citation=OWN_VIEW,
            inputs=value[1],
        )
        sheet.figures.derive(
            f"provider.{provider}.share",
            rounded(resting_value.number / whole.number, _PLACES, Rounding.DOWN),
            "ratio",
            rule=Term(f"its value over providers.value, {_DOWN.en}", f"依存額÷全体の評価額（{_DOWN.ja}）"),
            citation=OWN_VIEW,
            inputs=[resting_value.name, whole.name],
        )


def _value(sheet: Sheet, about: str, rows: Sequence[Holding]) -> tuple[Fraction, list[str]] | None:
    """The value of holdings and the leaves it stands on; None where one of them has no price."""
    value, leaves = Fraction(0), []
    for asset in dict.fromkeys(row.asset for row in rows):
        of_asset = [row for row in rows if row.asset == asset]
        priced = sheet.price(asset)
        if priced is None:
            return None
        amount = sheet.amount(sum(row.amount for row in of_asset), asset)
        source = sheet.source("holdings", of_asset)
        leaves += [sheet.figures.fact(f"input.provider.{about}.{asset}", amount, asset, source), priced[1]]
        value += amount * priced[0]
    return value, leaves
