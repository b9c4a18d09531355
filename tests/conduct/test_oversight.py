"""Oversight of providers: who rests on whom, what of it is found, and how much of customers' assets rests on each."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "rules"))

from packs import closed, pack

from hikiate.conduct.providers.dependence import chain, dependence
from hikiate.conduct.providers.notices import notices
from hikiate.facts.pack import Pack
from hikiate.kernel.days import months_after
from hikiate.kernel.results import Result

TABLES = {
    "balances": "customer,asset,amount\nc1,BTC,10",
    "holdings": """holding,asset,amount,owner,tier,keeper,address
cold,BTC,4,customer,cold,self,
vault,BTC,6,customer,cold,vault,
hot,BTC,0,customer,hot,self,
own,BTC,5,own,cold,vault,0xAb""",
    "prices": "day,asset,currency,price,source\n2026-09-18,BTC,JPY,100,x",
    "providers": """provider,name,role,number,notified_on,ends_on,jurisdiction
vault,Vault,custodian,1,2024-01-01,,JP
cloud,Cloud,cloud,,,,JP
signer,Signer,wallet_system,,2024-01-01,,US""",
}
ENTRY = """
[[provider]]
id = "{0}"
contract = "C"
contract_starts = 2024-01-01
services = ["custody"]
last_review = 2026-03-18
exit_plan = "E"
substitute = "S"
"""
VAULT = ENTRY.format("vault")
WAY_OUT = 'exit_plan = "E"\nsubstitute = "S"\n'
CERTIFICATE = "[[provider.certificate]]\nname = 'C'\nends = "
CLOUD = ENTRY.format("cloud")


def close(registry: str | None, tables: dict[str, str] | None = None, *rulebooks: str) -> Result:
    """The close of the pack with this registry."""
    return closed(TABLES | (tables or {}), *(rulebooks or ("jp-psa",)), registry=registry)


def found(result: Result) -> list[tuple[str, str]]:
    """What was found about providers, with its place."""
    return [
        (finding.code.removeprefix("provider."), finding.where)
        for finding in result.findings
        if finding.code.startswith("provider.")
    ]


def test_without_a_registry_nothing_is_said_and_no_figure_is_written() -> None:
    """A pack as it was before the registry closes as before."""
    result = close(None)
    assert found(result) == []
    assert not any(name.startswith("provider") for name in result.figures)


def test_a_provider_that_is_overseen_is_in_order_and_has_its_share() -> None:
    """6 of customers' 10 rest on the vault; the exchange's own coins do not count."""
    result = close(f"review_months = 6\n{VAULT}")
    assert found(result) == []
    assert result.figures["providers.value"].value == "1000"
    assert result.figures["provider.vault.value"].value == "600"
    assert result.figures["provider.vault.share"].value == "0.6"


def test_the_share_of_a_sub_provider_is_that_of_all_who_rest_on_it() -> None:
    """The cold wallet rests on the cloud by name, the vault through its contract: all ten do."""
    registry = VAULT + 'sub_providers = ["cloud"]\n' + CLOUD + 'holdings = ["cold"]\n'
    result = close(registry)
    assert found(result) == []
    assert result.figures["provider.cloud.share"].value == "1"


def test_a_missing_price_withholds_concentration_with_its_finding() -> None:
    """No share is made of a part."""
    result = close(VAULT, {"prices": "day,asset,currency,price,source\n2026-09-17,BTC,JPY,100,x"})
    assert "provider.vault.share" not in result.figures
    assert "input.price_missing" in {finding.code for finding in result.findings}


def test_worthless_coins_make_no_share_by_division_by_nothing() -> None:
    """A total of nothing, because nothing is held for customers."""
    result = close(VAULT, {"holdings": "holding,asset,amount,owner,tier,keeper\nown,BTC,5,own,cold,vault"})
    assert result.figures["providers.value"].value == "0"
    assert "provider.vault.share" not in result.figures


@pytest.mark.parametrize(
    ("registry", "wanted"),
    [
        ("", [("not_overseen", "provider.vault")]),
        (VAULT.replace("starts = 2024", "starts = 2027"), [("contract_not_running", "provider.vault")]),
        (f"{VAULT}contract_ends = 2026-09-18", [("contract_not_running", "provider.vault")]),
        (f"{VAULT}contract_ends = 2026-09-19", []),
        (f"{VAULT}{CERTIFICATE}2026-09-18", [("certificate_lapsed", "provider.vault.C")]),
        (f"{VAULT}{CERTIFICATE}2026-09-19", []),
        (VAULT.replace("last_review = 2026-03-18\n", ""), [("review_overdue", "provider.vault.review")]),
        (f"review_months = 6{VAULT}", []),
        (f"review_months = 5{VAULT}", [("review_overdue", "provider.vault.review")]),
        (VAULT.replace('exit_plan = "E"\n', ""), [("no_exit", "provider.vault")]),
        (VAULT.replace('substitute = "S"\n', ""), [("no_exit", "provider.vault")]),
        (VAULT.replace(WAY_OUT, ""), [("no_exit", "provider.vault")]),
        (VAULT + ENTRY.format("idle").replace('exit_plan = "E"\n', ""), []),
        (f'{VAULT}sub_providers = ["stranger"]', [("chain_unregistered", "provider.stranger")]),
        (f'{VAULT}sub_providers = ["signer"]', [("chain_unregistered", "provider.signer")]),
        (f'{VAULT}{CLOUD}holdings = ["cold"]', []),
        (f'{VAULT}{ENTRY.format("ghost")}holdings = ["cold"]', [("chain_unregistered", "provider.ghost")]),
    ],
)  # fmt: skip
def test_what_falls_short_is_found_at_its_provider(registry: str, wanted: list[tuple[str, str]]) -> None:
    """One short-coming, one finding; on the day an end is reached, and not the day before."""
    result = close(registry)
    assert found(result) == wanted
    shown = [finding for finding in result.findings if finding.code.startswith("provider.")]
    assert all(finding.citation for finding in shown)
    assert result.verdict == "in_order" or any(f.code == "segregation.short" for f in result.findings)


def test_a_cloud_whose_notification_ended_is_found_and_one_without_a_number_is_not() -> None:
    """Nobody numbers clouds; but an end that is written down counts."""
    ended = TABLES["providers"].replace("cloud,Cloud,cloud,,,,JP", "cloud,Cloud,cloud,,,2026-09-01,JP")
    result = close(f'{VAULT}sub_providers = ["cloud"]', {"providers": ended})
    assert found(result) == [("chain_unregistered", "provider.cloud")]


def test_a_review_overdue_is_due_when_its_months_were_over() -> None:
    """The promise, counted from the last review."""
    [finding] = [f for f in close(f"review_months = 5{VAULT}").findings if f.code == "provider.review_overdue"]
    assert finding.due == date(2026, 8, 18)


def test_oversight_goes_on_where_no_rulebook_speaks_of_keepers() -> None:
    """Then without an article."""
    result = close("", {}, "jp-2026-reported")
    [finding] = [f for f in result.findings if f.code == "provider.not_overseen"]
    assert finding.citation == ""


WATCHED = """
[[watched]]
name = "Offshore"
providers = ["off-1"]
addresses = ["0xaB", "bc1qx"]
source = "a warning"
published_on = 2026-01-01
"""
WITHDRAWALS = "withdrawal,requested_at,customer,asset,amount,address,platform\n"
DEPOSITS = "deposit,received_at,customer,asset,amount,address,platform\n"


@pytest.mark.parametrize(
    ("row", "touches"),
    [
        ("w1,2026-09-18T10:00:00+09:00,c1,BTC,1,0xAB,", True),
        ("w1,2026-09-18T10:00:00+09:00,c1,BTC,1,bc1qX,", False),
        ("w1,2026-09-18T10:00:00+09:00,c1,BTC,1,bc1qx,", True),
        ("w1,2026-09-18T10:00:00+09:00,c1,BTC,1,else,Offshore", True),
        ("w1,2026-09-18T10:00:00+09:00,c1,BTC,1,else,off-1", True),
        ("w1,2026-09-18T10:00:00+09:00,c1,BTC,1,else,offshore", False),
        ("w1,2026-09-19T10:00:00+09:00,c1,BTC,1,0xab,", False),
    ],
)
def test_a_transfer_with_a_watched_platform_is_found(row: str, *, touches: bool) -> None:
    """By its address or by what the customer said; one after the snapshot is another day's."""
    holdings = {"holdings": TABLES["holdings"].replace("0xAb", "")}
    for name, table in (("withdrawals", WITHDRAWALS + row), ("deposits", DEPOSITS + row)):
        wanted = [("platform_watched", f"{name}.Offshore")] if touches else []
        assert found(close(VAULT + WATCHED, {name: table, **holdings})) == wanted


