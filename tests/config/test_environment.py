"""Configuration by environment variables: each explains itself when missing or wrong, all at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import VARIABLES, Environment, listing
from config.mail import MailServer, mail_server

ROOT = Path(__file__).parents[2]
KEY = "0123456789abcdef" * 4
WHOLE = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "solieu.vi-du.gov.vn", "HTTPS_BY": "proxy"}


def run(*command, **variables):
    """A process with these variables and no other of ours."""
    ours = {*VARIABLES, "DJANGO_SETTINGS_MODULE"}
    env = {name: value for name, value in os.environ.items() if name not in ours} | variables
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


def setting(expression, **variables):
    """What an expression over the settings prints when they are read with these variables."""
    read = run("-c", f"import config.settings as s; print({expression})", **variables)
    assert read.returncode == 0, read.stderr
    return read.stdout.strip()


def test_a_server_without_variables_names_every_one_it_needs_and_no_traceback():
    refused = run("manage.py", "check")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("LỖI: ")
    assert "Traceback" not in refused.stderr
    required = [name for name, variable in VARIABLES.items() if variable.required]
    assert re.findall(r"^  (\w+): chưa đặt", refused.stderr, re.MULTILINE) == required
    assert required == ["SECRET_KEY", "ALLOWED_HOSTS", "HTTPS_BY"]


def test_the_production_server_says_the_same_when_started_by_itself():
    refused = run("-c", "import config.wsgi")
    assert refused.returncode == 1
    assert refused.stderr.startswith("LỖI: ")
    assert "Traceback" not in refused.stderr


def test_a_database_that_does_not_answer_is_named_without_a_traceback():
    refused = run("manage.py", "migrate", "--check", DEBUG="1", DATABASE_URL="sqlite:////khong-co-thu-muc/so.sqlite3")
    assert refused.returncode == 1
    assert refused.stderr.startswith("LỖI: cơ sở dữ liệu không trả lời: ")
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("SECRET_KEY", "ngan", "50 ký tự"),
        ("SECRET_KEY", "a" * 60, "ngẫu nhiên"),
        ("ALLOWED_HOSTS", "https://solieu.vi-du.gov.vn", "không ghi https://"),
        ("ALLOWED_HOSTS", "solieu.vi-du.gov.vn:8443", "cổng"),
        ("ALLOWED_HOSTS", "*", "dấu *"),
        ("HTTPS_BY", "nginx", "proxy, granian, none"),
        ("DATABASE_URL", "mysql://may/so", "postgres://"),
        ("CSRF_TRUSTED_ORIGINS", "solieu.vi-du.gov.vn", "https://"),
        ("LOG_LEVEL", "TRACE", "DEBUG, INFO"),
        ("SESSION_IDLE_MINUTES", "0", "từ 5 đến 1440"),
        ("SESSION_IDLE_MINUTES", "một giờ", "từ 5 đến 1440"),
        ("MAIL_URL", "thu.vi-du.gov.vn:587", "smtp+tls://"),
        ("MAIL_URL", "smtp://", "thiếu tên máy chủ thư"),
        ("MAIL_URL", "smtps://thu.vi-du.gov.vn:nhieu", "cổng"),
        ("MAIL_URL", "smtps://so-lieu@thu.vi-du.gov.vn", "đi cùng nhau"),
        ("MAIL_URL", "smtps://so-lieu:a#b@thu.vi-du.gov.vn", "ký tự đặc biệt"),
        ("MAIL_URL", "smtps://so-lieu:1/b@thu.vi-du.gov.vn", "%2F"),
        ("MAIL_FROM", "Sổ số liệu", "không phải là địa chỉ thư"),
        ("SITE_ADDRESS", "solieu.vi-du.gov.vn", "như https://"),
        ("SITE_ADDRESS", "https://solieu.vi-du.gov.vn/quan-tri/", "như https://"),
        ("NGINX_FOLDER", "/khong-co-thu-muc", "không phải là thư mục"),
        ("DEBUG", "maybe", "1 hay 0"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_wrong(name, value, complaint):
    problems = Environment(WHOLE | {"MAIL_FROM": "so@vi-du.gov.vn", name: value}).problems()
    assert problems.startswith(f"  {name}: ")
    assert complaint in problems.splitlines()[0]
    assert f"Ví dụ: {name}=" in problems


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "a.vi-du.vn, .vi-du.gov.vn, [::1]"),
        ("DATABASE_URL", "postgresql://may/so"),
        ("DATABASE_URL", "sqlite:////var/lib/so.sqlite3"),
        ("DEBUG", "False"),
        ("HTTPS_BY", "granian"),
        ("MAIL_FROM", "Sổ số liệu <so-lieu@vi-du.gov.vn>"),
        ("SITE_ADDRESS", "https://solieu.vi-du.gov.vn:8443/"),
    ],
)
def test_a_right_value_is_taken(name, value):
    assert Environment(WHOLE | {name: value}).problems() == ""


def test_every_example_is_one_that_would_be_taken(tmp_path):
    here = {"SECRET_KEY": KEY, "NGINX_FOLDER": str(tmp_path)}
    given = {name: variable.example for name, variable in VARIABLES.items()} | here
    assert Environment(given).problems() == ""


def test_a_blank_variable_counts_as_missing():
    assert "SECRET_KEY: chưa đặt" in Environment(WHOLE | {"SECRET_KEY": "  "}).problems()


def test_a_developers_machine_needs_no_variable_but_debug():
    assert Environment({"DEBUG": "1"}).problems() == ""
    assert setting("s.DEBUG, bool(s.SECRET_KEY)", DEBUG="1") == "True True"


def test_production_is_what_happens_when_nobody_asks_for_debug():
    expression = "s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0"
    assert setting(expression, **WHOLE) == "False True True True"


def test_only_a_proxy_is_believed_about_https():
    expression = "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"
    assert setting(expression, **WHOLE) == "('HTTP_X_FORWARDED_PROTO', 'https')"
    assert setting(expression, **WHOLE | {"HTTPS_BY": "granian"}) == "None"


def test_only_a_proxy_is_believed_about_where_a_visitor_comes_from():
    believed = {by: setting("s.BEHIND_PROXY", **WHOLE | {"HTTPS_BY": by}) for by in ["proxy", "granian", "none"]}
    assert believed == {"proxy": "True", "granian": "False", "none": "False"}


def test_without_https_nothing_redirects_to_it():
    assert setting("getattr(s, 'SECURE_SSL_REDIRECT', False)", **WHOLE | {"HTTPS_BY": "none"}) == "False"


def test_a_session_ends_after_the_minutes_given():
    assert setting("s.SESSION_COOKIE_AGE", **WHOLE) == "3600"
    assert setting("s.SESSION_COOKIE_AGE", **WHOLE | {"SESSION_IDLE_MINUTES": "15"}) == "900"


def test_a_mail_server_asks_for_a_sender():
    problems = Environment(WHOLE | {"MAIL_URL": "smtp://thu.vi-du.gov.vn"}).problems()
    assert problems.startswith("  MAIL_FROM: chưa đặt, mà MAIL_URL đã đặt.")


def test_a_wrong_mail_server_does_not_show_its_password():
    refused = run("manage.py", "check", **WHOLE, MAIL_URL="smtps://so:kin#dao@thu", MAIL_FROM="so@vi-du.gov.vn")
    assert refused.stderr.startswith("LỖI: ")
    assert "dao@thu" not in refused.stderr


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp+tls://so%40vi-du.vn:m%23t@thu.vn:2525", MailServer("thu.vn", 2525, "so@vi-du.vn", "m#t", True)),
        ("smtp+tls://thu.vi-du.vn", MailServer("thu.vi-du.vn", 587, starts_tls=True)),
        ("smtps://thu.vi-du.vn", MailServer("thu.vi-du.vn", 465, is_tls=True)),
        ("smtp://[::1]", MailServer("::1", 25)),
        ("", MailServer()),
    ],
)
def test_the_address_of_a_mail_server_names_all_its_parts(url, server):
    assert mail_server(url) == server


def test_mail_goes_to_the_server_named_and_without_one_nowhere():
    named = {"MAIL_URL": "smtps://so:mat@thu.vi-du.vn", "MAIL_FROM": "so@vi-du.vn"}
    expression = "s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_SSL, s.DEFAULT_FROM_EMAIL"
    assert setting(expression, **WHOLE | named) == "thu.vi-du.vn 465 mat True so@vi-du.vn"
    assert setting("repr(s.EMAIL_HOST)", **WHOLE) == "''"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "https://solieu.vi-du.gov.vn"),
        ({"ALLOWED_HOSTS": ".vi-du.gov.vn, khac.vn"}, "https://vi-du.gov.vn"),
        ({"HTTPS_BY": "none"}, "http://solieu.vi-du.gov.vn"),
        ({"SITE_ADDRESS": "https://so.vn:8443/"}, "https://so.vn:8443"),
    ],
)
def test_letters_name_the_site_by_its_first_host_unless_told(given, address):
    assert setting("s.SITE_ADDRESS", **WHOLE | given) == address


def test_the_machine_itself_may_always_ask():
    expected = "['localhost', '127.0.0.1', '[::1]', 'solieu.vi-du.gov.vn']"
    assert setting("s.ALLOWED_HOSTS", **WHOLE) == expected


def test_the_deployment_check_finds_nothing():
    checked = run("manage.py", "check", "--deploy", "--fail-level", "INFO", **WHOLE)
    assert checked.returncode == 0, checked.stderr


def test_the_settings_read_each_variable_and_nothing_else_reads_any():
    settings = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environment\["(\w+)"\]', settings)) | {"DEBUG"}
    assert read == set(VARIABLES)
    sources = [path for app in ["config", "indicators", "projects", "power"] for path in (ROOT / app).rglob("*.py")]
    readers = [
        path.relative_to(ROOT) for path in sources if re.search(r"os\.(environ|getenv)", path.read_text("utf-8"))
    ]
    # wsgi.py only names the settings module, createsuperuser reads a variable of Django's.
    others = {"config/wsgi.py", "config/management/commands/createsuperuser.py"}
    assert {str(path) for path in readers} == {"config/settings.py", *others}


def test_the_command_line_and_the_readme_list_every_variable():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in VARIABLES:
        assert f"  {name}" in listing()
        assert f"| `{name}` |" in readme
