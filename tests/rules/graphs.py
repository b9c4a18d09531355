"""What holds of the figures of every result, whatever the pack: each stands on something, down to facts and law."""

from hikiate.kernel.results import Result, document, result


def assert_sound(closed: Result) -> None:
    """Every figure is cited, is no stronger than its inputs, and ends in facts or law; the result reads back whole."""
    for figure in closed.figures.values():
        assert figure.citation, figure.name
        assert figure.rule.en, figure.name
        assert figure.rule.ja, figure.name
        assert (figure.value is None) == (figure.status.value == "undecided"), figure.name
        if figure.inputs:
            ranks = [closed.figures[name].status.rank for name in figure.inputs]
            assert figure.status.rank >= max(ranks), figure.name
        else:
            assert figure.name.startswith(("input.", "law.")), figure.name
    assert result(document(closed)) == closed
