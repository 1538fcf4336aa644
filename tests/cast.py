"""People one remembers, and complaints at every desk.

Sari reports; Wati verifies, Pak Joko chairs the Tim. At Dishub: Budi is operator, Bu Endang and Pak Heru are
penanggung jawab, Slamet leads the street lights, Pak Agus heads the agency. Rina is operator of DLH. At the
Inspektorat Kartika verifies and Bayu examines what is said of officials; Sekar keeps the identities.
"""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.db.backends.base.operations import BaseDatabaseOperations as DatabaseOperations
from django.test import Client

from lapor.complaints import uploads
from lapor.complaints.identity import Reporter
from lapor.complaints.models import Complaint, Kalurahan, Kapanewon
from lapor.complaints.steps import answer, check, close, complete, examine, receive, route, verify, work
from lapor.people import calendars
from lapor.people.models import Agency, AgencyKind, Calendar, Holiday, Person, Position, Unit
from lapor.sop.rules import Actor, Klass, Role
from tests.pictures import picture

PASSWORD = "kentongan-bantul-1"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Senin, 2 Maret 2026, pukul 08.00 WIB
REPORTER = Actor(Role.CITIZEN)
WEEK = {
    **{day: [["07:30", "15:30"]] for day in ("mon", "tue", "wed", "thu")},
    "fri": [["07:30", "14:30"]],
}
STORY = "Lampu jalan di Jalan Imogiri Barat padam sejak Senin malam, tiga tiang berturut-turut."
INTERIM = "Terima kasih, petugas penerangan jalan kami memeriksa hari ini."
ANSWER = "Tiga lampu di Jalan Imogiri Barat sudah menyala sejak kemarin sore."


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied_between_tests() -> Any:
    """History refuses to be emptied; a test that commits needs it empty afterwards. The owner may."""
    kept = DatabaseOperations.execute_sql_flush
    guarded = ("complaints_event", "complaints_eventtext", "complaints_seal", "people_change")

    def flush(self: Any, statements: list[str]) -> None:
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded]
        kept(self, [*off, *statements, *on, "TRUNCATE procrastinate_jobs CASCADE"])

    DatabaseOperations.execute_sql_flush = flush
    yield
    DatabaseOperations.execute_sql_flush = kept


@pytest.fixture(scope="session", autouse=True)
def _officials_sign_in_with_both_factors() -> Any:
    """`client.force_login(person)` makes the session that sign-in makes: password and second factor for officials."""
    plain = Client.force_login

    def force_login(self: Client, user: Any, backend: str | None = None) -> None:
        plain(self, user, backend)
        session = self.session
        held = Position.objects.filter(person=user).exists()
        methods = ("password", "mfa") if held else ("code",)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": 0.0} for method in methods]
        session["account_authentication_methods_user"] = str(user.pk)
        session["seen"] = int(time.time())
        session.save()

    Client.force_login = force_login
    yield
    Client.force_login = plain


@dataclass
class Cast:
    """Positions by first name, and the two agencies."""

    dishub: Agency
    dlh: Agency
    lights: Unit
    sari: Person
    wati: Position
    joko: Position
    budi: Position
    endang: Position
    heru: Position
    slamet: Position
    agus: Position
    rina: Position
    bupati: Position
    auditor: Position
    admin: Position
    kartika: Position
    bayu: Position
    sekar: Position

    @property
    def officials(self) -> dict[str, Position]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Position)}


