"""What is published from the command line: parts switched on, and private links of an incident's customers."""

from pathlib import Path

from hikiate.cli.desks import Asked
from hikiate.cli.speech import put, put_json
from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.storage.disk import PRIVATE, write_file
from hikiate.web.settings import prepare


def publish(asked: Asked, parts: list[str]) -> None:
    """Publish these parts and no others."""
    desk = prepare(asked.workspace)
    from hikiate.web.public import publishing  # noqa: PLC0415 - Django must be set up first

    done = publishing.publish(desk, asked.acting, parts)
    if asked.as_json:
        put_json({"schema": "hikiate/done/1", "verb": "public.publish", "number": done.number, "already": done.already})
        return
    _tell(asked)


def show(asked: Asked) -> None:
    """What is published now."""
    prepare(asked.workspace)
    from hikiate.web.public.publishing import PARTS, published  # noqa: PLC0415 - as above

    if asked.as_json:
        on = published()
        put_json({"schema": "hikiate/published/1", "parts": {part: part in on for part in PARTS}})
        return
    _tell(asked)


def links(asked: Asked, incident: str, out: Path, customers: list[str], wanted: tuple[int, str]) -> None:
    """Make links for an incident's customers and write them as CSV; `wanted` is days and the address before paths."""
    days, address = wanted
    if out.exists():
        raise Refused([faults.NOT_EMPTY.at(str(out))])
    desk = prepare(asked.workspace)
    from hikiate.web.public.claim_links import links_csv, make_links  # noqa: PLC0415 - as above

    made = make_links(desk, asked.acting, incident, days, customers)
    write_file(out, "".join(links_csv(made, address.rstrip("/"))).encode("utf-8-sig"), PRIVATE)
    if asked.as_json:
        put_json({"schema": "hikiate/claim-links/1", "incident": incident, "links": len(made), "out": str(out)})
        return
    words = Term(
        f"{len(made):,} links, which open what names a customer: {out}",
        f"{len(made):,} 件のリンクを出力しました（利用者本人の情報を表示します。取扱いに注意してください）: {out}",
    )
    put(words.said(asked.spoken))


def end_links(asked: Asked, incident: str) -> None:
    """End every link of an incident."""
    desk = prepare(asked.workspace)
    from hikiate.web.public.claim_links import end_links as end  # noqa: PLC0415 - as above

    ended = end(desk, asked.acting, incident)
    if asked.as_json:
        put_json({"schema": "hikiate/done/1", "verb": "public.end-links", "number": ended, "already": not ended})
        return
    put(Term(f"{ended:,} links ended", f"{ended:,} 件のリンクを無効にしました").said(asked.spoken))


def _tell(asked: Asked) -> None:
    from hikiate.web.public.publishing import PARTS, published  # noqa: PLC0415 - as above

    on = published()
    yes, no = Term("published", "公開"), Term("not published", "非公開")
    width = max(map(len, PARTS))
    lines = [
        f"{part:<{width}}  {(yes if part in on else no).said(asked.spoken)}  {term.said(asked.spoken)}"
        for part, term in PARTS.items()
    ]
    put("\n".join(lines))
