"""The pages by subject. Each view reads the request, makes one call and answers.

DESK are the roles that hold cases, TIM those of the regency's team, AGENCY those of an OPD.
"""

from lapor.sop.rules import Role

TIM = (Role.VERIFIER, Role.CHAIR)
AGENCY = (Role.OPERATOR, Role.OFFICER, Role.UNIT, Role.HEAD)
DESK = (*TIM, *AGENCY)
