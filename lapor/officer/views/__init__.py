"""The pages by subject. Each view reads the request, makes one call and answers.

DESK are the roles that hold cases: those of the regency's team, of an OPD, and of the Inspektorat.
"""

from __future__ import annotations

from django.utils.translation import gettext

from lapor.complaints.numbers import BadNumber
from lapor.sop.rules import AGENCY_ROLES, INSPECTORATE, TIM

DESK = (*TIM, *AGENCY_ROLES, *INSPECTORATE)


def bad_number(fault: BadNumber) -> str:
    """The same sentence, without the receipt: an official has none."""
    first = gettext(str(fault)).partition(". ")[0]
    return f"{first}. {gettext('Periksa nomornya.')}"
