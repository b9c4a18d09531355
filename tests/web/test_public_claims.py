"""A customer's claim status by a private link: the own lines and nobody else's, and nothing to be guessed."""

import csv
import io
import sys
from pathlib import Path

import pytest
from callers import admin
from django.test import Client

from hikiate.book.records import Batch, Payment
from hikiate.desk import incidents as steps
from hikiate.desk.desks import Desk
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace import incidents, payouts
from hikiate.operations.workspace.approvals import approve
from hikiate.operations.workspace.people import set_limit
from hikiate.operations.workspace.ports import Act

sys.path.append(str(Path(__file__).parent.parent / "cli"))
from incident_papers import LOSS, determination, seal, settlement

WAITS = "C9999"


def open_incident(desk: Desk, folder: Path, payments: int = 3) -> None:
    """An incident with so many payments of 1,000 yen that are payable, and one that waits."""
    determination(folder, payments)
    steps.open_incident(desk, admin(), LOSS.encode(), "incident.toml")
    request = steps.take_determination(desk, admin(), "theft", folder).number
    with desk.book.unit() as unit:
        set_limit(unit, admin(), "approver", "JPY", ("1000000", "1000000"))
    approve_by(desk, request)


def approve_by(desk: Desk, request: int) -> None:
    """Have suzuki approve a request."""
    with desk.book.unit() as unit:
        approve(unit, Act("suzuki", admin().at), request, "", desk.effects)


def pay(desk: Desk, folder: Path, returned: tuple[str, ...] = ()) -> None:
    """Pay what is payable out, and take in what the bank made of it."""
    with desk.book.unit() as unit:
        drawn = incidents.request_draw(unit, admin(), "theft", incidents.Draw("own_funds", "JPY", "3000")).number
    approve_by(desk, drawn)
    with desk.book.unit() as unit:
        made = payouts.make_batch(unit, admin(), "theft", "JPY")
    with desk.book.unit() as unit:
        batch = next(unit.rows(Batch, incident="theft", batch=made.number))
    approve_by(desk, batch.request)
    released = steps.release(desk, admin(), "theft", made.number)
    settlement(released.handed, folder / "settled.csv", returned)
    steps.take_settlement(desk, admin(), "theft", made.number, folder / "settled.csv")


def link_of(desk: Desk, customer: str, days: int = 30) -> str:
    """The path of a new link."""
    from hikiate.web.public.claim_links import make_links  # noqa: PLC0415 - once an office is open

    (made,) = make_links(desk, admin(), "theft", days, [customer])
    return made.path


def test_a_customer_sees_the_own_lines(any_desk: Desk, tmp_path: Path) -> None:
    """Entitled, then paid or come back; what waits, and why, in plain Japanese."""
    open_incident(any_desk, tmp_path / "determination")
    first, second, waits = (link_of(any_desk, name) for name in ("C0001", "C0002", WAITS))
    page = Client().get(first)
    assert page.status_code == 200
    text = page.content.decode()
    assert "C0001" in text
    assert "C0002" not in text
    assert "お支払い準備中" in text
    pay(any_desk, tmp_path, returned=("K0002",))
    assert "お支払い済み" in Client().get(first).content.decode()
    back = Client().get(second).content.decode()
    assert "送金先の金融機関等から資金が戻されたためです。" in back
    waiting = Client().get(waits).content.decode()
    assert "保留中" in waiting
    assert "送付先" in waiting
    assert "Waits" in Client().get(waits.replace("/ja/", "/en/")).content.decode()


def test_the_page_is_private(desk: Desk, tmp_path: Path) -> None:
    """No cache keeps it, no engine finds it, no other site learns its address, no cookie is set."""
    open_incident(desk, tmp_path / "determination")
    page = Client().get(link_of(desk, "C0001"))
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not page.cookies
    assert 'name="robots" content="noindex' in page.content.decode()


def test_a_match_on_a_list_is_told_to_nobody(desk: Desk, tmp_path: Path) -> None:
    """Whoever is looked into reads that a check is not finished, as in the letters."""
    folder = tmp_path / "determination"
    determination(folder, 1)
    text = (folder / "pending.csv").read_text(encoding="utf-8")
    (folder / "pending.csv").write_text(text.replace("no_destination", "sanctions_match"), encoding="utf-8")
    (folder / "files.json").unlink()
    seal(folder)
    steps.open_incident(desk, admin(), LOSS.encode(), "incident.toml")
    request = steps.take_determination(desk, admin(), "theft", folder).number
    with desk.book.unit() as unit:
        set_limit(unit, admin(), "approver", "JPY", ("1000000", "1000000"))
    approve_by(desk, request)
    page = Client().get(link_of(desk, WAITS)).content.decode()
    assert "確認が終わっていないためです" in page
    assert "制裁" not in page
    assert "sanctions" not in page


