"""Pages for requests that fail: but for forms of staff they ask no database, which may be what failed."""

import sys

from django.contrib import admin
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from config.databases import ended_for_another, out_of_room
from config.pages.views import site


def error_page(request, *, status, title, advice, headers=()):
    """A page that says what happened, what to do, and the id under which the log tells the rest."""
    context = site(request) | {
        "last_change": None,
        "title": title,
        "advice": advice,
        "request_id": getattr(request, "correlation_id", None),
    }
    headers = {"Cache-Control": "no-store"} | dict(headers)
    return HttpResponse(render_to_string("error.html", context), status=status, headers=headers)


def bad_request(request, exception):
    return error_page(
        request,
        status=400,
        title="Yêu cầu không hợp lệ",
        advice="Hãy kiểm tra lại địa chỉ hoặc nội dung vừa gửi rồi thử lại.",
    )


def permission_denied(request, exception):
    return error_page(
        request,
        status=403,
        title="Không được phép",
        advice="Tài khoản này chưa được cấp quyền vào trang. Hãy báo người quản trị nếu cần.",
    )


def csrf_failure(request, reason=""):
    """A form of staff whose log-in is another by now comes back with all that was typed; anything else ends here."""
    return admin.site.after_csrf_failure(request) or error_page(
        request,
        status=403,
        title="Biểu mẫu đã hết hạn",
        advice="Chưa ghi gì. Hãy quay lại trang trước, tải lại trang rồi gửi lại; nếu vẫn gặp lỗi, hãy bật cookie.",
    )


def page_not_found(request, exception):
    return error_page(
        request,
        status=404,
        title="Không tìm thấy trang",
        advice="Địa chỉ này không có trang nào, hoặc nội dung đã được gỡ. Hãy chọn một mục trong danh mục ở trên.",
    )


def server_error(request):
    """507 when the disk is full, 503 when the database does not answer, is locked or gave way, 500 for our mistakes."""
    if out_of_room(sys.exc_info()[1]):
        return error_page(
            request,
            status=507,
            title="Máy chủ hết chỗ trên ổ đĩa",
            advice="Chưa ghi gì vừa gửi. Hãy báo người quản trị; có chỗ rồi thì gửi lại.",
        )
    if ended_for_another(sys.exc_info()[1]):
        return error_page(
            request,
            status=503,
            title="Vừa có người ghi cùng lúc",
            advice="Chưa ghi gì vừa gửi. Hãy quay lại trang trước, những gì đã gõ còn đó, rồi gửi lại.",
            headers={"Retry-After": "1"},
        )
    if isinstance(sys.exc_info()[1], OperationalError):
        return error_page(
            request,
            status=503,
            title="Cơ sở dữ liệu chưa sẵn sàng",
            advice="Trang tạm thời chưa đọc, ghi được dữ liệu. Hãy thử lại sau ít phút.",
            headers={"Retry-After": "60"},
        )
    return error_page(
        request,
        status=500,
        title="Máy chủ gặp lỗi",
        advice="Lỗi đã được ghi vào nhật ký. Hãy thử lại; nếu vẫn gặp, hãy báo người quản trị.",
    )
