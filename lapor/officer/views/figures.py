"""The summary: true numbers of the last ninety days, for the regency or one agency, of all classes or of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from lapor.complaints import queries
from lapor.officer.counting import CLASSES, DAYS, Figures, Ratio
from lapor.people.gate import open_to
from lapor.people.models import Agency
from lapor.sop.rules import KLASS_LABELS, TIM, Role
from lapor.sop.words import MONTHS

_BAR = 270  # width of a whole bar in the drawing


@open_to(*TIM, Role.HEAD, Role.BUPATI, Role.AUDITOR, Role.ADMINISTRATOR)
@require_safe
def figures(request: Any) -> HttpResponse:
    own = request.position.agency if request.position.role == Role.HEAD else None
    agencies = [] if own else list(Agency.objects.order_by("short"))
    agency = own or next((one for one in agencies if one.code == request.GET.get("opd")), None)
    klass = next((one for one in CLASSES if one == request.GET.get("jenis")), None)
    counted = Figures(at=request.now, agency=agency.pk if agency else None, klass=klass)
    steps = counted.on_time()
    mean, given = counted.stars()
    this = timezone.localtime(counted.months.this)
    before = timezone.localtime(counted.months.before)
    return render(
        request,
        "officer/figures.html",
        {
            "place": agency.short if agency else "Kabupaten Bantul",
            "days": DAYS,
            "choices": agencies,
            "agency": agency,
            "classes_told": [(one.value, gettext(KLASS_LABELS[one])) for one in CLASSES],
            "klass": klass,
            "klass_words": gettext(KLASS_LABELS[klass]) if klass else "",
            "month": f"{MONTHS[this.month - 1]} {this.year}",
            "month_before": MONTHS[before.month - 1],
            "movement": counted.movement(),
            "states": counted.by_state(),
            "classes": counted.by_class(),
            "steps": steps,
            "bars": [_bar(n, ratio) for n, ratio in enumerate(steps)],
            "worst": _named(_worst(steps)),
            "first_reply": counted.first_reply(),
            "stars": f"{mean:.1f}".replace(".", ",") if mean is not None else "",
            "starred": given,
            "late": counted.late_now(),
            "bar": counted.bar(),
            "agencies": counted.agencies(),
            "supervisory": queries.at_the_inspectorate() if request.position.role in TIM else None,
        },
    )


def _bar(n: int, ratio: Ratio) -> dict[str, Any]:
    """One bar of the drawing under its words, 38 high and _BAR wide at most."""
    top = 38 * n
    width = round(_BAR * (ratio.percent or 0) / 100)
    return {"ratio": ratio, "text": top + 13, "top": top + 18, "percent": top + 30, "width": width}


def _worst(steps: list[Ratio]) -> Ratio | None:
    """The step with the lowest share, where anything was finished and not all of it was in time."""
    told = [ratio for ratio in steps if ratio.percent is not None and ratio.percent < 100]
    return min(told, key=lambda ratio: ratio.percent or 0) if told else None


def _named(ratio: Ratio | None) -> dict[str, str] | None:
    """The number of the step and its words, to stand inside a sentence."""
    if ratio is None:
        return None
    number, _, words = ratio.label.partition(". ")
    return {"number": number, "words": words[:1].lower() + words[1:]}
