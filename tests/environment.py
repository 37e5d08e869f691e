"""The environment of the suite: pytest loads this (see pyproject.toml) before Django reads its settings."""

import os

for name in [
    "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "HTTPS_BY", "LOG_LEVEL", "MAIL_FROM", "MAIL_URL", "SECRET_KEY",
    "SITE_ADDRESS", "STATIC_ROOT",
]:  # fmt: skip
    os.environ.pop(name, None)
os.environ["DEBUG"] = "1"
# Never the database a developer or a server works with.
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
