"""Two requests for hidden identities, so that the custodian of the demo has something to decide and to look back on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from lapor.complaints.models import Complaint, IdentityRequest
from lapor.complaints.steps import reveal
from lapor.demo.troupe import Troupe
from lapor.sop.rules import C, Klass, Role

_WHY: Final = "Tempat kejadiannya belum jelas, dan pertanyaan kami belum dijawab. Kami perlu menghubungi pelapor."
_AGAIN: Final = "Petugas lapangan perlu bertemu pelapor untuk menunjukkan titiknya."
_NO: Final = "Minta kelengkapan lebih dulu; sistem menyampaikannya kepada pelapor tanpa membuka namanya."
_EARLIER, _LATELY = timedelta(hours=20), timedelta(hours=2)


def play(troupe: Troupe, *, now: datetime) -> None:
    """The Tim asked twice about cases under way: one is refused, the other waits. Nothing where there is none."""
    hidden = Complaint.objects.filter(anonim=True, state__in=(C.RECEIVED, C.IN_HANDLING))
    chosen = list(hidden.exclude(klass=Klass.SUPERVISORY).order_by("-received_at")[:2])
    keepers = troupe.holders(None, Role.CUSTODIAN)
    if len(chosen) < 2 or not keepers:
        return
    verifier = troupe.holders(None, Role.VERIFIER)[0].as_actor()
    for complaint, why, at in ((chosen[0], _AGAIN, now - _LATELY), (chosen[1], _WHY, now - _EARLIER)):
        reveal.ask_identity(complaint_id=complaint.pk, actor=verifier, at=at, reason=why)
    refused = IdentityRequest.objects.select_related("asked").get(complaint=chosen[1])
    at = now - _EARLIER + timedelta(hours=1)
    reveal.deny_identity(request=refused, actor=keepers[0].as_actor(), at=at, reason=_NO)
