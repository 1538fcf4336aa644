"""The door for a web server: `lapor.config.wsgi:application`."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from lapor.config import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
logs.serve(os.environ, terminal=sys.stderr.isatty())
application = get_wsgi_application()