def test_holdings_at_a_watched_platform_are_found_by_keeper_or_address_and_counted() -> None:
    """Seven are found, five are named."""
    rows = "".join(f"\nh{number},BTC,1,own,cold,off-1," for number in range(6))
    result = close(VAULT + WATCHED + ENTRY.format("off-1"), {"holdings": TABLES["holdings"] + rows})
    [finding] = [f for f in result.findings if f.code == "provider.platform_watched"]
    assert finding.where == "holdings.Offshore"
    assert finding.en.found.startswith("7 holdings touch Offshore")
    assert finding.en.found.endswith("own, h0, h1, h2, h3 +2")


def test_chains_are_walked_once_and_nearest_first() -> None:
    """Two ways to one provider make it one provider."""
    made = pack(
        TABLES, registry=VAULT + 'sub_providers = ["cloud", "signer"]\n' + CLOUD + 'sub_providers = ["signer"]\n'
    )
    assert made.registry is not None
    assert chain(made.registry, ["vault"]) == ["vault", "cloud", "signer"]
    rests = dependence(made.registry, made.holdings or ())
    assert rests.providers == ("vault", "cloud", "signer")
    assert rests.through == {"cloud": ("vault",), "signer": ("vault", "cloud")}
    assert rests.keepers == {"vault"}