@pytest.fixture
def cast(db: None) -> Cast:
    hours = Calendar.objects.create(code="lima-hari", name="Lima hari kerja", week=WEEK)
    Holiday.objects.create(day=date(2026, 3, 19), name="Nyepi", kind="national")
    calendars.publish(hours, at=datetime(2026, 1, 1, tzinfo=UTC))
    bantul = Kapanewon.objects.create(code="34.02.15", name="Sewon")
    Kalurahan.objects.create(code="34.02.15.2002", name="Timbulharjo", kapanewon=bantul)
    inspektorat = _inspectorate(hours)
    dishub = _agency("10700", "Dishub", "Dinas Perhubungan", hours)
    dlh = _agency("10800", "DLH", "Dinas Lingkungan Hidup", hours)
    lights = Unit.objects.create(agency=dishub, name="Seksi Penerangan Jalan")
    pruning = Unit.objects.create(agency=dlh, name="Seksi Pertamanan")
    _hold("Made", Role.OFFICER, dlh, structural=True)
    _hold("Tuti", Role.HEAD, dlh, structural=True)
    _hold("Parjo", Role.UNIT, dlh, unit=pruning)
    return Cast(
        dishub=dishub,
        dlh=dlh,
        lights=lights,
        sari=Person.objects.create_person(email="sari@contoh.test", name="Sari Lestari", password=PASSWORD),
        wati=_hold("Wati", Role.VERIFIER),
        joko=_hold("Joko", Role.CHAIR),
        budi=_hold("Budi", Role.OPERATOR, dishub),
        endang=_hold("Endang", Role.OFFICER, dishub, structural=True),
        heru=_hold("Heru", Role.OFFICER, dishub, structural=True),
        slamet=_hold("Slamet", Role.UNIT, dishub, unit=lights),
        agus=_hold("Agus", Role.HEAD, dishub, structural=True),
        rina=_hold("Rina", Role.OPERATOR, dlh),
        bupati=_hold("Halim", Role.BUPATI),
        auditor=_hold("Nining", Role.AUDITOR),
        admin=_hold("Dedi", Role.ADMINISTRATOR),
        kartika=_hold("Kartika", Role.INSPECTOR, inspektorat),
        bayu=_hold("Bayu", Role.INVESTIGATOR, inspektorat),
        sekar=_hold("Sekar", Role.CUSTODIAN),
    )


def _agency(code: str, short: str, name: str, hours: Calendar) -> Agency:
    kind, _ = AgencyKind.objects.get_or_create(
        code="dinas",
        defaults={"name": "Dinas", "officer_title": "Sekretaris Dinas", "head_title": "Kepala Dinas"},
    )
    return Agency.objects.create(
        code=code, short=short, name=name, kind=kind, calendar=hours,
        officer_title="Sekretaris Dinas", head_title="Kepala Dinas",
    )  # fmt: skip


def _inspectorate(hours: Calendar) -> Agency:
    """An agency of its own kind, so that what is counted of the others stays two."""
    kind = AgencyKind.objects.create(
        code="inspektorat", name="Inspektorat", officer_title="Sekretaris Inspektorat", head_title="Inspektur"
    )
    return Agency.objects.create(
        code="12100", short="Inspektorat", name="Inspektorat Daerah", kind=kind, calendar=hours,
        officer_title=kind.officer_title, head_title=kind.head_title,
    )  # fmt: skip


def _hold(
    name: str, role: Role, agency: Agency | None = None, *, unit: Unit | None = None, structural: bool = False
) -> Position:
    person = Person.objects.create_person(email=f"{name.lower()}@bantul.test", name=name, password=PASSWORD)
    return Position.objects.create(
        person=person, role=role, agency=agency, unit=unit, structural=structural, starts=date(2026, 1, 1)
    )


