"""What is raised where the simulation finds an invariant broken, and where it lets the process crash."""


class Break(AssertionError):
    """An invariant that does not hold."""


class Crash(BaseException):
    """The process ends here; whatever catches errors does not catch this one."""


def holds(condition: object, words: str) -> None:
    """Break where a condition does not hold."""
    if not condition:
        raise Break(words)
