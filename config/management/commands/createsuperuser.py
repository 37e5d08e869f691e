"""manage.py createsuperuser: Django's own, which holds a password typed to the validators, and here one given too."""

import os

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    def handle(self, *args, **options):
        # Django's own name for it, read where Django reads it: without a person at the keyboard nothing was checked.
        given = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if given is not None and not options["interactive"]:
            try:
                validate_password(given, self.UserModel(username=options["username"] or ""))
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        return super().handle(*args, **options)
