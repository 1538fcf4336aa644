"""A bucket that speaks S3 as the store of files: private objects under a prefix, read through us alone.

Region, address and keys of the service come from the variables that boto3 itself knows (AWS_ENDPOINT_URL,
AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, or the machine's own role).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from lapor.complaints.storage import hash_at, key_of

_THERE_ALREADY = ("PreconditionFailed", "ConditionalRequestConflict")  # of a put that never writes over
_NOT_THERE = ("NoSuchKey", "404", "NotFound")


class Bucket:
    """Objects of one bucket under one prefix ("" or ending in "/")."""

    def __init__(self, client: Any, name: str, prefix: str) -> None:
        self.client, self.name, self.prefix = client, name, prefix

    @classmethod
    def at(cls, address: str) -> Bucket:
        """The bucket at s3://name/prefix. Raises ValueError for any other address."""
        parts = urlsplit(address)
        if parts.scheme != "s3" or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("not s3://bucket/prefix")
        patient = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 3})
        prefix = parts.path.strip("/")
        return cls(boto3.client("s3", config=patient), parts.netloc, f"{prefix}/" if prefix else "")

    def put(self, data: bytes) -> str:
        digest = hashlib.sha256(data)
        content_hash = digest.hexdigest()
        if self.exists(content_hash):
            return content_hash
        with _told():
            try:
                self.client.put_object(
                    **self._object(content_hash),
                    Body=data,
                    ContentType="application/octet-stream",
                    CacheControl="private, no-store",
                    ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if _code(error) not in _THERE_ALREADY:  # of the same bytes, for they are named by their hash
                    raise
        return content_hash

    def open(self, content_hash: str, *, start: int = 0) -> BinaryIO:
        ranged = {"Range": f"bytes={start}-"} if start else {}
        with _told(content_hash):
            return cast(BinaryIO, self.client.get_object(**self._object(content_hash), **ranged)["Body"])

    def size(self, content_hash: str) -> int:
        with _told(content_hash):
            return int(self.client.head_object(**self._object(content_hash))["ContentLength"])

    def exists(self, content_hash: str) -> bool:
        try:
            return self.size(content_hash) >= 0
        except FileNotFoundError:
            return False

    def delete(self, content_hash: str) -> None:
        with _told():
            self.client.delete_object(**self._object(content_hash))

    def __iter__(self) -> Iterator[str]:
        with _told():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix)
            for page in pages:
                for one in page.get("Contents", ()):
                    if content_hash := hash_at(one["Key"].removeprefix(self.prefix)):
                        yield content_hash

    def _object(self, content_hash: str) -> dict[str, str]:
        return {"Bucket": self.name, "Key": f"{self.prefix}{key_of(content_hash)}"}


@contextmanager
def _told(content_hash: str = "") -> Iterator[None]:
    """What the service says, as the file system would say it; without its words, in which names stand."""
    try:
        yield
    except ClientError as error:
        if content_hash and _code(error) in _NOT_THERE:
            raise FileNotFoundError(content_hash) from None
        raise OSError(f"the bucket answered {_code(error)}") from error
    except BotoCoreError as error:
        raise OSError(f"the bucket cannot be reached: {type(error).__name__}") from error


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
