"""What changed since the approval: a working row beside its newest version, field by field."""

from dataclasses import dataclass

from indicators.models import Figure, ReportedValue, Version
from indicators.wording import told


@dataclass(frozen=True)
class Difference:
    """One thing a working row says otherwise than its newest version."""

    label: str
    old: object
    new: object

    def __str__(self):
        return f"{self.label}: {told(self.old)} → {told(self.new)}"


def newest_versions(rows):
    """The last version of each figure that has one, by the figure's id; one query."""
    found = Version.objects.filter(figure__in=[row.pk for row in rows]).newest().select_related("source")
    return {version.figure_id: version for version in found.prefetch_related("reported_values__source")}


def reported_beside(rows):
    """What other sources say of each figure, by the figure's id; one query."""
    found = {row.pk: [] for row in rows}
    for other in ReportedValue.objects.filter(figure__in=found).select_related("source").order_by("pk"):
        found[other.figure_id].append(other)
    return found


def differences(row, version, reported):
    """What the row, with what stands beside it, says otherwise than the version; a row without a version is all new."""
    if version is None:
        return [Difference("số liệu", None, row)]
    found = []
    for name in Figure.CONTENT:
        field = Figure._meta.get_field(name)
        if getattr(row, field.attname) != getattr(version, field.attname):
            found.append(Difference(field.verbose_name, _named(version, field), _named(row, field)))
    before, after = ([_said(other) for other in others] for others in (version.reported_values.all(), reported))
    if sorted(before, key=repr) != sorted(after, key=repr):
        old, new = (", ".join(map(str, others)) for others in (version.reported_values.all(), reported))
        found.append(Difference("số do nguồn khác nêu", old, new))
    return found


def _named(row, field):
    """A value as people call it: the words of a choice, the name of a source."""
    value = getattr(row, field.name)
    return dict(field.flatchoices).get(value, value) if field.choices else value


def _said(other):
    return tuple(getattr(other, ReportedValue._meta.get_field(name).attname) for name in ReportedValue.CONTENT)
