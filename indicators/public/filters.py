"""The filter forms above the public tables."""

import re
from datetime import date

import django_filters
from django import forms
from django.db.models import Exists, Max, Min, OuterRef, Q

from config.pages.filters import BookFilterSet, FoldedSearchFilter
from indicators.models import Kind, Place, Source, Topic, Version
from indicators.periods import FIRST_YEAR, LAST_YEAR


def places_of_public_figures(request):
    return Place.objects.filter(Exists(Version.objects.public().filter(place=OuterRef("pk"))))


def years_of_public_figures():
    """Every year from the first to the last that public figures speak of, the latest first."""
    years = Version.objects.public().aggregate(first=Min("period_start"), last=Max("period_end"))
    if years["first"] is None:
        return []
    return [(str(year), str(year)) for year in range(years["last"].year, years["first"].year - 1, -1)]


def touches(year):
    """Whether a figure's period touches the calendar year."""
    return Q(period_start__lte=date(year, 12, 31), period_end__gte=date(year, 1, 1))


def as_year(word):
    """The year a word means, None where it means none."""
    return int(word) if re.fullmatch("[0-9]{4}", word) and FIRST_YEAR <= int(word) <= LAST_YEAR else None


class FigureSearchFilter(FoldedSearchFilter):
    """A year among the words is one in the name or of the period: «xuất khẩu năm 2022», «giá so sánh 2010»."""

    def holding(self, queryset, words):
        # The word «năm» before a year stands in no name.
        pairs = zip(words, [*words[1:], ""], strict=False)
        return super().holding(queryset, [word for word, after in pairs if not (word == "nam" and as_year(after))])

    def holds(self, word):
        year = as_year(word)
        return super().holds(word) | touches(year) if year else super().holds(word)


def quoted_sources(request):
    """The documents public figures are taken from: what only a draft quotes is nobody's to read."""
    return Version.objects.public().sources()


class PeriodYearFilter(django_filters.ChoiceFilter):
    """Figures whose period touches the year, chosen among those figures speak of."""

    def filter(self, queryset, value):
        return queryset.filter(touches(int(value))) if value else queryset


class DoubtFilter(django_filters.BooleanFilter):
    """Only figures in doubt, when ticked."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, widget=forms.CheckboxInput, **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(in_doubt=True) if value else queryset


class FigureFilter(BookFilterSet):
    tim = FigureSearchFilter("indicator__folded", "place__folded", label="Tìm chỉ tiêu, địa bàn, năm")
    chu_de = django_filters.ModelChoiceFilter(
        field_name="indicator__topic", queryset=Topic.objects.all(), to_field_name="code", label="Chủ đề"
    )
    nam = PeriodYearFilter(label="Năm", choices=years_of_public_figures)
    loai = django_filters.ChoiceFilter(field_name="kind", choices=Kind, label="Loại số liệu")
    dia_ban = django_filters.ModelChoiceFilter(
        field_name="place", queryset=places_of_public_figures, to_field_name="code", label="Địa bàn"
    )
    nguon = django_filters.ModelChoiceFilter(
        field_name="source", queryset=quoted_sources, to_field_name="code", label="Nguồn"
    )
    nghi_van = DoubtFilter(label="Số còn nghi vấn")


class SourceFilter(BookFilterSet):
    tim = FoldedSearchFilter(label="Tìm nguồn")
    loai = django_filters.ChoiceFilter(field_name="genre", choices=Source.Genre, label="Loại tài liệu")
