"""Who sees a case: the function for one and its SQL twin for many say the same, for everybody."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapor.complaints import access, identity
from lapor.complaints.access import Sight
from lapor.complaints.models import Complaint, Handling
from lapor.complaints.steps import route
from lapor.sop.rules import C, H, Klass, Role
from tests.cast import MONDAY, Cast, Walk


def seen_by(viewer: access.Viewer, walk: Walk) -> Sight:
    return access.sight(viewer, walk.complaint, walk.complaint.handlings.all())


def test_only_the_tim_and_the_auditor_see_what_was_just_filed(walk: Walk) -> None:
    sights = {name: seen_by(access.official(p), walk) for name, p in walk.cast.officials.items()}
    assert {name for name, sight in sights.items() if sight is Sight.CASE} == {"wati", "joko"}
    assert sights.pop("auditor") is Sight.EVENTS
    assert {sights[name] for name in sights if name not in ("wati", "joko")} == {Sight.NONE}


def test_a_routed_case_is_seen_by_its_agency_and_a_unit_only_once_it_is_assigned(walk: Walk) -> None:
    walk.passed_on()
    assert seen_by(access.official(walk.cast.budi), walk) is Sight.CASE
    assert seen_by(access.official(walk.cast.agus), walk) is Sight.CASE
    assert seen_by(access.official(walk.cast.slamet), walk) is Sight.NONE
    assert seen_by(access.official(walk.cast.rina), walk) is Sight.NONE
    walk.assign()
    assert seen_by(access.official(walk.cast.slamet), walk) is Sight.CASE


def test_an_agency_that_lost_a_case_sees_it_no_more(walk: Walk) -> None:
    walk.routed().do(route.request_return, walk.cast.budi, reason="outside", explanation="Ini jalan provinsi.")
    walk.do(route.reroute, walk.cast.wati, agency=walk.cast.dlh)
    assert seen_by(access.official(walk.cast.budi), walk) is Sight.NONE
    assert seen_by(access.official(walk.cast.rina), walk) is Sight.CASE


def test_a_reporter_sees_his_own_case_by_account_or_by_receipt(file_one: Callable[..., Walk], cast: Cast) -> None:
    mine, anonymous = file_one(account=True), file_one()
    assert seen_by(access.citizen(cast.sari), mine) is Sight.OWN
    assert seen_by(access.citizen(cast.sari), anonymous) is Sight.NONE
    assert seen_by(access.citizen(None, [anonymous.complaint.pk]), anonymous) is Sight.OWN
    assert seen_by(access.citizen(None), mine) is Sight.NONE


def test_a_receipt_code_opens_its_own_case_only_in_any_spelling(file_one: Callable[..., Walk]) -> None:
    one, other = file_one(), file_one()
    assert identity.opened_by(one.complaint.number, one.code)
    assert identity.opened_by(one.complaint.number, one.code.lower().replace("-", " "))
    assert not identity.opened_by(one.complaint.number, other.code)
    assert not identity.opened_by(other.complaint.number, one.code)
    assert not identity.opened_by(one.complaint.number, "")


def test_a_case_with_an_account_has_no_receipt_code(file_one: Callable[..., Walk]) -> None:
    walk = file_one(account=True)
    assert walk.code == ""
    assert not identity.opened_by(walk.complaint.number, "")


def test_the_name_is_shown_to_officials_unless_it_is_hidden(file_one: Callable[..., Walk]) -> None:
    assert identity.name_for_officials(file_one().complaint) == "Sari Lestari"
    assert identity.name_for_officials(file_one(anonim=True).complaint) == ""


def test_the_room_of_identities_holds_no_readable_name(walk: Walk) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text FROM complaints_identity i")
        stored = str(cursor.fetchall())
    assert "Sari" not in stored and "081200000001" not in stored


HANDLINGS = st.lists(st.tuples(st.sampled_from(["dishub", "dlh"]), st.sampled_from(list(H)), st.booleans()), max_size=3)


CASES = st.tuples(st.sampled_from(list(C)), HANDLINGS, st.booleans(), st.sampled_from(list(Klass)))


@given(cases=st.lists(CASES, min_size=1, max_size=4))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_one_case_and_the_list_agree_for_everybody(
    cast: Cast, file_one: Callable[..., Walk], cases: list[tuple[C, list[tuple[str, H, bool]], bool, Klass]]
) -> None:
    made = []
    for number, (state, handlings, account, klass) in enumerate(cases):
        walk = file_one(account=account, form_key=f"h-{Complaint.objects.count()}-{number}")
        Complaint.objects.filter(pk=walk.complaint.pk).update(state=state, klass=klass)
        for name, desk, with_unit in handlings:
            agency = getattr(cast, name)
            Handling.objects.create(
                complaint=walk.complaint, agency=agency, state=desk, lead=False, started_at=MONDAY,
                unit=agency.units.first() if with_unit else None,
            )  # fmt: skip
        made.append(walk.refresh())
    viewers = [access.official(p) for p in cast.officials.values()]
    viewers += [access.citizen(cast.sari), access.citizen(None), access.citizen(None, [made[0].pk])]
    for viewer in viewers:
        listed = set(access.visible_to(viewer).values_list("pk", flat=True))
        for complaint in made:
            sight = access.sight(viewer, complaint, complaint.handlings.all())
            assert (complaint.pk in listed) is (sight is not Sight.NONE), (viewer, sight)


def test_no_role_is_forgotten(cast: Cast, walk: Walk) -> None:
    assert {p.role for p in cast.officials.values()} == {r for r in Role if r not in (Role.CITIZEN, Role.SYSTEM)}
    for position in cast.officials.values():
        assert isinstance(seen_by(access.official(position), walk), Sight)
