"""Known attacks on the figures around a proof of liabilities, each named, each failing against the close."""

from packs import closed, exchange, findings, law_with, value

HOLDINGS = "holding,asset,amount,owner,tier,keeper\n"
BALANCES = "customer,asset,amount\n"
PRICES = "day,asset,currency,price,source\n2026-09-18,BTC,JPY,10000000,x\n2026-09-18,ETH,JPY,500000,x\n"
RESERVE = "day,movement,asset,amount\n2025-05-01,provision,JPY,1000000000\n"
MONEY = "fund,JPY,1000000000,reserve,bank,self\n"
VOLUMES = "fiscal_year,item,amount\n2026-04-01,spot,1000000000000"
NOT_MET = "due 2026-09-30"


def test_attack_8_a_dummy_customers_debt_is_not_netted_against_what_others_are_owed() -> None:
    """A debt in one coin lowers neither that coin's liability nor another's; it is shown beside it."""
    balances = "customer,asset,amount,debt\na,BTC,10,0\ndummy,BTC,0,9\ndummy,ETH,1000,0"
    holdings = HOLDINGS + "c,BTC,1,customer,cold,self\ne,ETH,1000,customer,cold,self"
    got = closed({"balances": balances, "holdings": holdings, "prices": PRICES}, "jp-psa")
    assert value(got, "segregation.BTC.liability") == "10"
    assert value(got, "segregation.BTC.debt") == "9"
    assert findings(got, "segregation.short") == [f"breach segregation.short segregation.BTC {NOT_MET}"]


def test_attack_10_coins_borrowed_for_another_moment_do_not_stand_in_for_the_snapshot() -> None:
    """A wallet seen full on another day, and a statement of the hours after the snapshot, are both found."""
    of = exchange("2026-09-18T15:00:00+09:00")
    holdings = HOLDINGS.strip() + ",observed_at\nc,BTC,10,customer,cold,self,2026-09-17T12:00:00+09:00"
    statements = "holding,asset,amount,as_of,source\nc,BTC,10,2026-09-18T18:00:00+09:00,chain"
    got = closed({"holdings": holdings, "statements": statements}, of=of)
    assert sorted(findings(got)) == [
        "warning input.wrong_day holdings",
        "warning input.wrong_day statements",
        "warning recon.unconfirmed statements",
    ]
    assert "reconciliation.BTC.book" not in got.figures


def test_attack_13_plenty_of_one_coin_does_not_hide_that_another_is_missing() -> None:
    """By value there is ten times what is owed; of BTC one is missing."""
    holdings = HOLDINGS + "c,BTC,9,customer,cold,self\ne,ETH,2000,customer,cold,self"
    tables = {"balances": BALANCES + "a,BTC,10\na,ETH,1", "holdings": holdings, "prices": PRICES}
    got = closed(tables, "jp-psa")
    assert value(got, "segregation.BTC.difference") == "-1"
    assert got.verdict == "in_breach"
    assert not [name for name in got.figures if name.endswith("coverage") and name.count(".") == 1]


def test_attack_14_a_published_total_that_is_not_the_sum_of_its_parts_is_found() -> None:
    """The total says 100; the wallets for customers hold 60 and 39."""
    tables = {"holdings": HOLDINGS + "a,BTC,60,customer,cold,self\nb,BTC,39,customer,hot,self"}
    got = closed({**tables, "published": "asset,amount\nBTC,100"})
    assert value(got, "published.BTC.difference") == "1"
    assert findings(got) == ["breach recon.published_differs published.BTC"]


def test_attack_15_no_cross_rate_and_no_old_price_becomes_a_yen_price() -> None:
    """Dollar prices with a dollar rate, and yesterday's yen price, leave the value unknown."""
    prices = "day,asset,currency,price,source\n2026-09-18,BTC,USD,70000,x\n2026-09-18,USD,JPY,150,x\n"
    holdings = HOLDINGS + "c,BTC,10,customer,cold,self"
    tables = {"balances": BALANCES + "a,BTC,10", "holdings": holdings, "prices": prices + "2026-09-17,BTC,JPY,1,x"}
    got = closed(tables, "jp-psa")
    assert findings(got) == ["breach input.price_missing prices.BTC.2026-09-18", "warning input.missing statements"]
    assert "segregation.hot_fraction" not in got.figures


