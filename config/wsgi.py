"""WSGI entry point."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    # A missing variable is the reader's to mend: the sentence says how, a traceback would bury it.
    sys.exit(f"LỖI: {error}")

from config.ready import make_ready  # noqa: E402, it asks for settings

make_ready()
