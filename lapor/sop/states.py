"""What things are called in the two machines: roles, states, clocks, classes, and their words on a page."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


def N_(text: str) -> str:  # noqa: N802, RUF100
    """Marks a string for translation; the pages translate it."""
    return text


class Role(StrEnum):
    """Who acts. All but citizen and system are roles of a position."""

    CITIZEN = "citizen"
    VERIFIER = "verifier"
    CHAIR = "chair"
    OPERATOR = "operator"
    OFFICER = "officer"
    UNIT = "unit"
    HEAD = "head"
    INSPECTOR = "inspector"
    INVESTIGATOR = "investigator"
    CUSTODIAN = "custodian"
    BUPATI = "bupati"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


TIM: Final = (Role.VERIFIER, Role.CHAIR)
AGENCY_ROLES: Final = (Role.OPERATOR, Role.OFFICER, Role.UNIT, Role.HEAD)
INSPECTORATE: Final = (Role.INSPECTOR, Role.INVESTIGATOR)  # who alone sees supervisory complaints


class C(StrEnum):
    """States of a complaint."""

    RECEIVED = "received"
    AWAITING = "awaiting_citizen"
    IN_HANDLING = "in_handling"
    ANSWERED = "answered"
    CLOSED = "closed"
    ARCHIVED = "archived"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class H(StrEnum):
    """States of a handling, the walk of one agency."""

    AT_OPERATOR = "at_operator"
    RETURN_REQUESTED = "return_requested"
    AT_OFFICER = "at_officer"
    AT_UNIT = "at_unit"
    CHECKING = "checking"
    TO_ANSWER = "to_answer"
    INVESTIGATED = "investigated"
    CONCLUDED = "concluded"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"


INVESTIGATION: Final = (H.INVESTIGATED, H.CONCLUDED)  # the Inspektorat's walk, which the step minutes do not time
INSPECTORATE_HOLDS: Final[Mapping[C | H, Role]] = MappingProxyType({
    C.RECEIVED: Role.INSPECTOR, H.INVESTIGATED: Role.INVESTIGATOR, H.CONCLUDED: Role.INSPECTOR,
})  # fmt: skip
OPEN_HANDLING: Final = (
    H.AT_OPERATOR, H.RETURN_REQUESTED, H.AT_OFFICER, H.AT_UNIT, H.CHECKING, H.TO_ANSWER, *INVESTIGATION,
)  # fmt: skip


class Same(StrEnum):
    """Targets of a rule that are no state of their own."""

    SAME = "same"  # stays as it is
    BACK = "back"  # to where it was asked


class K(StrEnum):
    """Clocks that are no state: what runs beside the steps."""

    STEP8 = "step8"
    CONFIRMATION = "confirmation"
    TOTAL = "total"
    FIRST_REPLY = "first_reply"
    SETTLEMENT = "settlement"
    PROMISE = "promise"


CLOCKS: Final[Mapping[str, C | H | K]] = MappingProxyType(
    {name.value: name for table in (C, H, K) for name in table}
)  # whatever can be timed, by its name as the ledger keeps it


class Unit(StrEnum):
    """What a limit counts."""

    MINUTES = "minutes"
    WORKING_DAYS = "working days"
    HOURS = "hours"
    DAYS = "calendar days"


class Whose(StrEnum):
    """Whose office hours a limit counts."""

    TIM = "tim"
    AGENCY = "agency"


class Klass(StrEnum):
    """Classes of SP4N, by which a complaint has so many days; the supervisory one is the Inspektorat's alone."""

    INFORMATION = "information"
    ASPIRATION = "aspiration"
    COMPLAINT = "complaint"
    SUPERVISORY = "supervisory"


# fmt: off
ROLE_LABELS: Final[Mapping[Role, str]] = MappingProxyType({
    Role.CITIZEN: N_("Pelapor"),
    Role.VERIFIER: N_("Verifikator Tim Kabupaten"),
    Role.CHAIR: N_("Ketua Tim Pelaksana Kabupaten"),
    Role.OPERATOR: N_("Operator"),
    Role.OFFICER: N_("Penanggung jawab"),
    Role.UNIT: N_("Unit teknis"),
    Role.HEAD: N_("Kepala OPD"),
    Role.INSPECTOR: N_("Verifikator Inspektorat"),
    Role.INVESTIGATOR: N_("Pemeriksa Inspektorat"),
    Role.CUSTODIAN: N_("Penjaga identitas"),
    Role.BUPATI: N_("Bupati"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("Pengelola"),
    Role.SYSTEM: N_("Sistem"),
})

STATE_LABELS: Final[Mapping[C | H, str]] = MappingProxyType({
    C.RECEIVED: N_("Menunggu verifikasi"),
    C.AWAITING: N_("Menunggu kelengkapan"),
    C.IN_HANDLING: N_("Ditangani"),
    C.ANSWERED: N_("Dijawab"),
    C.CLOSED: N_("Selesai"),
    C.ARCHIVED: N_("Diarsipkan"),
    C.LAPSED: N_("Gugur"),
    C.WITHDRAWN: N_("Dicabut"),
    H.AT_OPERATOR: N_("Diterima OPD"),
    H.RETURN_REQUESTED: N_("Salah alamat"),
    H.AT_OFFICER: N_("Diperiksa"),
    H.AT_UNIT: N_("Ditindaklanjuti"),
    H.CHECKING: N_("Laporan diperiksa"),
    H.TO_ANSWER: N_("Siap dijawab"),
    H.INVESTIGATED: N_("Diperiksa Inspektorat"),
    H.CONCLUDED: N_("Hasil pemeriksaan siap"),
    H.DONE: N_("Dijawab"),
    H.RETURNED: N_("Dikembalikan"),
    H.CANCELLED: N_("Dihentikan"),
})

KLASS_LABELS: Final[Mapping[Klass, str]] = MappingProxyType({
    Klass.COMPLAINT: N_("Pengaduan"),
    Klass.INFORMATION: N_("Permintaan informasi"),
    Klass.ASPIRATION: N_("Aspirasi"),
    Klass.SUPERVISORY: N_("Pengaduan berkadar pengawasan"),
})
# fmt: on
