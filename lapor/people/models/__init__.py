"""Who works where: persons, agencies with their office calendars and units, dated positions, and the journal.

`Position` is the only source of roles. A person may hold several and acts in one at a time. `Change` says who
changed what of all this, and when.
"""

from lapor.people.models.agency import Agency, AgencyKind, Reorganisation, Unit
from lapor.people.models.journal import Change
from lapor.people.models.office_time import Calendar, Holiday
from lapor.people.models.person import Person
from lapor.people.models.position import AGENCY_ROLES, POSITION_ROLES, Acting, Position, PositionQuerySet

__all__ = [
    "AGENCY_ROLES",
    "POSITION_ROLES",
    "Acting",
    "Agency",
    "AgencyKind",
    "Calendar",
    "Change",
    "Holiday",
    "Person",
    "Position",
    "PositionQuerySet",
    "Reorganisation",
    "Unit",
]
