"""Addresses of the public pages of figures."""

from django.urls import path, re_path

from indicators.public import building, cards, compare, english, feeds, pictures, releases, views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("chu-de/", views.topic_list, name="topic-list"),
    path("chu-de/<slug:code>/", views.topic, name="topic"),
    path("chu-de/<slug:code>/atom.xml", feeds.topic_feed, name="topic-feed"),
    path("chi-tieu/<slug:code>/", views.indicator, name="indicator"),
    path("chi-tieu/<slug:code>/anh.png", cards.card, name="card"),
    # Numbers no database holds are no address.
    re_path(
        r"^chi-tieu/(?P<code>[-\w]+)/ban/(?P<figure>[0-9]{1,18})-(?P<number>[0-9]{1,4})/$",
        releases.version,
        name="version",
    ),
    re_path(
        r"^chi-tieu/(?P<code>[-\w]+)/bieu-do/(?P<place>.+)/(?P<axis>[-a-z0-9]+)\.(?P<ending>svg|png)$",
        pictures.chart_file,
        name="chart-file",
    ),
    path("nhung/chi-tieu/<slug:code>/", pictures.embed, name="embed"),
    path("en/", english.overview, name="english"),
    path("en/topics/<slug:code>/", english.topic, name="english-topic"),
    path("en/indicators/<slug:code>/", english.indicator, name="english-indicator"),
    path("lap-bang/", building.build_table, name="build-table"),
    path("so-sanh/", compare.compare, name="compare"),
    path("dot-cong-bo/", releases.release_list, name="release-list"),
    path("dot-cong-bo/atom.xml", releases.feed, name="release-feed"),
    path("dot-cong-bo/<slug:code>/", releases.release, name="release"),
    path("so-lieu/", views.figure_list, name="figure-list"),
    path("huong-dan/", views.guide, name="guide"),
    path("thuat-ngu/", views.terms, name="terms"),
    path("nguon/", views.source_list, name="source-list"),
]
