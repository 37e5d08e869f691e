"""Pages that are asked for again: answered by the version of the data, before anything of them is made."""

import hashlib
import time
from functools import lru_cache, wraps

from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from config.pages import front
from config.pages.kept import kept
from config.pages.versions import current, version_now

# A figure changed by staff must be on the page at once: readers and what stands between keep nothing unasked.
MAY_BE_KEPT = "public, max-age=0, must-revalidate"


def known_by_version(view):
    """Answer 304 to whoever has the page of this version already."""

    @wraps(view)
    def page(request, *args, **kwargs):
        second, version = int(time.time()), version_now()
        made_of = current.set(version)
        try:
            # Told only after its second: then no version that comes later was first seen in the same one.
            seen = first_seen()
            modified = seen if seen < second else None
            etag = tag(request, version)
            answer = get_conditional_response(request, etag, modified) or view(request, *args, **kwargs)
            if answer.status_code in (200, 304) and front.may_keep(request):
                answer["X-Accel-Expires"] = f"@{front.last_second(second)}"
        finally:
            current.reset(made_of)
        answer["Cache-Control"] = MAY_BE_KEPT
        if answer.status_code in (200, 304):
            answer["ETag"] = etag
            # A feed has a date of its own, which says less.
            del answer["Last-Modified"]
            if modified:
                answer["Last-Modified"] = date_of(modified)
        return answer

    return page


@kept
def first_seen():
    """The second in which a version was first seen: what was written in time may be committed much later."""
    return int(time.time())


# Of the same second for as long as nothing changes.
date_of = lru_cache(maxsize=4)(http_date)


def tag(request, version):
    """The ETag of an address, weak: of the same figures a file is not always made of the same bytes."""
    told = f"{version} {request.scheme} {request.get_host()} {request.get_full_path()}"
    return f'W/"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