def test_a_link_ends_with_its_day_and_with_a_newer_one(any_desk: Desk, tmp_path: Path) -> None:
    """And only its digest was ever kept."""
    from hikiate.web.public.claim_links import end_links  # noqa: PLC0415 - as above
    from hikiate.web.public.models import ClaimLink  # noqa: PLC0415 - as above

    open_incident(any_desk, tmp_path / "determination")
    first = link_of(any_desk, "C0001")
    token = first.split("/")[-2]
    assert token not in str(list(ClaimLink.objects.values()))
    second = link_of(any_desk, "C0001")
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    ClaimLink.objects.filter(ended_at="").update(expires_at="2026-11-01T00:00:00.000000Z")
    assert Client().get(second).status_code == 404
    third = link_of(any_desk, "C0001")
    assert end_links(any_desk, admin(), "theft") == 1
    assert end_links(any_desk, admin(), "theft") == 0
    assert Client().get(third).status_code == 404


def test_guessing_is_slowed_down_and_kept(any_desk: Desk, tmp_path: Path) -> None:
    """By where it comes from; a good link from the same place is answered all the same."""
    from hikiate.web.public.claim_links import GUESSES_MAX  # noqa: PLC0415 - as above
    from hikiate.web.public.models import Guess  # noqa: PLC0415 - as above

    open_incident(any_desk, tmp_path / "determination")
    good, client = link_of(any_desk, "C0001"), Client()
    wrong = [f"/public/ja/claims/{'A' * 42}{number}/" for number in range(GUESSES_MAX)]
    assert {client.get(path).status_code for path in wrong} == {404}
    slowed = client.get(f"/public/en/claims/{'B' * 43}/")
    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "900")
    assert client.get(good).status_code == 200
    assert client.get(wrong[0], REMOTE_ADDR="198.51.100.7").status_code == 404
    assert Guess.objects.count() == GUESSES_MAX + 1
    assert "127.0.0.1" not in str(list(Guess.objects.values()))


def test_the_file_of_links_holds_no_formula(any_desk: Desk, tmp_path: Path) -> None:
    """A customer's number that begins like a formula is text to whatever opens the file."""
    from hikiate.web.public.claim_links import harmless, links_csv, make_links  # noqa: PLC0415 - as above

    folder = tmp_path / "determination"
    determination(folder, 1)
    for name in ("payments", "paid"):
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        (folder / f"{name}.csv").write_text(text.replace("C0001", "=cmd|' /C calc'!A0"), encoding="utf-8")
    (folder / "files.json").unlink()
    seal(folder)
    steps.open_incident(any_desk, admin(), LOSS.encode(), "incident.toml")
    request = steps.take_determination(any_desk, admin(), "theft", folder).number
    with any_desk.book.unit() as unit:
        set_limit(unit, admin(), "approver", "JPY", ("1000000", "1000000"))
    approve_by(any_desk, request)
    made = make_links(any_desk, admin(), "theft", 30)
    rows = list(csv.reader(io.StringIO("".join(links_csv(made, "https://x.example")))))
    assert [row[1] for row in rows] == ["customer", "'=cmd|' /C calc'!A0", WAITS]
    assert all(row[2].startswith("https://x.example/public/ja/claims/") for row in rows[1:])
    for begin in ("=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"):
        assert harmless(begin) == f"'{begin}"
    page = Client().get(made[0].path).content.decode()
    assert "&#x27; /C calc" in page


@pytest.mark.parametrize(
    ("incident", "days", "customers"),
    [("none", 30, []), ("theft", 0, []), ("theft", 401, []), ("theft", 30, ["C0001", "nobody"])],
)
def test_links_that_cannot_be_are_refused(
    desk: Desk, tmp_path: Path, incident: str, days: int, customers: list[str]
) -> None:
    """And none of them is made."""
    from hikiate.web.public.claim_links import make_links  # noqa: PLC0415 - as above
    from hikiate.web.public.models import ClaimLink  # noqa: PLC0415 - as above

    open_incident(desk, tmp_path / "determination")
    with pytest.raises(Refused):
        make_links(desk, admin(), incident, days, customers)
    with pytest.raises(Refused):
        make_links(desk, Act("tanaka", admin().at), "theft", 30)
    assert ClaimLink.objects.count() == 0


def test_markup_in_a_customers_number_stays_text(desk: Desk, tmp_path: Path) -> None:
    """Whatever stands in the ledger."""
    from hikiate.web.public.models import ClaimLink  # noqa: PLC0415 - as above

    open_incident(desk, tmp_path / "determination")
    path = link_of(desk, "C0001")
    ClaimLink.objects.update(customer="<script>alert(1)</script>")
    page = Client().get(path).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert desk.book.count(Payment, incident="theft") == 4
