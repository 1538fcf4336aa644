"""The pages by subject. Each view reads the request, makes one call and answers.

DESK are the roles that hold cases: those of the regency's team and those of an OPD.
"""

from lapor.sop.rules import AGENCY_ROLES, TIM

DESK = (*TIM, *AGENCY_ROLES)
