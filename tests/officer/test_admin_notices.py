"""The administrator's page of notices: how the queue stands, without an address or a word of any letter."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from lapor.notices import send
from lapor.notices.models import Notice, Stage
from lapor.people.models import Change
from tests.cast import Cast, Walk
from tests.letters import deliver
from tests.post_office import PostOffice

PAGE = "/pengaturan/pemberitahuan/"


def test_what_failed_is_shown_with_its_reason_and_tried_again_on_demand(
    file_one: Callable[..., Walk], cast: Cast, client: Client, post_office: PostOffice
) -> None:
    post_office.rcpt["sari@contoh.test"] = "550 no such user"
    walk = file_one(contact="sari@contoh.test")
    deliver(walk)
    client.force_login(cast.admin.person)
    page = client.get(PAGE).content.decode()
    assert "refused: 550" in page
    assert walk.complaint.number in page
    assert "sari@contoh.test" not in page
    assert "wati@bantul.test" not in page
    client.post(PAGE)
    assert not Notice.objects.filter(stage=Stage.FAILED).exists()
    assert Change.objects.get().data == {"count": 1}
    post_office.rcpt.clear()
    from django.utils import timezone

    send.everything_due(now=timezone.now)
    assert len(post_office.to("sari@contoh.test")) == 1
    assert "Tidak ada." in client.get(PAGE).content.decode()


def test_looking_changes_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin.person)
    assert client.get(PAGE).status_code == 200
    assert not Change.objects.exists()
