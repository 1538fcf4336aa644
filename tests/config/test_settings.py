"""What the settings promise to a form and to the log."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings


def test_a_form_with_very_many_words_and_files_is_read_so_that_its_own_limits_can_answer():
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(30)]
    request = RequestFactory().post("/lapor/", {"story": "a" * 2_000_000, "files": files})
    assert len(request.POST["story"]) == 2_000_000
    assert len(request.FILES.getlist("files")) == 30


@override_settings(ALLOWED_HOSTS=["localhost"])
def test_a_wrong_name_of_the_host_is_refused_without_a_line_in_the_log(caplog):
    with caplog.at_level(logging.WARNING):
        answer = Client(raise_request_exception=False).get("/", headers={"host": "jahat.example"})
    assert answer.status_code == 400
    assert [record.name for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_no_warning(caplog):
    with caplog.at_level(logging.WARNING):
        assert Client().get("/tidak-ada/").status_code == 404
    assert [record.name for record in caplog.records] == []
