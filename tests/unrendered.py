"""Answers of which only the status is asked: who may, and what is refused, is settled before a page is drawn."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseForbidden, HttpResponseNotFound


class Undrawn:
    """A middleware under which no page is drawn."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def is_undrawn(self, request):
        return True

    def process_template_response(self, request, response):
        if self.is_undrawn(request):
            # A content that is set is not rendered any more.
            response.content = b""
        return response

    def process_exception(self, request, exception):
        if not self.is_undrawn(request):
            return None
        match exception:
            case PermissionDenied():
                return HttpResponseForbidden()
            case Http404():
                return HttpResponseNotFound()
        return None


class UndrawnWhereAsked(Undrawn):
    """The same where a request says so in a header."""

    HEADER = "x-undrawn"

    def is_undrawn(self, request):
        return self.HEADER in request.headers
