"""Papers made of a kept close and its pack: risk, the world's rulebooks, providers, tokens, transfers, trades.

Each is what its command writes of the same pack. Making one takes from a fraction of a second to some seconds, so the
last ones stay in memory; the same close and law give the same paper.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from hikiate.book.records import CloseDone
from hikiate.conduct.surveillance.measures import Measures
from hikiate.conduct.tokens import findings
from hikiate.conduct.tokens.classification import Classified, NotInForce, classify
from hikiate.conduct.tokens.facts import facts_of
from hikiate.conduct.tokens.procedure import procedure
from hikiate.conduct.transfers.rules import usual_rules
from hikiate.facts.faults import NOT_A_CHOICE
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.raw import RawPack
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.operations.compare import compare
from hikiate.operations.stress import stress
from hikiate.operations.surveil import surveil
from hikiate.operations.transfers import Promises, oversee
from hikiate.reports.board.page import html as board_page
from hikiate.reports.board.paper import pdf as board_paper
from hikiate.reports.comparison import comparison_leaflet
from hikiate.reports.dossiers.alerts import alerts_dossier
from hikiate.reports.dossiers.dossier import Dossier
from hikiate.reports.dossiers.page import page as dossier_page
from hikiate.reports.dossiers.paper import paper as dossier_paper
from hikiate.reports.dossiers.registry import registry_dossier
from hikiate.reports.dossiers.tokens import tokens_dossier
from hikiate.reports.dossiers.transfers import transfers_dossier
from hikiate.reports.leaflet_page import leaflet_html
from hikiate.reports.leaflet_paper import leaflet_pdf
from hikiate.risk.simulation import Run
from hikiate.storage.lawbooks import library, transfer_regimes
from hikiate.storage.packs import open_pack
from hikiate.storage.results import read_result
from hikiate.storage.workspace.file_store import FileStore

Form = Literal["html", "pdf"]

RISK_YEARS = 1_000_000
RISK_SEED = 1

_KEPT_MAX = 32
_WORKERS = 2
_REGIME = "jp"


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper is made of: a pack as it was kept, as it was read, and the result of its close."""

    raw: RawPack
    pack: Pack
    result: Result


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper by its name: what it is called, what it answers, and how it is made of a pack and its close."""

    name: str
    title: Term
    answers: Term
    made: Callable[[Source, Language, Form], bytes]
    names_customers: bool = False
    needs: tuple[str, ...] = ()
    """The tables of which the pack must have one."""


def _comparison(source: Source, language: Language, form: Form) -> bytes:
    books = library()
    made = compare(source.pack, [books.choose([name])[0] for name in books.rulebooks])
    leaflet = comparison_leaflet(made, language)
    return leaflet_pdf(leaflet) if form == "pdf" else leaflet_html(leaflet).encode()


def _risk(source: Source, language: Language, form: Form) -> bytes:
    with ThreadPoolExecutor(_WORKERS) as executor:
        made = stress(source.pack, source.result, {}, Run(RISK_YEARS, RISK_SEED, executor, _WORKERS))
    return board_paper(made, language) if form == "pdf" else board_page(made, language).encode()


def _providers(source: Source, language: Language, form: Form) -> bytes:
    return _of_dossier(registry_dossier(source.pack, source.result), language, form)


def _tokens(source: Source, language: Language, form: Form) -> bytes:
    pack = source.pack
    if pack.tokens is None:
        raise Refused([findings.NO_TOKENS.at("tokens")])
    law, day = procedure(_REGIME), pack.exchange.day
    try:
        found = tuple(classify(facts_of(row), law, day) for row in pack.tokens)
    except NotInForce as error:
        wanted = law.in_force_from.isoformat()
        raise Refused([findings.NOT_IN_FORCE.at("as_of", value=day.isoformat(), wanted=wanted)]) from error
    origin = [Term(f"pack {pack.digest}", f"パックのダイジェスト {pack.digest}")]
    return _of_dossier(tokens_dossier(Classified(law, day, found, ()), pack.exchange.name, origin), language, form)


def _transfers(source: Source, language: Language, form: Form) -> bytes:
    """By the law of the pack's jurisdiction, and against no list: lists are named in the command."""
    name = usual_rules(source.pack.exchange.jurisdiction)
    books = transfer_regimes().rulebooks
    if name not in books:
        raise Refused([NOT_A_CHOICE.at("exchange.toml key jurisdiction", value=name, choices=", ".join(books))])
    overseen = oversee(source.pack, books[name], [], Promises())
    return _of_dossier(transfers_dossier(source.pack, overseen), language, form)


