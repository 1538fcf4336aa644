"""The two stores of files, held to the same promises: a folder of this machine, and a bucket that speaks S3."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from lapor.complaints import storage, uploads
from lapor.complaints.bucket import Bucket
from lapor.complaints.storage import Folder, Store
from tests.bucket import ADDRESS, NAME
from tests.cast import MONDAY, Cast, picture_draft

DATA = b"kentongan di tengah sawah"
HASH = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path)
    request.getfixturevalue("service")
    return Bucket.at(ADDRESS)


def test_the_same_bytes_lie_there_once_and_come_back_whole(store: Store) -> None:
    assert store.put(DATA) == store.put(DATA) == HASH
    assert (list(store), store.size(HASH), store.exists(HASH)) == ([HASH], len(DATA), True)
    with store.open(HASH) as whole, store.open(HASH, start=10) as rest:
        assert (whole.read(), rest.read()) == (DATA, DATA[10:])


def test_what_is_forgotten_is_gone_and_forgetting_twice_is_no_fault(store: Store) -> None:
    store.put(DATA)
    store.delete(HASH)
    store.delete(HASH)
    assert (list(store), store.exists(HASH)) == ([], False)
    for look in (store.size, store.open):
        with pytest.raises(FileNotFoundError):
            look(HASH)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_hash_names_a_content(store: Store, name: str) -> None:
    for act in (store.open, store.size, store.exists, store.delete):
        with pytest.raises(ValueError, match="not a SHA-256"):
            act(name)


def test_the_two_lay_their_contents_out_alike_so_that_one_can_be_copied_into_the_other(
    service: Any, tmp_path: Path
) -> None:
    Bucket.at(ADDRESS).put(DATA)
    Folder(tmp_path).put(DATA)
    (path,) = (one for one in tmp_path.rglob("*") if one.is_file())
    (key,) = (one["Key"] for one in service.list_objects_v2(Bucket=NAME)["Contents"])
    assert key == f"lapor/bantul/{path.relative_to(tmp_path).as_posix()}"


def test_what_is_no_content_of_ours_is_passed_over(store: Store, service: Any, tmp_path: Path) -> None:
    (tmp_path / "aa").mkdir()
    (tmp_path / "aa" / ".part-1").write_bytes(b"half")
    service.put_object(Bucket=NAME, Key="lapor/bantul/aa/laporan.txt", Body=b"theirs")
    service.put_object(Bucket=NAME, Key=f"elsewhere/{HASH[:2]}/{HASH[2:]}", Body=DATA)
    assert list(store) == []


def test_an_object_in_the_bucket_is_nobodys_but_ours_and_says_nothing(service: Any) -> None:
    Bucket.at(ADDRESS).put(DATA)
    where = {"Bucket": NAME, "Key": f"lapor/bantul/{HASH[:2]}/{HASH[2:]}"}
    grants = service.get_object_acl(**where)["Grants"]
    assert all(one["Grantee"]["Type"] == "CanonicalUser" for one in grants)
    told = service.head_object(**where)
    assert (told["ContentType"], told["Metadata"], told["CacheControl"]) == (
        "application/octet-stream", {}, "private, no-store",
    )  # fmt: skip


def test_of_two_that_put_the_same_at_once_neither_fails(service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Bucket.at(ADDRESS)
    store.put(DATA)
    monkeypatch.setattr(store, "exists", lambda content_hash: False)  # as both saw it
    assert store.put(DATA) == HASH


def test_a_bucket_that_fails_is_a_fault_as_a_full_disk_is_and_names_nobody(
    service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Bucket.at(ADDRESS)
    refused = ClientError({"Error": {"Code": "AccessDenied", "Message": "for arn:aws:iam::1:user/siti"}}, "PutObject")
    lost = EndpointConnectionError(endpoint_url="https://siti.example.org")
    for fault, said in ((refused, "answered AccessDenied"), (lost, "cannot be reached: EndpointConnectionError")):

        def fail(*_: object, fault: Exception = fault, **__: object) -> None:
            raise fault

        for name in ("head_object", "get_object", "put_object", "delete_object", "list_objects_v2"):
            monkeypatch.setattr(store.client, name, fail)
        for act in (lambda: store.put(DATA), lambda: store.open(HASH), lambda: store.delete(HASH)):
            with pytest.raises(OSError, match=said) as caught:
                act()
            assert "siti" not in str(caught.value)
            assert not isinstance(caught.value, FileNotFoundError)


@pytest.mark.parametrize("address", ["https://bucket/x", "s3://", "s3:bucket", "s3://bucket/x?acl=public", "bucket"])
def test_only_the_address_of_a_bucket_is_one(address: str) -> None:
    with pytest.raises(ValueError, match="not s3"):
        Bucket.at(address)


def test_a_draft_that_is_thrown_away_takes_its_files_out_of_the_bucket(cast: Cast, service: Any, settings: Any) -> None:
    settings.FILES_S3 = ADDRESS
    draft = picture_draft(MONDAY)
    file = draft.attachments.get()
    assert {*storage.current()} == {file.content_hash, file.thumb_hash}
    uploads.discard(draft)
    assert list(storage.current()) == []
