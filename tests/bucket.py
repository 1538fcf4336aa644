"""A bucket to store files in: a service that speaks S3, in the process of the test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from lapor.complaints import storage

NAME = "berkas-uji"
ADDRESS = f"s3://{NAME}/lapor/bantul"
KEYS = {"AWS_ACCESS_KEY_ID": "uji", "AWS_SECRET_ACCESS_KEY": "uji", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of the service, whose bucket is empty. Who sets FILES_S3 to ADDRESS stores there."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=NAME)
        storage.chosen.cache_clear()
        yield client
    storage.chosen.cache_clear()
