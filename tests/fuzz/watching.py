"""One input under watch: read, or refused in words, within seconds and within memory; anything else is a failure."""

import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from hikiate.cli.speech import say_refused
from hikiate.kernel.findings import Refused

SECONDS_MAX = 10
"""How long one input may compute; seconds of this process, whatever else the machine does."""
BYTES_MAX = 1 << 30
"""How much the process may grow by one input."""


class TooSlow(BaseException):
    """An input that computed for too long; no `except Exception` of what is tried can hold it."""


@dataclass(frozen=True)
class Target:
    """What reads input from outside: its name, the form of the input, inputs to begin with, how much it is tried."""

    name: str
    form: str
    read: Callable[[bytes], object]
    seeds: Callable[[], list[bytes]]
    share: float = 4


@dataclass
class Failure:
    """An input that was neither read nor refused."""

    kind: str
    place: str
    said: str
    data: bytes


@dataclass
class Watch:
    """What became of all inputs of a target."""

    target: Target
    inputs: int = 0
    read: int = 0
    refused: int = 0
    slowest_seconds: float = 0.0
    slowest: bytes = b""
    failures: dict[tuple[str, str], Failure] = field(default_factory=dict)
    crashes: int = 0

    def __call__(self, data: bytes) -> Failure | None:
        """Read one input."""
        self.inputs += 1
        began, before = time.process_time(), _peak_bytes()
        failure = None
        try:
            with _within(SECONDS_MAX):
                self.target.read(data)
            self.read += 1
        except Refused as refused:
            failure = _unsaid(refused, data)
            self.refused += failure is None
        except TooSlow as slow:
            failure = Failure("too slow", _place(slow), f"more than {SECONDS_MAX} seconds", data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            failure = Failure(type(error).__name__, _place(error), str(error)[:300], data)
        spent = time.process_time() - began
        if spent > self.slowest_seconds:
            self.slowest_seconds, self.slowest = spent, data
        if failure is None and _peak_bytes() - before > BYTES_MAX:
            failure = Failure("too much memory", self.target.name, f"{_peak_bytes() - before:,} bytes", data)
        if failure is not None:
            self.crashes += 1
            self._keep(failure)
        return failure

    def _keep(self, failure: Failure) -> None:
        """The shortest input of each kind of failure."""
        key = failure.kind, failure.place
        if key not in self.failures or len(failure.data) < len(self.failures[key].data):
            self.failures[key] = failure


def _unsaid(refused: Refused, data: bytes) -> Failure | None:
    """A refusal must have faults, and they must be sayable in both languages and as JSON."""
    if not refused.faults:
        return Failure("refused without a fault", _place(refused), "", data)
    try:
        say_refused(refused, "ja", as_json=False)
        say_refused(refused, "en", as_json=True)
    except Exception as error:  # noqa: BLE001 - as above
        return Failure(f"unsaid: {type(error).__name__}", _place(refused), str(error)[:300], data)
    return None


def _place(error: BaseException) -> str:
    """Where in the software it was raised: the last frame that is its own."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "hikiate" in Path(frame.filename).parts]
    last = (own or frames)[-1]
    return f"{'/'.join(Path(last.filename).parts[-2:])}:{last.lineno}"


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def limit_memory(bytes_more: int = 4 << 30) -> None:
    """Let this process have so much more address space, so that a blow-up fails and takes nobody with it."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + bytes_more, hard))


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Raise TooSlow where the process computes for longer; its own time, so that a busy machine harms nobody."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
