"""The one button of a small office: what it would approve and publish, and that it does this and nothing else."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.actions import releasing
from indicators.actions.approving import MAY_APPROVE, approve_figures
from indicators.models import Figure, Release, State, Version
from indicators.review.queue import newest_words

NAMED = 100


@dataclass
class Waiting:
    """Handed-in figures that the button would approve before, and approved versions that it would publish."""

    to_approve: list[Figure]
    words: dict[int, int]
    versions: list[tuple[int, int]]

    @property
    def count(self):
        return len(self.to_approve) + len(self.versions)

    @property
    def figures(self):
        return [figure.pk for figure in self.to_approve] + [figure for _, figure in self.versions]

    @cached_property
    def named(self):
        """The first of all these, to be read before the button is pressed."""
        first = [version for version, _ in self.versions[:NAMED]]
        versions = Version.objects.filter(pk__in=first).select_related("indicator__unit", "place")
        return [*self.to_approve, *versions.order_by("indicator", "pk")]

    @property
    def unnamed(self):
        return self.count - len(self.named)

    @property
    def fingerprint(self):
        """A short name for all of it: another one where any figure was written or approved again since."""
        told = sorted(self.words.items()), sorted(self.versions)
        return sha256(repr(told).encode()).hexdigest()[:32]


def waiting_for(user, chosen):
    """What the button would do for this user, of the chosen figures, or of all that waits where `chosen` is None."""
    to_approve, words = [], {}
    if chosen is not None and user.has_perm(MAY_APPROVE):
        handed_in = Figure.objects.filter(pk__in=chosen, state=State.SUBMITTED)
        # Before the figures: of what is written between the two, the words are too old and not the values shown.
        words = newest_words(handed_in)
        to_approve = list(handed_in.select_related("indicator__unit", "place").order_by("indicator", "pk"))
    versions = []
    for kind in Release.Kind:
        found = releasing.releasable(kind).exclude(figure__in=[figure.pk for figure in to_approve])
        found = found if chosen is None else found.filter(figure__in=chosen)
        versions += found.order_by("indicator", "pk").values_list("pk", "figure")
    return Waiting(to_approve, words, versions)


@transaction.atomic
def publish(chosen, *, by, shown, read=(), reason=""):
    """Approve and publish what was shown; refused where anything else waits by now. Gives the releases."""
    figures = waiting_for(by, chosen).figures
    releasing.hold(figures)
    waiting = waiting_for(by, chosen)
    if waiting.fingerprint != shown or set(waiting.figures) != set(figures):
        raise ValidationError("Số liệu chờ công bố vừa thay đổi: hãy xem lại danh sách dưới đây rồi bấm lại.")
    if waiting.to_approve:
        approve_figures(
            Figure.objects.filter(pk__in=[figure.pk for figure in waiting.to_approve]), by=by, reason=reason
        )
    return releasing.release_of_the_day(by=by, read=read, figures=figures)
