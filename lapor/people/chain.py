"""What chained records share: where a chain begins, and the hash that covers a link's facts and the hash before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

GENESIS = "0" * 64


def digest(facts: Mapping[str, object]) -> str:
    """Hex sha256 over a canonical JSON of these facts: the same facts, the same hash, on every machine."""
    canonical = json.dumps(dict(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
