"""The public pages: nothing on them by accident, kept by caches, in the language of their address."""

import json
import re
from pathlib import Path

import pytest
from callers import admin
from django.test import Client

from hikiate.desk.desks import Desk
from hikiate.facts.incident_policy import KEY
from hikiate.kernel.findings import Refused
from hikiate.operations.workspace.ports import Act

PAGES = ("/public/ja/", "/public/en/", "/public/ja/policy/", "/public/en/policy/", "/public/verification/")
DATA = ("coverage", "reserve", "roots", "disputes", "policy")
POLICY = """
[incident_policy]
decided_on = 2026-04-01
method = "in_kind"
en = "<b>All of it</b>, in kind."
ja = "<b>全額</b>を同種・同量でお返しします。"
[[incident_policy.step]]
within = 5
days = "business"
en = "Payment begins."
ja = "返還を開始します。"
[[incident_policy.step]]
within = 0
days = "calendar"
en = "Withdrawals stop."
ja = "出金を停止します。"
"""


def publish(desk: Desk, *parts: str, act: Act | None = None) -> None:
    """Publish parts."""
    from hikiate.web.public.publishing import publish as publish_parts  # noqa: PLC0415 - once an office is open

    publish_parts(desk, act or admin(), parts)


def every_part() -> tuple[str, ...]:
    """The name of every part."""
    from hikiate.web.public.publishing import PARTS  # noqa: PLC0415 - as above

    return tuple(PARTS)


def test_nothing_is_public_before_an_administrator_says_so(any_desk: Desk) -> None:
    """Not the name of the firm, no number, no document; and afterwards only the part that was named."""
    client = Client()
    for path in PAGES:
        page = client.get(path)
        assert page.status_code == 200
        assert "見本取引所" not in page.content.decode()
    assert {client.get(f"/public/data/{name}.json").status_code for name in DATA} == {404}
    with pytest.raises(Refused):
        publish(any_desk, "coverage", act=Act("suzuki", admin().at))
    with pytest.raises(Refused):
        publish(any_desk, "balances")
    publish(any_desk, "coverage")
    page = client.get("/public/ja/").content.decode()
    assert "見本取引所" in page
    assert "責任準備金" not in page
    assert client.get("/public/data/coverage.json").status_code == 200
    assert client.get("/public/data/reserve.json").status_code == 404
    publish(any_desk)
    assert "見本取引所" not in client.get("/public/ja/").content.decode()


def test_the_reserve_stands_with_its_legal_status(any_desk: Desk) -> None:
    """A reported plan is never shown as law; amounts as they were closed."""
    publish(any_desk, *every_part())
    page = Client().get("/public/ja/").content.decode()
    assert re.search(r'<span class="badge reported">報道</span>', page)
    data = Client().get("/public/data/reserve.json").json()
    assert data["reserve"]["required"]["status"] == "reported"
    assert data["reserve"]["required"]["value"].isdigit()
    coverage = Client().get("/public/data/coverage.json").json()["assets"]
    assert {"BTC", "JPY"} <= {row["asset"] for row in coverage}


