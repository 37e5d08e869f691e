"""Answers of which only the status is asked: who may, and what is refused, is settled before a page is drawn."""


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


class UndrawnWhereAsked(Undrawn):
    """The same where a request says so in a header."""

    HEADER = "x-undrawn"

    def is_undrawn(self, request):
        return self.HEADER in request.headers
