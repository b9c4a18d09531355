"""The determination as a whole: who waits and why, when payments are made, and what a further iteration changes."""

import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).resolve().parent.parent / "remedy"))

from incidents import CASH, HEAD, IN_KIND, LOSS, TABLES, codes, figure, hand_in, made, paid, refusal, work_out

from hikiate.cli.compensation import compensation, worked_out
from hikiate.kernel.findings import Refused

PAYEES = """customer,name,kind,country,birth,address,bank_code,branch_code,account_type,account_number,account_holder
a,山田 太郎,person,JP,1980-01-02,東京都,0001,001,ordinary,1234567,ヤマダ タロウ
b,鈴木 花子,person,JP,1990-03-04,大阪府,0001,999,ordinary,7654321,スズキ ハナコ
"""
PAYOUT = """
[payout.jpy]
originator_code = "0123456789"
originator_name = "カ）ミホントリヒキジヨ"
bank_code = "0001"
branch_code = "001"
account_type = "current"
account_number = "7654321"
value_day = 2018-03-12
"""
BTC_PRICE = """
[reference_price.BTC]
kind = "fixed"
currency = "JPY"
price = "1000000"
[reference_price.XEM]"""
SHORT = CASH.replace('amount = "50000"', 'amount = "10000"')


def outcome(rows: pl.DataFrame) -> dict[str, str]:
    """Each customer's reason to wait; blank where he is payable."""
    return dict(rows.select("customer", "reason").iter_rows())


def iterated(
    folder: Path, text: str, *, tables: dict[str, str] | None = None, beside: dict[str, str] | None = None
) -> Path:
    """Run a further iteration in a folder of its own, after the one before where there is one."""
    number = len(list(folder.glob("out*"))) + 1
    pack, incident = hand_in(folder / f"in{number}", text, tables=tables, beside=beside)
    earlier = folder / f"out{number - 1}" if number > 1 else None
    out = folder / f"out{number}"
    compensation(pack, incident, out, earlier, form="csv", as_json=False, lang="en")
    return out


def table(folder: Path, name: str) -> pl.DataFrame:
    """A table of a folder, as text."""
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


def test_nobody_is_dropped_and_each_who_waits_has_one_reason(tmp_path: Path) -> None:
    """A branch that does not exist; the rest is paid on the day on which it is funded."""
    text = CASH.replace("method =", 'payees = "payees.csv"\nmethod =') + PAYOUT
    done = made(tmp_path, text, beside={"payees.csv": PAYEES})
    assert outcome(done.rows) == {"a": "", "b": "bank_unknown"}
    assert [figure(done, f"{name}.JPY.total") for name in ("entitlement", "payable", "pending")] == [
        "35420",
        "8855",
        "26565",
    ]
    assert {"payout.pending", "payout.bank_directory", "screening.no_list"} <= codes(done)
    assert done.made.select("customer", "amount", "pay_on").rows() == [("a", 8855, done.outlay.complete_on)]
    [file] = done.clearance.files(done.made)
    assert (file.total, file.records) == (8855, 1)


def test_lists_and_exclusions_hold_payments_back(tmp_path: Path) -> None:
    """A name on a list, a frozen account; an old list is remarked, and more than that needs a person."""
    text = CASH.replace("method =", 'payees = "payees.csv"\nmethod =')
    text += '[screening]\nlists = ["own.csv"]\nfrozen = "frozen.csv"\n'
    beside = {
        "payees.csv": PAYEES,
        "own.csv": "name,aliases,address,entry,as_of\n山田太郎,,,1,2017-01-01\n",
        "frozen.csv": "customer,reason\nb,court\n",
    }
    done = made(tmp_path, text + PAYOUT, beside=beside)
    assert outcome(done.rows) == {"a": "sanctions_match", "b": "frozen"}
    assert {"screening.match", "screening.stale_list"} <= codes(done)
    assert figure(done, "payable.JPY.total") == "0"
    assert done.made.is_empty()


