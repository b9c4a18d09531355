"""What a determination announces: the public notice in both languages, and what later statements say of it."""

from typing import get_args

from hikiate.facts.exchange import Exchange
from hikiate.kernel.results import document_text
from hikiate.kernel.wording import Language
from hikiate.operations.compensate import Compensation
from hikiate.remedy.announcement import announcement_document, announcement_of
from hikiate.remedy.incident import Incident
from hikiate.reports.compensation.letter_html import letter_html
from hikiate.reports.compensation.notice import notice_letter
from hikiate.storage.statements import ANNOUNCEMENT_FILE

LANGUAGES: tuple[Language, ...] = get_args(Language)


def announced(made: Compensation, incident: Incident, exchange: Exchange) -> dict[str, bytes]:
    """The files by name; nothing of any one customer is in them."""
    told = announcement_of(incident, exchange)
    scales = {asset.name: asset.scale for asset in exchange.assets.values()}
    files = {ANNOUNCEMENT_FILE: document_text(announcement_document(told)).encode()}
    for language in LANGUAGES:
        letter = notice_letter(made.result, told, made.outlay, payments=made.payments, scales=scales, language=language)
        other = next(name for name in LANGUAGES if name != language)
        files[f"notice.{language}.html"] = letter_html(letter, other=f"notice.{other}.html").encode()
    return files