@pytest.mark.parametrize("path", [*PAGES, "/public/data/index.json", "/public/data/coverage.json"])
def test_caches_keep_a_page_until_it_changes(desk: Desk, path: str) -> None:
    """An ETag, no cookie, nothing that depends on who asks; another tag once the book has changed."""
    publish(desk, *every_part())
    first = Client().get(path)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert not first.cookies
    assert "Cookie" not in first.headers.get("Vary", "")
    again = Client().get(path, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publish(desk, "coverage")
    assert Client().get(path, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_the_address_says_the_language(desk: Desk) -> None:
    """Whatever the browser or a cookie says; `/public/` leads to what the browser prefers."""
    publish(desk, "coverage")
    client = Client()
    client.cookies["hikiate_language"] = "ja"
    english = client.get("/public/en/", headers={"accept-language": "ja"})
    assert '<html lang="en">' in english.content.decode()
    assert english.headers["Content-Language"] == "en"
    for preferred, language in (("ja", "ja"), ("en-US,en;q=0.9", "en"), ("fr", "ja")):
        led = Client().get("/public/", headers={"accept-language": preferred})
        assert (led.status_code, led.headers["Location"]) == (302, f"/public/{language}/")
        assert led.headers["Vary"] == "Accept-Language"


def test_nothing_of_the_pages_comes_from_outside(desk: Desk) -> None:
    """No script, no outside address, no inline style; the verification page allows its own script by its digest."""
    publish(desk, *every_part())
    for path in PAGES[:-1]:
        page = Client().get(path)
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        assert not re.findall(r'(?:src|href)="https?://|<script|style="', page.content.decode())
    policy = Client().get("/public/verification/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/=]+'; .*frame-ancestors 'none'", policy)


def test_the_policy_is_the_packs_own_and_its_words_are_no_markup(desk: Desk) -> None:
    """From the pack of the newest close, in the order of its steps."""
    from hikiate.web.api.closes import newest_close  # noqa: PLC0415 - as above

    publish(desk, "policy")
    assert "公表している方針はありません" in Client().get("/public/ja/policy/").content.decode()
    close = newest_close()
    from hikiate.storage.database.workspace import table  # noqa: PLC0415 - as above

    pack = table("CloseDone").objects.get(result=close).pack
    file = desk.store.place("packs", pack) / "policies.toml"
    file.write_text(file.read_text(encoding="utf-8") + POLICY, encoding="utf-8")
    publish(desk, "policy", "coverage")
    page = Client().get("/public/ja/policy/").content.decode()
    assert "&lt;b&gt;全額&lt;/b&gt;" in page
    assert page.index("出金を停止します。") < page.index("返還を開始します。")
    assert "第23条第3項" in page
    data = Client().get("/public/data/policy.json").json()["policy"]
    assert [step["within"] for step in data["steps"]] == [0, 5]
    file.write_text(f"[{KEY}]\n", encoding="utf-8")
    publish(desk, "policy")
    assert "公表している方針はありません" in Client().get("/public/ja/policy/").content.decode()


def test_day_roots_are_shown_with_their_chain(desk: Desk) -> None:
    """Each follows the one before, or the page says that it does not."""
    vectors = Path(__file__).parents[1] / "vectors" / "proofs" / "included"
    root = min(vectors.rglob("ROOT.json"))
    plain = json.loads(root.read_text(encoding="utf-8"))
    for day, as_of, previous in (
        ("1", "2026-09-17T23:59:59+09:00", None),
        ("2", "2026-09-18T23:59:59+09:00", "0" * 64),
    ):
        folder = desk.folder / "proofs" / day
        folder.mkdir(parents=True)
        (folder / "ROOT.json").write_text(json.dumps({**plain, "as_of": as_of, "previous": previous}), encoding="utf-8")
    (desk.folder / "proofs" / "3").mkdir()
    (desk.folder / "proofs" / "3" / "ROOT.json").write_text("{", encoding="utf-8")
    publish(desk, "proofs")
    page = Client().get("/public/ja/").content.decode()
    assert page.count("不一致") >= 2
    roots = Client().get("/public/data/roots.json").json()["roots"]
    assert [row["sound"] for row in roots] == [False, False]
    assert Client().get(roots[0]["path"]).json()["day_root"] == plain["day_root"]
    publish(desk)
    assert Client().get(roots[0]["path"]).status_code == 404


def test_strange_addresses_are_not_found(desk: Desk) -> None:
    """In the page's language, without a cookie."""
    assert desk.folder.is_dir()
    for path in ("/public/fr/", "/public/ja/../../etc/passwd", "/public/data/..%2fsecret.json", "/public/roots/x.json"):
        answer = Client().get(path)
        assert answer.status_code == 404
        assert not answer.cookies
    assert Client().post("/public/ja/").status_code == 405