def test_coins_go_to_a_custodian_with_the_travel_rules_record(tmp_path: Path) -> None:
    """To another provider with a record, to an own wallet with a purpose; the rest waits."""
    tables = {
        "balances": "customer,asset,amount\na,BTC,1\nb,BTC,1\n",
        "holdings": "holding,asset,amount,owner,tier,keeper\nv,BTC,2,customer,cold,self\n",
    }
    text = IN_KIND.replace('"XEM"', '"BTC"').replace('"400"', '"2"').replace('"hot"', '"cold"')
    text = text.replace("method =", 'payees = "payees.csv"\ndestinations = "to.csv"\nmethod =')
    text += '[[funding]]\nsource = "own_funds"\nasset = "BTC"\namount = "2"\navailable_on = 2018-02-01\n'
    text += "[payout.coins]\npay_day = 2018-02-01\nwhitelist_required = false\n"
    to = "customer,asset,address,provider,provider_country,beneficiary,purpose\n"
    to += "a,BTC,bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq,Other KK,JP,山田 太郎,\n"
    done = made(tmp_path, text, tables=tables, beside={"payees.csv": PAYEES, "to.csv": to})
    assert outcome(done.rows) == {"a": "", "b": "no_destination"}
    names = {file.name: file.records for file in done.clearance.files(done.made)}
    assert len(names) == 2
    assert names["travel-rule.csv"] == 1


def test_a_payment_that_is_funded_after_the_day_of_payment_waits_for_another_run(tmp_path: Path) -> None:
    """It is due and cleared, and not among those that are made."""
    text = CASH.replace("method =", 'payees = "payees.csv"\nmethod =') + PAYOUT.replace("03-12", "03-09")
    done = made(tmp_path, text, beside={"payees.csv": PAYEES})
    assert (len(done.payments), len(done.made), len(done.paid)) == (1, 0, 0)


def test_what_is_funded_before_the_day_of_payment_is_paid_on_that_day(tmp_path: Path) -> None:
    """Customers are told the day on which the bank or the custodian pays, not that on which the money is there."""
    text = CASH.replace("method =", 'payees = "payees.csv"\nmethod =') + PAYOUT.replace("03-12", "03-20")
    done = made(tmp_path, text, beside={"payees.csv": PAYEES})
    assert (str(done.outlay.complete_on), str(done.made["pay_on"].item())) == ("2018-03-12", "2018-03-20")


def test_what_waits_is_counted_by_customer(tmp_path: Path) -> None:
    """One payment of what two assets come to, not two."""
    text = CASH.replace("method =", 'payees = "payees.csv"\nmethod =') + PAYOUT
    text = text.replace(
        "[reference_price.XEM]", LOSS.replace("XEM", "BTC").replace('"400"', '"2"').replace("hot", "cold") + BTC_PRICE
    )
    tables = {"balances": "customer,asset,amount\na,XEM,100\na,BTC,2\nc,XEM,300\n"}
    done = made(tmp_path, text, tables=tables, beside={"payees.csv": PAYEES.replace("\na,", "\nx,")})
    [waits] = [found for found in done.result.findings if found.where == "pending.JPY.no_payee"]
    assert "(customers: 2)" in waits.en.found
    assert len(done.clearance.divided.pending) == 2


def test_small_amounts_are_paid_first_and_nobody_before_another_of_his_tranche(tmp_path: Path) -> None:
    """10,000 of 35,420 yen are there: the 8,855 of one customer are within the convenience amount."""
    done = made(tmp_path, SHORT + '[convenience.JPY]\namount = "9000"\n')
    days = dict(done.payments.select("customer", "pay_on").iter_rows())
    assert (str(days["a"]), days["b"]) == ("2018-03-12", None)
    assert done.made["customer"].to_list() == ["a"]
    assert made(tmp_path / "2", SHORT).made.is_empty()


def test_the_columns_of_the_sources_sum_to_what_each_is_owed(tmp_path: Path) -> None:
    """Two sources and a rest that nobody covers."""
    text = SHORT + '[[funding]]\nsource = "group"\nasset = "JPY"\namount = "20000"\navailable_on = 2018-04-01\n'
    done = made(tmp_path, text)
    assert done.sources == ("from_own_funds", "from_group", "unfunded")
    for row in done.rows.iter_rows(named=True):
        assert sum(row[name] for name in done.sources) == row["entitlement"]
    assert [sum(done.rows[name]) for name in done.sources] == [10_000, 20_000, 5_420]


def test_a_cap_stands_among_what_the_total_is_computed_from(tmp_path: Path) -> None:
    """10,000 yen a customer."""
    done = made(tmp_path, CASH + '[cap.JPY]\namount = "10000"\n')
    assert figure(done, "entitlement.JPY.total") == "18855"
    assert "input.cap.JPY" in done.result.figures["entitlement.JPY.total"].inputs


