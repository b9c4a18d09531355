"""Lives by their seeds: which store each is lived on, and what is said where one breaks."""

import subprocess
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from simulation.figures import Figures
from simulation.life import Life
from simulation.stores import opened, room

DAYS = 100
ROOT = Path(__file__).resolve().parents[2]

_STORES = {10: "sqlite", 5: "sqlite", 0: "postgresql"}


def store_of(seed: int) -> str:
    """Of twenty lives two are lived on SQLite and one on PostgreSQL, the others in memory."""
    return _STORES.get(seed % 20, "memory")


@dataclass(frozen=True, slots=True)
class Asked:
    """A life that is wanted: its seed, how many days, on which store; `server` is where PostgreSQL listens."""

    seed: int
    days: int
    store: str
    server: str = ""


@dataclass
class Lived:
    """What became of a life: its figures, its last decision, and what broke, in words and as a trace."""

    asked: Asked
    figures: Figures = field(default_factory=Figures)
    day: str = ""
    head: str = ""
    broken: str = ""
    trace: str = ""

    @property
    def said(self) -> str:
        """Everything that it takes to see the same again."""
        asked = self.asked
        call = f"make replay SEED={asked.seed} DAYS={asked.days} STORE={asked.store}"
        return (
            f"BREAK seed {asked.seed}, store {asked.store}, {self.day}, commit {commit()}\n"
            f"  {self.broken}\n  {call}\n{self.trace}"
        )


def lived(asked: Asked) -> Lived:
    """A life from its first day to its last, or to where it breaks."""
    outcome = Lived(asked)
    with room() as folder, opened(asked.store, folder, asked.server) as store:
        life = Life(asked.seed, store, folder, outcome.figures)
        try:
            life.live(asked.days)
        except Exception as error:  # noqa: BLE001 - whatever is raised here, the life is broken
            outcome.broken, outcome.trace = f"{type(error).__name__}: {error}", traceback.format_exc()
        outcome.day, outcome.head = life.day.isoformat(), store.desk.book.decisions.digest
    return outcome


def commit() -> str:
    """The commit that stands here, with a plus where files differ from it."""
    try:
        head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - git is found where the user has it
        changed = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - as above
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return head.stdout.strip() + ("+" if changed.stdout.strip() else "")