def _surveillance(source: Source, language: Language, form: Form) -> bytes:
    """Without the register of inside information, which not everybody may know who reads of trades."""
    surveyed = surveil(source.raw, source.pack, None, [], Measures())
    return _of_dossier(alerts_dossier(surveyed, source.pack, None), language, form)


def _of_dossier(dossier: Dossier, language: Language, form: Form) -> bytes:
    return dossier_paper(dossier, language) if form == "pdf" else dossier_page(dossier, language).encode()


PAPERS: Mapping[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper(
            "risk",
            Term("Is reserve and insurance enough?", "準備金と保険の十分性"),
            Term(
                "The chance that a year's losses are not paid in full, who pays in named scenarios, and how quickly.",
                "1年間の損失を全額補償できない確率、想定シナリオごとの負担者と支払までの日数を示します。",
            ),
            _risk,
        ),
        Paper(
            "comparison",
            Term("The world's rulebooks side by side", "各国・地域の規制との比較"),
            Term(
                "What each rulebook asks of the same holdings, in what form, and what is short.",
                "同じ保有状況に対して各規制が求める額と形態、不足額を並べて示します。",
            ),
            _comparison,
        ),
        Paper(
            "providers",
            Term("Providers, and what rests on them", "委託先と依存関係"),
            Term(
                "Registration, contracts, reviews and exit of every provider, and which holdings rest on whom.",
                "委託先ごとの登録・契約・点検・代替手段と、どの有高がどこに依存しているかを示します。",
            ),
            _providers,
        ),
        Paper(
            "tokens",
            Term("What each token is by law", "取扱暗号資産の法的区分"),
            Term(
                "The class of each token with the reasons, and the duties that follow.",
                "銘柄ごとの区分とその理由、区分に応じた義務を示します。",
            ),
            _tokens,
            needs=("tokens",),
        ),
        Paper(
            "transfers",
            Term("Transfers: travel rule and unhosted wallets", "移転: 通知義務・非ホスト型ウォレット"),
            Term(
                "What may leave, what is held and why, by the law of the jurisdiction; names customers.",
                "移転ごとの可否と保留の理由を、法域の規則により示します（利用者の情報を含みます）。",
            ),
            _transfers,
            names_customers=True,
            needs=("withdrawals", "deposits"),
        ),
        Paper(
            "surveillance",
            Term("Surveillance of trades", "売買審査"),
            Term(
                "Trades with oneself and back and forth, which a person must look at; names accounts.",
                "自己取引・往復取引など、担当者による確認を要する約定を示します（口座の情報を含みます）。",
            ),
            _surveillance,
            names_customers=True,
            needs=("trades",),
        ),
    )
}
"""Every paper by its name, in the order in which they are offered."""


@lru_cache(_KEPT_MAX)
def made_of(store: FileStore, close: CloseDone, name: str, language: Language, form: Form) -> bytes:
    """A paper of a kept close; KeyError for a name that is none, Refused where the pack does not allow it."""
    raw = open_pack(store.place("packs", close.pack))
    source = Source(raw, read_pack(raw), read_result(store.place("results", close.result)))
    return PAPERS[name].made(source, language, form)
