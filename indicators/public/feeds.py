"""A feed for each topic: the releases that said something of it."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from config.pages.views import public_page
from indicators.models import Release, Topic
from indicators.public.releases import IN_FEED, ReleaseFeed


class TopicFeed(ReleaseFeed):
    """The releases with figures of one topic, counted of this topic alone."""

    def get_object(self, request, code):
        return get_object_or_404(Topic, code=code)

    def title(self, topic):
        return f"{ReleaseFeed.title}, {topic.name}"

    def link(self, topic):
        return reverse("topic", args=[topic.code])

    def feed_url(self, topic):
        return reverse("topic-feed", args=[topic.code])

    def items(self, topic):
        of_topic = Count(
            "items", filter=Q(items__figure__indicator__topic=topic, items__figure__indicator__is_public=True)
        )
        releases = Release.objects.out().annotate(figures=of_topic).filter(figures__gt=0)
        return releases.order_by("-public_from", "-pk")[:IN_FEED]


topic_feed = public_page(TopicFeed())
