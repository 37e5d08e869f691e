"""Room for the frames of Python calls, so that deep code does not ask the system for it over and over.

CPython keeps frames in chunks of 16 KB (seen with 3.11). A chunk is asked of the system when a call crosses the end of
the last one, and given back when the call returns: a template whose loop stands across such an end does both hundreds
of times a page, a quarter of all the time a page takes. A call whose frame claims much room gets a large chunk, and
what it calls stands in the rest of it.
"""

from functools import wraps

# In words of the stack: a chunk of a megabyte, of which memory is only what is used.
ROOM = 70_000


def roomy(function):
    """The same function, called where there is room for all that it calls."""

    @wraps(function)
    def called(*args, **kwargs):
        return function(*args, **kwargs)

    called.__code__ = called.__code__.replace(co_stacksize=ROOM)
    return called
