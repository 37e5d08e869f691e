"""Answers of which only the status is asked: who may, and what is refused, is settled before a page is drawn."""


class Posts:
    """A middleware under which what answers a POST is not drawn."""

    methods = ("POST",)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if request.method in self.methods:
            # A content that is set is not rendered any more.
            response.content = b""
        return response


class All(Posts):
    """A middleware under which no page is drawn."""

    methods = ("GET", "POST")
