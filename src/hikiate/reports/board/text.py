"""x."""

from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language


def text(result: Result, language: Language) -> str:
    return "\n".join(
        f"{f.name} = {f.value} {f.unit}" for f in result.figures.values() if f.name.startswith(("risk", "scen"))
    )
