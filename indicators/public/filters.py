"""The filter forms above the public tables."""

import re
from datetime import date

import django_filters
from django import forms
from django.db.models import Exists, F, Max, Min, OuterRef, Q

from config.at_once import asked, at_once
from config.pages.filters import BookFilterSet, FoldedSearchFilter, choices, listed
from config.pages.kept import kept
from indicators.models import Kind, Place, Source, Topic, Version
from indicators.periods import FIRST_YEAR, LAST_YEAR


@kept
def in_use():
    """What public figures name, by filter: codes with what they are called, and the years they speak of."""
    figures = Version.objects.public()
    told = at_once(
        topics=choices(Topic.objects.all(), "position", "name"),
        places=choices(Place.objects.filter(Exists(figures.filter(place=OuterRef("pk")))), "code"),
        # What only a draft quotes is nobody's to read.
        sources=choices(figures.sources(), "code", code=F("code"), label=F("title")),
        years=asked(figures, first=Min("period_start"), last=Max("period_end")),
    )
    rows = {
        name: [(row["code"], row["label"]) for row in listed(told[name])] for name in ("topics", "places", "sources")
    }
    return rows | {"years": _years(**told["years"][0])}


def _years(first, last):
    """Every year from the first to the last day, the latest first."""
    if first is None:
        return []
    return [(str(year), str(year)) for year in range(int(last[:4]), int(first[:4]) - 1, -1)]


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
    chu_de = django_filters.ChoiceFilter("indicator__topic__code", choices=lambda: in_use()["topics"], label="Chủ đề")
    nam = PeriodYearFilter(label="Năm", choices=lambda: in_use()["years"])
    loai = django_filters.ChoiceFilter(field_name="kind", choices=Kind, label="Loại số liệu")
    dia_ban = django_filters.ChoiceFilter("place__code", choices=lambda: in_use()["places"], label="Địa bàn")
    nguon = django_filters.ChoiceFilter("source__code", choices=lambda: in_use()["sources"], label="Nguồn")
    nghi_van = DoubtFilter(label="Số còn nghi vấn")


class SourceFilter(BookFilterSet):
    tim = FoldedSearchFilter(label="Tìm nguồn")
    loai = django_filters.ChoiceFilter(field_name="genre", choices=Source.Genre, label="Loại tài liệu")
