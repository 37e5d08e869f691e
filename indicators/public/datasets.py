"""The public tables of figures, topics, sources and releases, for the catalogue."""

from django.db.models import Count, Q
from django.urls import reverse

from config.pages.datasets import Dataset
from indicators.models import Release, Version
from indicators.public import highlights
from indicators.public.releases import ReleaseTable
from indicators.public.tables import FigureTable, SourceTable, TopicTable


def declared():
    """All of them change for readers with a release, and with nothing else."""
    figures = Version.objects.public()
    releases = Release.objects.out().annotate(figures=Count("items"))
    newest = releases.order_by("-public_from").values_list("public_from", flat=True).first()
    topics = highlights.topics_with_counts()
    sources = figures.sources().annotate(figure_count=Count("versions", filter=Q(versions__in=figures)))
    return [
        Dataset(
            "so-lieu",
            "Số liệu",
            "Từng con số đã công bố và đang có hiệu lực, theo chỉ tiêu, địa bàn, kỳ và loại số liệu, với nguồn, ghi "
            "chú và dấu hiệu cần biết trước khi trích.",
            reverse("figure-list"),
            FigureTable(figures),
            newest,
        ),
        Dataset(
            "chu-de",
            "Chỉ tiêu theo chủ đề và số mới nhất",
            "Mỗi chủ đề một bảng: các chỉ tiêu, số mới nhất của từng địa bàn, mức thay đổi, kế hoạch hay mục tiêu.",
            reverse("topic-list"),
            TopicTable([row for topic in topics for row in highlights.topic_rows(topic)]),
            newest,
            [(topic.name, reverse("topic", args=[topic.code])) for topic in topics],
        ),
        Dataset(
            "nguon",
            "Nguồn tài liệu",
            "Tài liệu mà số liệu công khai được trích từ đó.",
            reverse("source-list"),
            SourceTable(sources),
            newest,
        ),
        Dataset(
            "dot-cong-bo",
            "Đợt công bố",
            "Các đợt công bố, đính chính, rút số liệu đã đến giờ.",
            reverse("release-list"),
            ReleaseTable(releases),
            newest,
        ),
    ]
