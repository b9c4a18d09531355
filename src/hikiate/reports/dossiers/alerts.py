"""Alerts as a dossier: what was seen and why it was said, what became of it, and the studies behind it."""

from datetime import datetime
from typing import Literal

from hikiate.conduct.insiders.register import Register
from hikiate.conduct.surveillance.alerts import Alert
from hikiate.conduct.surveillance.events import Study
from hikiate.conduct.surveillance.measures import Measures
from hikiate.conduct.surveillance.surveyed import Surveyed
from hikiate.facts.pack import Pack
from hikiate.kernel.amounts import Rounding, percent_text, rounded
from hikiate.kernel.wording import Term
from hikiate.reports.dossiers.dossier import Dossier, Section, Table, column

KINDS = {
    "insider": Term("trade of a listed person", "名簿記載者の売買"),
    "event": Term("market moved before an announcement", "公表前の市場変動"),
    "position": Term("position before an announcement", "公表前の持高"),
    "self_trade": Term("both sides of one owner", "同一所有者間の約定"),
    "ping_pong": Term("back and forth", "往復売買"),
}
_OPEN = Term("open", "未処理")
_NONE = Term("none", "なし")
_TOO_FEW = Term("too few stretches", "区間不足")


def outcomes(register: Register | None) -> dict[str, str]:
    """What became of each alert that was triaged: the last outcome, and its reason."""
    entries = register.of("triaged") if register else []
    return {entry.values["alert"]: f"{entry.values['outcome']}: {entry.values['words']}" for entry in entries}


def alerts_dossier(surveyed: Surveyed, pack: Pack, register: Register | None) -> Dossier:
    """What was seen in the trades of a pack."""
    lookup = outcomes(register)
    words = [_measured(surveyed.measures)]
    if not surveyed.has_parties:
        words.append(
            Term(
                "The trades have no columns buyer and seller, so nothing can be said of accounts.",
                "約定に buyer・seller の列がないため、口座ごとの検知は行っていません。",
            )
        )
    words.append(
        Term(
            "Layering and spoofing are not looked for: they are orders taken back before they trade, and a pack has "
            "trades alone. What the trades cannot show is listed in docs/explanation/surveillance.md.",
            "見せ玉（レイヤリング・スプーフィング）は検知していません。約定前に取り消される注文によるもので、パックには"
            "約定しかないためです。約定から分からないことは docs/explanation/surveillance.md に記載しています。",
        )
    )
    return Dossier(
        Term("Surveillance of trades", "売買審査"),
        pack.exchange.name,
        pack.exchange.snapshot_at.isoformat(),
        (
            Section(Term("Alerts", "検知事項"), tuple(words), (_alerts(surveyed.alerts, lookup, pack),)),
            Section(Term("Event studies", "イベントスタディ"), tables=(_studies(surveyed.studies, pack),)),
        ),
        (Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}"),),
    )


def _moment(moment: datetime, pack: Pack, timespec: Literal["seconds", "minutes"]) -> str:
    """A moment on the clock of the snapshot."""
    return moment.astimezone(pack.exchange.snapshot_at.tzinfo).isoformat(" ", timespec)


def _measured(measures: Measures) -> Term:
    share, tail = percent_text(measures.position_share), percent_text(measures.tail)
    return Term(
        f"An alert is a question and no verdict. Measures (this software's own): stretches of "
        f"{measures.stretch_words.en} over {measures.look_back.days} days, tail {tail}, positions from {share} of the "
        f"volume, pairs from {measures.pair_trades} trades a day.",
        f"検知は確認の契機であり、判断ではありません。基準（本ソフトウェア独自）: 区間 {measures.stretch_words.ja}、"
        f"遡及 {measures.look_back.days} 日、順位確率 {tail}、持高は市場数量の {share} 以上、往復売買は1日 "
        f"{measures.pair_trades} 件以上。",
    )


def _alerts(alerts: tuple[Alert, ...], lookup: dict[str, str], pack: Pack) -> Table:
    rows = tuple(
        (
            alert.id,
            KINDS[alert.kind],
            alert.subject,
            alert.market,
            _moment(alert.starts, pack, "seconds"),
            alert.words,
            lookup.get(alert.id, _OPEN),
        )
        for alert in alerts
    )
    heads = (
        column("alert", "番号"),
        column("kind", "種類"),
        column("about", "対象"),
        column("market", "市場"),
        column("from", "開始"),
        column("why", "検知の理由"),
        column("outcome", "処理"),
    )
    return Table(Term("Alerts", "検知事項の一覧"), heads, rows, Term("nothing was seen", "検知事項はありません"))


def _studies(studies: tuple[Study, ...], pack: Pack) -> Table:
    rows = tuple(
        (
            study.announcement.name,
            _moment(study.announcement.at, pack, "minutes"),
            study.market,
            str(study.stretches),
            _TOO_FEW if study.volume_rank is None else str(study.volume_rank),
            "" if study.move is None else percent_text(rounded(study.move, 4, Rounding.HALF_UP)),
            str(study.move_rank or ""),
            Term("told", "検知") if study.is_told else Term("quiet", "該当なし"),
        )
        for study in studies
    )
    heads = (
        column("announcement", "公表"),
        column("at", "日時"),
        column("market", "市場"),
        column("other stretches", "他の区間数", numeric=True),
        column("rank of volume", "数量の順位確率", numeric=True),
        column("move", "変動率", numeric=True),
        column("rank of move", "変動率の順位確率", numeric=True),
        column("result", "結果"),
    )
    return Table(Term("Studies", "分析の一覧"), heads, rows, _NONE)
