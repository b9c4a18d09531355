"""What a password may not hold beyond the usual: the name of the software, and the words of the firm's own name."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from hikiate.kernel.findings import Refused
from hikiate.kernel.wording import Term
from hikiate.web.console.days import last_close

_SOFTWARE = ("hikiate", "引当")
_LETTERS_MIN = 4
"""A shorter word of a name, such as Co or the, says nothing of the firm."""
_REFUSED = Term(
    "The password may not hold the name of the firm or of this software.",
    "パスワードに会社名や本ソフトウェアの名称を含めることはできません。",
)


class NoNameOfTheFirm:
    """Refuses what somebody would guess who knows where the password is used."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ANN401 - Django's
        """Nothing, or a ValidationError."""
        del user
        if any(word in password.casefold() for word in (*_SOFTWARE, *words_of_the_firm())):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """The rule in words."""
        return _REFUSED.said("en" if get_language() == "en" else "ja")


def words_of_the_firm() -> list[str]:
    """The longer words of the name under which the last day was closed; none where no close can be read."""
    try:
        kept = last_close()
    except Refused:
        kept = None
    name = kept.result.exchange if kept is not None else ""
    return [word for word in re.split(r"\W+", name.casefold()) if len(word) >= _LETTERS_MIN]
