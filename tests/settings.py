"""The settings of the test run: the product's own, with a database server and folders of its own.

Each run gets a new var under var/test, named after the process that started it, so that two runs at once do
not meet, and nobody's own var or DATABASE_URL is ever touched. LAPOR_TEST_DATABASE_URL runs the suite against
another PostgreSQL (as a role that may create databases).
"""

import os
from pathlib import Path

os.environ.setdefault("LAPOR_TEST_VAR", str(Path(__file__).resolve().parents[1] / "var" / "test" / str(os.getpid())))
for _name in [name for name in os.environ if name.startswith(("LAPOR_", "DATABASE_URL"))]:
    if not _name.startswith("LAPOR_TEST_"):
        del os.environ[_name]
os.environ["LAPOR_VAR"] = os.environ["LAPOR_TEST_VAR"]
os.environ["LAPOR_AS_OWNER"] = "1"  # the test run makes and drops its own databases
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the thread of the test
if _elsewhere := os.environ.get("LAPOR_TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = _elsewhere

from lapor.config.settings import *  # noqa: E402, F403
from lapor.config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["*"]
