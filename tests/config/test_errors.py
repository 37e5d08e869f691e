"""Pages of failed requests: Vietnamese, with the id to quote, and without a database (no test here has one)."""

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 (Django reads them)

pytestmark = pytest.mark.urls(__name__)

REQUEST_ID = "5b9f1f6e3c0d4a3f8f0c6a1d2e3f4a5b"


def failing_with(error):
    def view(request):
        raise error

    return view


def deadlocked(request):
    raise OperationalError("deadlock detected") from psycopg.errors.DeadlockDetected()


urlpatterns = [
    path("cho-nhau/", deadlocked),
    path("tu-choi/", failing_with(PermissionDenied())),
    path("dang-ngo/", failing_with(SuspiciousOperation("tên miền lạ"))),
    path("loi-cua-ta/", failing_with(ZeroDivisionError("bí mật"))),
    path("kho-khong-tra-loi/", failing_with(OperationalError("database is locked"))),
    path("bieu-mau/", lambda request: HttpResponse("đã ghi")),
    *urlpatterns,
]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, enforce_csrf_checks=True, headers={"X-Request-ID": REQUEST_ID})


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/dang-ngo/", 400, "Yêu cầu không hợp lệ"),
        ("/tu-choi/", 403, "Không được phép"),
        ("/khong-co-trang-nay/", 404, "Không tìm thấy trang"),
        ("/loi-cua-ta/", 500, "Máy chủ gặp lỗi"),
        ("/cho-nhau/", 503, "Vừa có người ghi cùng lúc"),
        ("/kho-khong-tra-loi/", 503, "Cơ sở dữ liệu chưa sẵn sàng"),
    ],
)
def test_a_failed_request_gets_a_page_that_says_what_happened(visitor, address, status, title):
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in page
    assert f"<code>{REQUEST_ID}</code>" in page
    assert "bí mật" not in page
    assert answer["X-Request-ID"] == REQUEST_ID
    assert answer["Cache-Control"] == "no-store"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_form_without_its_token_is_told_to_load_the_page_again(visitor):
    answer = visitor.post("/bieu-mau/")
    assert answer.status_code == 403
    assert "tải lại trang" in answer.content.decode()


def test_a_database_that_does_not_answer_says_when_to_come_back(visitor):
    assert visitor.get("/kho-khong-tra-loi/")["Retry-After"] == "60"


def test_a_strange_host_is_refused_in_vietnamese(visitor):
    answer = visitor.get("/", headers={"Host": "ke-la.example"})
    assert answer.status_code == 400
    assert "Yêu cầu không hợp lệ" in answer.content.decode()
