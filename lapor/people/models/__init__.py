"""Who works where: persons, agencies with their office calendars and units, dated positions, and the journal.

`Position` is the only source of roles. A person may hold several and acts in one at a time. `Change` says who
changed what of all this, and when.
"""

from lapor.people.models.agency import Agency, AgencyKind, Duty, Reorganisation, Unit
from lapor.people.models.journal import Change
from lapor.people.models.office_time import OBSERVES, Calendar, CalendarVersion, Closure, Holiday
from lapor.people.models.person import Person
from lapor.people.models.position import AGENCY_ROLES, POSITION_ROLES, Acting, Position, PositionQuerySet
from lapor.people.models.procedure import SopVersion

__all__ = [
    "AGENCY_ROLES",
    "OBSERVES",
    "POSITION_ROLES",
    "Acting",
    "Agency",
    "AgencyKind",
    "Calendar",
    "CalendarVersion",
    "Change",
    "Closure",
    "Duty",
    "Holiday",
    "Person",
    "Position",
    "PositionQuerySet",
    "Reorganisation",
    "SopVersion",
    "Unit",
]