def test_attack_16_a_reserve_of_own_tokens_counts_as_nothing_whatever_the_haircut() -> None:
    """The exchange's own token stands at nothing even where an overlay takes the haircut off."""
    tables = {
        "volumes": VOLUMES,
        "reserve": RESERVE + "2025-05-01,provision,HKT,1000000",
        "holdings": HOLDINGS + MONEY + "t,HKT,1000000,reserve,cold,self",
        "tokens": "asset,name,issuer,peg,raises_funds,listed_on\nHKT,House token,Aoba Exchange,,,",
        "prices": "day,asset,currency,price,source\n2026-09-18,HKT,JPY,100000,x",
    }
    for law in (
        law_with("jp-2026-reported", "haircut_crypto", "off"),
        law_with("jp-2026-reported", "haircut_crypto", "0"),
    ):
        got = closed(tables, "jp-2026-reported", law=law)
        assert value(got, "reserve.fund") == "1000000000"
        assert findings(got, "reserve.not_eligible") == ["warning reserve.not_eligible reserve.HKT"]


def test_attack_17_insurance_that_may_refuse_counts_as_nothing() -> None:
    """One lapses today, one covers another event, one leaves the cold wallets out: the credit is nothing."""
    policy = """[[policy]]
    id = "{id}"
    insurer = "Kaijo"
    third_party = true
    perils = ["{peril}"]
    tiers = [{tiers}]
    limit = "90000000000"
    starts = 2025-09-18
    ends = {ends}
    notice_days = 90
    """
    policies = "".join(
        policy.format(id=name, peril=peril, tiers=tiers, ends=ends)
        for name, peril, tiers, ends in (
            ("lapsed", "theft", '"cold"', "2026-09-18"),
            ("excluded", "employee_error", '"cold"', "2026-09-19"),
            ("hot_only", "theft", '"hot"', "2026-09-19"),
        )
    )
    holdings = HOLDINGS + MONEY + "c,BTC,10,customer,cold,self"
    tables = {"volumes": VOLUMES, "reserve": RESERVE, "holdings": holdings}
    got = closed(tables, "jp-2026-reported", policies=policies)
    assert value(got, "reserve.insurance_credit") == "0"
    assert value(got, "reserve.shortfall") == "19000000000"
    assert sorted(findings(got, "insurance")) == [
        "warning insurance.lapsed insurance.lapsed",
        "warning insurance.not_eligible insurance.excluded",
        "warning insurance.not_eligible insurance.hot_only",
    ]


def test_attack_18_an_error_of_units_on_crediting_stops_the_figures_over_all_assets() -> None:
    """620,000 BTC owed against 46,000 held is found before anything is computed from it."""
    tables = {
        "balances": BALANCES + "a,BTC,620000",
        "holdings": HOLDINGS + "c,BTC,46000,customer,cold,self",
        "prices": PRICES,
    }
    got = closed(tables, "jp-psa")
    assert findings(got, "liability") == ["breach liability.implausible segregation.BTC.liability"]
    assert "segregation.hot_fraction" not in got.figures


def test_attack_19_a_tier_that_is_cold_in_name_does_not_count_as_cold() -> None:
    """A guarantee online is none, and a third party's wallet needs a provider whose oversight stands."""
    holdings = HOLDINGS + "h,BTC,0.5,customer,hot,self\ng,BTC,0.5,guarantee,hot,self\nm,BTC,9.5,customer,cold,multisig"
    tables = {"balances": BALANCES + "a,BTC,10", "holdings": holdings, "prices": PRICES}
    got = closed({**tables, "providers": "provider,name,role,number,notified_on,ends_on,jurisdiction"}, "jp-psa")
    assert value(got, "segregation.BTC.guarantee") == "0"
    assert sorted(findings(got)) == [
        "breach provider.unregistered providers.multisig",
        f"breach segregation.guarantee_short segregation.BTC.guarantee {NOT_MET}",
        "warning input.missing statements",
        "warning segregation.hot_loss_uncovered segregation.BTC.after_hot_loss",
        "warning segregation.tier_unfit holdings.g.BTC",
    ]


def test_attack_20_repair_days_are_business_days_from_the_day_after() -> None:
    """From Friday before Silver Week five business days end on Wednesday of the week after, not on Friday the 25th."""
    tables = {"balances": BALANCES + "a,BTC,10", "holdings": HOLDINGS + "c,BTC,9,customer,cold,self", "prices": PRICES}
    assert findings(closed(tables, "jp-psa"), "segregation.short") == [
        "breach segregation.short segregation.BTC due 2026-09-30"
    ]
    weekend = closed(tables, "jp-psa", of=exchange("2026-09-20"))
    assert findings(weekend, "segregation.short") == ["breach segregation.short segregation.BTC due 2026-09-30"]