def test_a_source_of_one_asset_pays_nothing_of_another(tmp_path: Path) -> None:
    """Coins from the group and yen from own funds, each in a column of its own."""
    text = CASH.replace('"cash"', '"mixed"') + '[mixed.XEM]\nin_kind = "1/2"\n'
    text += '[[funding]]\nsource = "group"\nasset = "XEM"\namount = "200"\navailable_on = 2018-02-01\n'
    done = made(tmp_path, text)
    assert {name: sum(done.rows[name]) for name in done.sources} == {
        "from_own_funds": 17_710,
        "from_group": 200_000_000,
        "unfunded": 0,
    }


def test_a_later_iteration_pays_the_difference_only(tmp_path: Path) -> None:
    """A price corrected upwards; the table of changes says whose amount it was."""
    first = iterated(tmp_path, CASH)
    second = iterated(tmp_path, CASH.replace("88.549", "90"))
    third = iterated(tmp_path, CASH.replace("88.549", "90"))
    assert table(first, "payments")["amount"].to_list() == ["8855", "26565"]
    assert table(second, "payments")["amount"].to_list() == ["145", "435"]
    assert table(second, "changes").select("customer", "entitlement_before", "entitlement").rows() == [
        ("a", "8855", "9000"),
        ("b", "26565", "27000"),
    ]
    assert (len(table(third, "payments")), len(table(third, "changes")), len(table(third, "paid"))) == (0, 0, 4)


def test_what_was_paid_too_much_is_said_and_nothing_is_taken_back(tmp_path: Path) -> None:
    """A price corrected downwards."""
    iterated(tmp_path, CASH)
    pack, incident = hand_in(tmp_path / "later", CASH.replace("88.549", "80"))
    done = worked_out(pack, incident, tmp_path / "out1").made
    assert "payout.overpaid" in codes(done)
    assert done.payments.is_empty()
    second = iterated(tmp_path, CASH.replace("88.549", "80"))
    assert table(second, "overpaid").rows() == [
        ("a", "JPY", "8000", "8855", "855"),
        ("b", "JPY", "24000", "26565", "2565"),
    ]
    assert len(table(tmp_path / "out1", "overpaid")) == 0


def test_a_payment_that_came_back_is_made_again_under_a_new_key(tmp_path: Path) -> None:
    """It counts as not paid; an unknown key is refused."""
    first = iterated(tmp_path, CASH)
    key = table(first, "payments")["key"][0]
    text = CASH.replace("method =", 'returned = "back.csv"\nmethod =')
    second = iterated(tmp_path, text, beside={"back.csv": f"key\n{key}\n"})
    again = table(second, "payments")
    assert (again["customer"].to_list(), again["amount"].to_list()) == (["a"], ["8855"])
    assert again["key"][0] != key
    pack, incident = hand_in(tmp_path / "x", text, beside={"back.csv": "key\nnone\n"})
    with pytest.raises(Refused) as refused:
        worked_out(pack, incident, first)
    assert [fault.code for fault in refused.value.faults] == ["payout.returned_unknown"]


def test_another_history_is_named(tmp_path: Path) -> None:
    """The balances of the second run are others; what differs is counted and listed."""
    iterated(tmp_path, CASH)
    tables = {"balances": TABLES["balances"].replace("a,XEM,100", "a,XEM,50").replace("b,XEM,300", "b,XEM,350")}
    pack, incident = hand_in(tmp_path / "later", CASH, tables=tables)
    done = worked_out(pack, incident, tmp_path / "out1").made
    assert {"payout.history_changed", "payout.overpaid"} <= codes(done)
    assert paid(done.changed.rename({"entitlement": "text"}).with_columns(entitlement=pl.lit(1))) == {
        ("a", "JPY"): 1,
        ("b", "JPY"): 1,
    }


def test_an_iteration_of_something_else_is_refused(tmp_path: Path) -> None:
    """Of another incident; its payments are not ours."""
    out = iterated(tmp_path, CASH)
    pack, incident = hand_in(tmp_path / "x", CASH.replace('id = "xem"', 'id = "nem"'))
    with pytest.raises(Refused) as refused:
        worked_out(pack, incident, out)
    assert [fault.code for fault in refused.value.faults] == ["payout.earlier_of_another"]


