"""WSGI entry point."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from config.ready import make_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    # A missing variable is the reader's to mend: the sentence says how, a traceback would bury it.
    sys.exit(f"LỖI: {error}")

# A developer's templates and addresses are read when they are asked for.
if not settings.DEBUG:
    make_ready()
