"""Installations to start, break and throw away."""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from lapor.config import throw_away

_counter = itertools.count()


@pytest.fixture
def new_var() -> Iterator[Callable[..., Path]]:
    """Make the folder of an installation that any account can reach; removed with its server afterwards."""
    made = []

    def make(name: str = "v") -> Path:
        var = Path(settings.VAR) / f"{name}{os.getpid()}-{next(_counter)}"
        var.mkdir(parents=True)
        made.append(var)
        return var

    yield make
    for var in made:
        for one in (*(lock.parent for lock in var.glob("*/users.lock")), var):
            throw_away.remove(one)
        shutil.rmtree(var, ignore_errors=True)


@pytest.fixture
def var(new_var: Callable[..., Path]) -> Path:
    return new_var()


@pytest.fixture
def environ() -> Callable[..., dict[str, str]]:
    """The environment of a newcomer's shell, for a given installation."""

    def build(var: Path, **more: str) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("LAPOR_", "DATABASE_", "DJANGO_"))}
        return {**inherited, "LAPOR_VAR": str(var), "PORT": str(free_port()), "LAPOR_DEMO": "0", **more}

    return build


@pytest.fixture
def lapor(environ: Callable[..., dict[str, str]]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the console program to its end: `lapor(var, "doctor", PORT="8000")`."""

    def call(var: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "lapor.config.cli", *words]
        return subprocess.run(command, env=environ(var, **more), capture_output=True, text=True, timeout=120)

    return call


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
