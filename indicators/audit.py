"""The trail's triggers and the actor they record."""


def drop_triggers(**kwargs):
    """Placeholder until the triggers arrive."""


def create_triggers(**kwargs):
    """Placeholder until the triggers arrive."""


class ActorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)
