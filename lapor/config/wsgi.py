"""The door for a web server: `lapor.config.wsgi:application`."""

import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from lapor.config import bodies, logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapor.config.settings")
logs.serve(os.environ, terminal=sys.stderr.isatty())
application = bodies.taken_in(get_wsgi_application(), folder=settings.FILE_UPLOAD_TEMP_DIR)
