"""Every setting of the desk, from the environment; docs/operations.md lists the variables."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF

from lapor.config import addresses, clamav, file_store, folders, logs, mail, numbers, secrets, tiles

# Where things are -------------------------------------------------------------------------------------

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent
VAR = Path(os.environ.get("LAPOR_VAR") or REPOSITORY / "var").resolve()
FILES_ROOT = VAR / "files"
FILES_S3 = file_store.address(os.environ)  # instead of that folder: s3://bucket/prefix
CLAMAV = clamav.named(os.environ)  # the virus scanner, where there is one
SEEDS_ROOT = REPOSITORY / "seeds"
# Whether this is the demo: the pages under /demo/ answer then, and only then.
DEMO = (os.environ.get("LAPOR_DEMO") or ("1" if addresses.embedded(os.environ) else "0")) == "1"

# Secrets ----------------------------------------------------------------------------------------------

_secrets = secrets.load(VAR, os.environ)
SECRET_KEY = _secrets.secret_key
IDENTITY_KEYS = _secrets.identity_keys
HASH_KEY = _secrets.hash_key

# The web ----------------------------------------------------------------------------------------------

DEBUG = False
HTTPS = os.environ.get("LAPOR_HTTPS") == "1"
ALLOWED_HOSTS = [
    host.strip() for host in os.environ.get("LAPOR_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host.strip()
]
ROOT_URLCONF = "lapor.config.urls"
WSGI_APPLICATION = "lapor.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
    "lapor.people",
    "lapor.complaints",
    "lapor.notices",
    "lapor.account",
    "lapor.public",
    "lapor.officer",
    "lapor.demo",
]

MIDDLEWARE = [
    "lapor.config.request_middleware.RequestLine",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lapor.config.access_middleware.DenyByDefault",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# The map ----------------------------------------------------------------------------------------------

TILES = tiles.source(os.environ)
_leaflet = find_spec("leaflet")  # its files alone; nothing of it is imported
LEAFLET = Path(_leaflet.origin).parent / "static" / "leaflet" if _leaflet and _leaflet.origin else None

# What a browser is told -------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *([TILES.host] if TILES else [])],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lapor.public.views.stale.refused"

if HTTPS:  # behind a proxy that ends TLS and sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^sehat/$", r"^siap/$"]  # asked by machines beside us, not through the proxy
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# The database -----------------------------------------------------------------------------------------

_pool = numbers.pool(os.environ)  # `lapor web` sets LAPOR_DB_POOL to how many pages it draws at once
DATABASES = {"default": addresses.django(addresses.chosen(VAR, os.environ), pool=_pool)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# People -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "/masuk/"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "lapor.account.backend.Officials"]
ACCOUNT_ADAPTER = "lapor.account.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody has an account before a code reached the address
ACCOUNT_RATE_LIMITS = {"login_failed": "5/10m/key"}  # second factors; passwords: lapor/account/locks.py
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}  # two fours, typed on a telephone
MFA_ADAPTER = "lapor.account.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Lapor Bantul"
MFA_TOTP_TOLERANCE = 1  # telephones run up to half a minute late or early
AXES_HANDLER = "lapor.account.locks.Handler"
AXES_CLIENT_IP_CALLABLE = "lapor.account.client.address_of"
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006"]  # its middleware and parameters: our page and handler instead
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lapor_account_cache",
        "KEY_FUNCTION": "lapor.account.client.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 200_000},  # beyond it counters would be forgotten; the worker clears old ones
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Notices ----------------------------------------------------------------------------------------------

SITE = mail.site(os.environ)  # what links in letters begin with
MAIL_SERVER = mail.server(os.environ)
MAIL_SENDER = mail.sender(os.environ)
MAIL_DOMAIN = MAIL_SENDER.partition("@")[2]
MAIL_FOLDER = VAR / "mail"  # where letters lie without a server
MESSENGER_URL = mail.messenger(os.environ)
MAIL_TIMEOUT = 20.0  # seconds for each answer of the mail server

# Language and time ------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]  # English joins when its catalogue is whole
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# Files ------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE / "config" / "static", *([("leaflet", LEAFLET)] if LEAFLET else [])]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = VAR / "tmp"
FILE_UPLOAD_PERMISSIONS = 0o600
# Beyond these a form is refused unread and its words are lost; the forms' own, far lower limits say so kindly.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # words; files go to disk
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # two for each number plate of a long list, at the last look
DATA_UPLOAD_MAX_NUMBER_FILES = 100

folders.make(FILES_ROOT, FILE_UPLOAD_TEMP_DIR, STATIC_ROOT, MAIL_FOLDER, mode=0o700)

# The log ----------------------------------------------------------------------------------------------

LOGGING = logs.settings(os.environ, terminal=sys.stderr.isatty())