@pytest.mark.parametrize("file", ["paid.csv", "determination.csv", "summary.json", "part370/account.txt"])
def test_an_altered_iteration_is_refused_by_the_file(tmp_path: Path, file: str) -> None:
    """A payment may be missing from it."""
    out = iterated(tmp_path, CASH)
    content = (out / file).read_bytes()
    (out / file).write_bytes(content.replace(b"8855", b"8856", 1).replace(b'"xem"', b'"xem" ', 1))
    pack, incident = hand_in(tmp_path / "x", CASH)
    with pytest.raises(Refused) as refused:
        worked_out(pack, incident, out)
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [("payout.earlier_altered", f"out1/{file}")]


def test_an_incident_that_contradicts_the_pack_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    """Before the snapshot, and more lost than was held."""
    text = CASH.replace("2018-01-26T00:02:13", "2018-01-25T00:02:13").replace('"400"', '"401"')
    assert refusal(tmp_path, text) == [
        ("incident.before_snapshot", "incident"),
        ("incident.loss_exceeds_holdings", "incident.toml loss 1"),
    ]


def test_a_pack_without_balances_says_nothing_of_who_is_owed(tmp_path: Path) -> None:
    """And without holdings the loss cannot be held against them, which is a breach."""
    pack, incident = hand_in(tmp_path, CASH)
    (pack / "holdings.csv").unlink()
    assert "input.missing" in codes(worked_out(pack, incident, None).made)
    (pack / "balances.csv").unlink()
    with pytest.raises(Refused) as refused:
        worked_out(pack, incident, None)
    assert [fault.code for fault in refused.value.faults] == ["incident.no_balances"]


def test_two_incidents_on_one_wallet_share_what_was_held(tmp_path: Path) -> None:
    """Together within the holdings they overlap and are remarked; beyond them they are refused."""
    text = CASH.replace("method =", 'also = ["other.toml"]\nmethod =').replace('"400"', '"300"')
    other = IN_KIND.replace('id = "xem"', 'id = "earlier"').replace('"400"', '"100"')
    assert "incident.overlap" in codes(made(tmp_path / "a", text, beside={"other.toml": other}))
    elsewhere = other.replace('"XEM"', '"BTC"').replace('"100"', '"2"').replace('"hot"', '"cold"')
    assert "incident.overlap" not in codes(made(tmp_path / "b", text, beside={"other.toml": elsewhere}))
    found = refusal(tmp_path / "c", text, beside={"other.toml": other.replace('"100"', '"101"')})
    assert found == [("incident.loss_exceeds_holdings", "incident.toml loss 1")]
    with pytest.raises(Refused) as refused:
        made(tmp_path / "d", text, beside={"other.toml": other.replace('"100"', '"101"')})
    assert "together with earlier" in refused.value.faults[0].en.found
    assert "earlier による流出を含む" in refused.value.faults[0].ja.found


def test_faults_of_all_papers_are_named_together(tmp_path: Path) -> None:
    """Terms, payees, lists, exclusions, other incidents and keys; each in its own file."""
    names = 'payees = "p.csv"\nreturned = "r.csv"\nalso = ["o.toml", "u.toml"]\nmethod ='
    text = CASH.replace("method =", names) + '[screening]\nlists = ["l.csv"]\nfrozen = "f.csv"\n[payout.jpy]\nx = 1\n'
    beside: dict[str, str | bytes] = {
        "p.csv": "customer,bank_code\na,1\n",
        "r.csv": 'key\n" "\n',
        "o.toml": "id = ",
        "u.toml": b"\xff",
        "l.csv": "",
        "f.csv": "customer\na\na\n",
    }
    found = {where.partition(" ")[0] for _, where in refusal(tmp_path, text, beside=beside)}
    assert found == {"incident.toml", "p.csv", "r.csv", "o.toml", "u.toml", "l.csv", "f.csv"}


def test_files_that_are_not_there_are_named_together(tmp_path: Path) -> None:
    """Or are no tables at all."""
    text = CASH.replace("method =", 'accounts = "gone.csv"\npayees = "p.xlsx"\nmethod =')
    found = refusal(tmp_path, text, beside={"p.xlsx": "x"})
    assert found == [("input.no_file", "gone.csv"), ("input.wrong_value", "p.xlsx")]


def test_a_snapshot_of_long_before_is_remarked_unless_movements_say_what_happened_since(tmp_path: Path) -> None:
    """Ten days; with a table of movements, even an empty one, it is said what happened."""
    text = CASH.replace("2018-01-26T", "2018-02-05T")
    assert "incident.snapshot_old" in codes(made(tmp_path / "a", text))
    moved = text.replace("method =", 'movements = "m.csv"\nmethod =')
    done = made(tmp_path / "b", moved, beside={"m.csv": "at,customer,asset,movement,amount\n"})
    assert "incident.snapshot_old" not in codes(done)


