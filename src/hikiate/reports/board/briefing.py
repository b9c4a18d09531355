"""A result about risk as the content of its board paper, whichever of the two it is."""

from hikiate.facts import faults
from hikiate.kernel.findings import Refused
from hikiate.kernel.results import MIX_SCHEMA, STRESS_SCHEMA, Result
from hikiate.kernel.wording import Language, Term
from hikiate.reports.board import mix_sections, stress_sections
from hikiate.reports.board.content import Board, Speaker

_TITLES = {
    STRESS_SCHEMA: Term(
        "Is it enough? Reserve and insurance under stress", "責任準備金と保険の十分性（ストレステスト）"
    ),
    MIX_SCHEMA: Term("The cheapest mix of reserve and insurance", "準備金と保険の最適な組合せ"),
}


def board(result: Result, language: Language) -> Board:
    """The board paper's content; Refused where the result lacks what the command writes."""
    speaker = Speaker(result, language)
    source = mix_sections if result.schema == MIX_SCHEMA else stress_sections
    try:
        return Board(
            title=_TITLES[result.schema].said(language),
            exchange=result.exchange,
            as_of=result.as_of,
            answers=source.answers(speaker),
            sections=source.sections(speaker),
        )
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        unreadable = faults.UNREADABLE.at(
            result.schema,
            value=f"{type(error).__name__}: {error}",
            wanted="a result that hikiate stress or hikiate mix wrote",
            wanted_ja="hikiate stress または hikiate mix が書き出した結果",
        )
        raise Refused([unreadable]) from error
