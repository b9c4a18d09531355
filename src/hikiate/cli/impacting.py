"""Impact: what a rulebook would do to an imagined population, as a paper in both languages or as one document."""

from datetime import date, datetime
from pathlib import Path

from hikiate.cli.language import language
from hikiate.cli.leaflets import hand_out, rendered
from hikiate.cli.speech import put_json, say
from hikiate.facts.population.records import records
from hikiate.kernel.wording import Language
from hikiate.operations.impact import impact as impact_of
from hikiate.reports.impact import impact_document, impact_leaflet
from hikiate.storage.disk import write_file
from hikiate.storage.lawbooks import library

LANGUAGES: tuple[Language, ...] = ("en", "ja")


def impact(  # noqa: PLR0917 - the options of one command
    rulebook: str,
    overlays: list[Path] | None,
    on: datetime | None,
    sample: tuple[int, int, int],
    form: str,
    out: Path | None,
    *,
    as_json: bool,
    lang: str | None,
) -> None:
    """Run the study; into a folder as the paper in both languages, else in one form to standard output."""
    spoken = language(lang)
    day = on.date() if on else today()
    exchanges, draws, seed = sample
    found = impact_of(
        records(), library(overlays or []), rulebook, day=day, exchanges=exchanges, draws=draws, seed=seed
    )
    if out is None:
        document = impact_document(found)
        hand_out(impact_leaflet(found, spoken), document, form, None, as_json=as_json, spoken=spoken)
        return
    for written_in in LANGUAGES:
        leaflet = impact_leaflet(found, written_in)
        for kind in ("html", "pdf"):
            path = out / f"impact.{written_in}.{kind}"
            write_file(path, rendered(leaflet, kind))
            say(f"{'書き出しました' if spoken == 'ja' else 'written'}: {path}")
    if as_json:
        put_json(impact_document(found))


def today() -> date:
    """The day on the machine's own clock; it chooses the edition of the law and dates the paper."""
    return datetime.now().astimezone().date()