def test_a_snapshot_that_does_not_reconcile_is_remarked(tmp_path: Path) -> None:
    """The chain says less than the book, of the asset that was lost."""
    statements = {
        "statements": "holding,asset,amount,as_of,source\nw,XEM,399,2018-01-25,chain\nv,BTC,2,2018-01-25,chain\n"
    }
    assert "incident.not_reconciled" in codes(made(tmp_path / "a", tables=statements))
    statements = {"statements": statements["statements"].replace("399", "400").replace("v,BTC,2", "v,BTC,1")}
    assert "incident.not_reconciled" not in codes(made(tmp_path / "b", tables=statements))


def test_a_mixture_pays_coins_and_money_from_both(tmp_path: Path) -> None:
    """603 of 1,000 in kind; both totals stand on the loss, and the money on the price, too."""
    text = CASH.replace('"cash"', '"mixed"') + '[mixed.XEM]\nin_kind = "603/1000"\n'
    text += '[[funding]]\nsource = "own_funds"\nasset = "XEM"\namount = "242"\navailable_on = 2018-02-01\n'
    done = made(tmp_path, text)
    assert [figure(done, f"entitlement.{asset}.total") for asset in ("XEM", "JPY")] == ["241.2", "14062"]
    assert done.result.figures["entitlement.JPY.total"].inputs == (
        "loss.XEM.borne",
        "input.mixed.XEM",
        "reference_price.XEM",
    )
    assert done.result.verdict == "in_order"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.sampled_from(["70", "80", "88.549", "95"]), min_size=1, max_size=4), st.data())
def test_no_chain_of_iterations_pays_more_than_the_largest_entitlement(
    tmp_path_factory: pytest.TempPathFactory, prices: list[str], data: st.DataObject
) -> None:
    """Whatever prices and funds change between the runs, and no key is ever used twice."""
    folder = tmp_path_factory.mktemp("chain")
    largest: dict[str, int] = {}
    for price in prices:
        funds = data.draw(st.sampled_from(["0", "9000", "50000"]))
        text = CASH.replace("88.549", price).replace('"50000"', f'"{funds}"') + '[convenience.JPY]\namount = "9000"\n'
        out = iterated(folder, text)
        for customer, amount in table(out, "determination").select("customer", "entitlement").iter_rows():
            largest[customer] = max(largest.get(customer, 0), int(amount))
        so_far = table(out, "paid")
        assert so_far["key"].n_unique() == len(so_far)
        for customer, amounts in so_far.group_by("customer").agg("amount").iter_rows():
            assert sum(map(int, amounts)) <= largest[customer]


def test_the_same_hand_in_gives_the_same_bytes_whatever_the_order_of_its_rows(tmp_path: Path) -> None:
    """The determination, its digests and the payments' keys."""
    first, second = tmp_path / "a", tmp_path / "b"
    for folder, rows in (
        (first, TABLES["balances"]),
        (second, "customer,asset,amount\nc,XEM,0\na,BTC,2\na,XEM,100\nb,XEM,300\n"),
    ):
        pack, incident = hand_in(folder, CASH.replace('"400"', '"333.333333"'), tables={"balances": rows})
        compensation(pack, incident, folder / "out", None, form="csv", as_json=False, lang="ja")
    for name in ("determination.csv", "payments.csv", "part370/account.txt", "timeline.csv"):
        assert (first / "out" / name).read_bytes() == (second / "out" / name).read_bytes()


def test_an_incident_says_which_law_applies(tmp_path: Path) -> None:
    """The pack's own rulebooks where it does not; an unknown one is refused."""
    done = work_out(tmp_path / "a", CASH.replace("method =", 'law = ["jp-psa"]\nmethod =')).made
    assert [book.name for book in done.result.rulebooks] == ["jp-psa"]
    assert refusal(tmp_path / "b", CASH.replace("method =", 'law = ["jp"]\nmethod =')) == [
        ("law.unknown_rulebook", "rulebooks")
    ]


def test_head_and_loss_alone_make_an_incident(tmp_path: Path) -> None:
    """In kind needs nothing more; without a source everything is short."""
    done = made(tmp_path, f'{HEAD}\nmethod = "in_kind"\n{LOSS}')
    assert figure(done, "funding.short") == "40400"
