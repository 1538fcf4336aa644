"""Which store of files an installation has, from LAPOR_FILES_S3; what is wrong with it, in sentences."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from lapor.complaints import storage
from lapor.config.trouble import Trouble

VARIABLE = "LAPOR_FILES_S3"


def address(environ: Mapping[str, str]) -> str:
    """The bucket's address, "" where files lie in var/files; Trouble when it is none, or cannot be spoken to."""
    given = environ.get(VARIABLE, "")
    parts = urlsplit(given)
    if given and (parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or parts.query):
        raise Trouble(f"{VARIABLE} harus berbentuk s3://bucket/awalan; kuncinya di AWS_ACCESS_KEY_ID dan seterusnya.")
    if given and importlib.util.find_spec("boto3") is None:
        raise Trouble(f"{VARIABLE} memerlukan boto3; jalankan `make s3`.")
    return given


def chosen(var: Path, environ: Mapping[str, str]) -> storage.Store:
    """The store of the installation in this var."""
    return storage.chosen(var / "files", address(environ))


def examine(var: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """Whether the bucket can be read; nothing is written into it."""
    try:
        if address(environ):
            next(iter(chosen(var, environ)), None)
    except Trouble as trouble:
        yield str(trouble)
    except OSError as error:
        yield f"Bucket berkas ({VARIABLE}) tidak terbaca ({error}); periksa AWS_ENDPOINT_URL, wilayah, dan kuncinya."
