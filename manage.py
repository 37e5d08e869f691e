#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A missing setting is the reader's to mend: the sentence says how, a traceback would bury it.
        sys.exit(f"LỖI: {error}")
    except OperationalError as error:
        sys.exit(f"LỖI: cơ sở dữ liệu không trả lời: {error}")
