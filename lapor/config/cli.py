"""The console program `lapor`."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from lapor.config.trouble import Trouble


def var_of(environ) -> Path:
    return Path(environ.get("LAPOR_VAR") or Path(__file__).resolve().parents[2] / "var").resolve()


def manage(arguments, *, as_owner: bool = True) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
    if as_owner:
        os.environ["LAPOR_AS_OWNER"] = "1"
    from lapor.config import addresses, postgres, secrets

    var = var_of(os.environ)
    try:
        secrets.load(var, os.environ)
        with postgres.serving(var) if addresses.embedded(os.environ) else nullcontext():
            from django.core.management import execute_from_command_line

            execute_from_command_line(["manage.py", *arguments])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


def main() -> int:
    return manage(sys.argv[1:], as_owner=sys.argv[1:2] in (["migrate"], ["makemigrations"]))
