"""Folders of an installation, made where they are missing, refused in one sentence where that is impossible."""

from __future__ import annotations

import os
from pathlib import Path

from lapor.config.trouble import Trouble


def make(*folders: Path, mode: int = 0o777) -> None:
    """Have these folders, writable by this account; Trouble if one cannot be. `mode` is that of new ones."""
    for folder in folders:
        try:
            folder.mkdir(mode=mode, parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(folder) from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise _unusable(folder)


def _unusable(folder: Path) -> Trouble:
    return Trouble(
        f"Folder {folder} tidak dapat dibuat atau ditulisi oleh pengguna ini. "
        "Jalankan sebagai pemiliknya, atau pilih folder lain dengan LAPOR_VAR."
    )
