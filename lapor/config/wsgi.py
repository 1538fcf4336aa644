"""The door for a web server: `lapor.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from lapor.config import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
logs.catch_uncaught()
application = get_wsgi_application()
