"""Surveillance of a pack's trades in one process, without the check of the pack, which a close does anyway.

Prints the seconds from opened pack to alerts.
"""

import sys
import time
from datetime import datetime
from pathlib import Path

from hikiate.conduct.surveillance.events import Announcement
from hikiate.conduct.surveillance.measures import Measures
from hikiate.facts.exchange import read_exchange
from hikiate.facts.pack import Pack
from hikiate.operations.surveil import surveil
from hikiate.storage.packs import open_pack

if __name__ == "__main__":
    raw = open_pack(Path(sys.argv[1]))
    pack = Pack(read_exchange(raw.exchange), raw.digest, {})
    at = datetime.fromisoformat("2026-09-10T12:00:00+09:00")
    started = time.perf_counter()
    surveil(raw, pack, None, [Announcement("benchmark", at, ("BTC",))], Measures())
    print(time.perf_counter() - started)
