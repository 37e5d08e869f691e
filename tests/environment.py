"""The environment of the suite: pytest loads this (see pyproject.toml) before Django reads its settings."""

import gc
import os

for name in [
    "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "HTTPS_BY", "LOG_LEVEL", "MAIL_FROM", "MAIL_URL", "NGINX_FOLDER",
    "SECRET_KEY", "SITE_ADDRESS", "STATIC_ROOT",
]:  # fmt: skip
    os.environ.pop(name, None)
os.environ["DEBUG"] = "1"
# Thousands of tests leave a heap that is slow to look through and has little to find.
gc.set_threshold(100_000, 50, 100)
# Never the database a developer or a server works with.
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