def with_registry(registry: str | None, providers: str) -> Pack:
    """A pack of providers."""
    return pack({"providers": providers}, registry=registry)


def test_every_change_of_a_provider_is_a_notice() -> None:
    """Engaged, gone, and each column and key that differs; what is as it was is not told."""
    head = TABLES["providers"].partition("\n")[0]
    before = with_registry(
        VAULT + 'sub_providers = ["a"]\n', f"{head}\nvault,Vault,custodian,1,2024-01-01,,JP\nold,Old,cloud,,,,US"
    )
    after = with_registry(
        VAULT + 'sub_providers = ["a", "b"]\ncontract_ends = 2028-01-01\n' + CLOUD,
        f"{head}\nvault,Vault KK,custodian,1,2024-01-01,2027-01-01,JP\nnew,New,custodian,9,2026-01-01,,JP",
    )
    told = [(n.provider, n.change.en, n.about.en, n.before, n.after) for n in notices(before, after)]
    assert told == [
        ("vault", "changed", "name", "Vault", "Vault KK"),
        ("vault", "changed", "end of registration", "", "2027-01-01"),
        ("new", "engaged", "provider", "", "New / 9 / 2026-01-01 / JP"),
        ("old", "no longer engaged", "provider", "Old / US", ""),
        ("vault", "changed", "end of contract", "", "2028-01-01"),
        ("vault", "changed", "sub-providers", "a", "a, b"),
        ("cloud", "oversight begun", "contract", "", "C"),
    ]
    [ended] = [n for n in notices(after, with_registry(VAULT, head)) if n.provider == "cloud"]
    assert (ended.change.ja, ended.before, ended.after) == ("監督の終了", "C", "")
    certified = VAULT + CERTIFICATE + "2027-01-01"
    [renewed] = notices(with_registry(certified, head), with_registry(certified.replace("2027", "2028"), head))
    assert (renewed.about.en, renewed.before, renewed.after) == ("certificates", "C (2027-01-01)", "C (2028-01-01)")
    assert notices(after, after) == ()
    assert notices(with_registry(None, head), with_registry(None, head)) == ()


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(day: date, months: int, wanted: date) -> None:
    """No month is skipped because it is short."""
    assert months_after(day, months) == wanted