@dataclass
class Walk:
    """One complaint walked by the cast. Every act is an hour after the one before, unless told otherwise."""

    cast: Cast
    complaint: Complaint
    code: str
    at: datetime

    @property
    def lead(self) -> Any:
        return self.complaint.handlings.order_by("-id").first()

    def now(self, hours: float = 0.5) -> datetime:
        self.at += timedelta(hours=hours)
        return self.at

    def refresh(self) -> Complaint:
        self.complaint = Complaint.objects.get(pk=self.complaint.pk)
        return self.complaint

    def do(self, act: Callable[..., Any], who: Position | Actor, **more: Any) -> Any:
        """Do a step function as somebody: `walk.do(check.approve, cast.endang)`."""
        actor = who.as_actor() if isinstance(who, Position) else who
        moved = act(complaint_id=self.complaint.pk, actor=actor, at=more.pop("at", None) or self.now(), **more)
        self.refresh()
        return moved

    def routed(self, agency: Agency | None = None) -> Walk:
        self.do(
            verify.verify_and_route, self.cast.wati, agency=agency or self.cast.dishub,
            title="Lampu jalan padam di Jalan Imogiri Barat", klass=Klass.COMPLAINT,
        )  # fmt: skip
        return self

    def passed_on(self) -> Walk:
        self.routed().do(route.pass_on, self.cast.budi, interim=INTERIM)
        return self

    def assigned(self) -> Walk:
        self.passed_on()
        return self.assign()

    def assign(self) -> Walk:
        self.do(examine.assign, self.cast.endang, unit=self.cast.lights, instruction="Periksa tiga tiang itu.")
        return self

    def reported(self) -> Walk:
        self.assigned()
        return self.report()

    def report(self) -> Walk:
        self.do(
            work.report, self.cast.slamet, done="Kabel di tiang kedua diganti, tiga lampu dinyalakan.",
            done_on=self.at.date(), result="fixed", by_whom="Regu dua", draft=picture_draft(self.at),
        )  # fmt: skip
        return self

    def approved(self) -> Walk:
        self.reported().do(check.approve, self.cast.endang)
        return self

    def answered(self) -> Walk:
        self.approved().do(answer.answer, self.cast.budi, text=ANSWER, kind="solved")
        return self

    def answered_simply(self) -> Walk:
        self.routed().do(answer.answer_simple, self.cast.budi, text=ANSWER)
        return self

    def received(self) -> Walk:
        """Both receipts of step 8."""
        answer.channel_accepted(complaint_id=self.complaint.pk, at=self.now(0.1))
        self.do(close.acknowledge, self.cast.wati)
        return self

    def closed(self, score: int = 5) -> Walk:
        self.answered().received().do(close.confirm, REPORTER, score=score)
        return self

    def asked(self) -> Walk:
        self.do(complete.ask_completion, self.cast.budi, question="Di sebelah mana tiangnya?")
        return self


@pytest.fixture
def file_one(cast: Cast) -> Callable[..., Walk]:
    """File a complaint: `file_one()`, `file_one(anonim=True)`, `file_one(account=True)`."""
    filed = 0

    def one(
        *,
        at: datetime = MONDAY,
        account: bool = False,
        contact: str = "081200000001",
        form_key: str = "",
        **filing: Any,
    ) -> Walk:
        nonlocal filed
        filed += 1
        sewon = Kapanewon.objects.get(name="Sewon")
        receipt = receive.submit(
            receive.Filing(**{"story": STORY, "kapanewon": sewon, "kalurahan": Kalurahan.objects.first(), **filing}),
            reporter=Reporter(name="Sari Lestari", contact=contact, account=cast.sari.pk if account else None),
            form_key=form_key or f"form-{filed}",
            opened_at=at - timedelta(minutes=8),
            at=at,
        )
        return Walk(cast, receipt.complaint, receipt.code, at)

    return one


@pytest.fixture
def walk(file_one: Callable[..., Walk]) -> Walk:
    """A complaint that has just been filed on a Monday at eight."""
    return file_one()


@pytest.fixture
def complained(file_one: Callable[..., Walk]) -> Walk:
    """The same, filed as supervisory by its reporter."""
    return file_one(klass=Klass.SUPERVISORY, account=True)


def picture_draft(at: datetime) -> Any:
    """A server draft that holds one small photo."""
    draft = uploads.draft_for(str(uuid.uuid4()), action="report", at=at)
    refused = uploads.add(draft, [picture("foto.jpg")], at=at)
    assert not refused
    return draft


def small_pdf(mark: str = "") -> bytes:
    """A PDF of one empty page; another `mark` makes another document."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.pages[0].Contents = pdf.make_stream(f"% {mark}".encode())
    pdf.save(out)
    return out.getvalue()


def sign_in(client: Any, who: Position | Person) -> Any:
    """The client, signed in as this official or citizen."""
    client.force_login(who.person if isinstance(who, Position) else who)
    return client
