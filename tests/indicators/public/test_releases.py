"""What readers see of releases: the calendar, each release as it stood, corrections, withdrawals, the feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.actions import releasing
from indicators.models import Figure, Release, ReleaseItem, State
from tests import makers
from tests.indicators.pages import published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def publisher():
    return makers.make_user("indicators.publish_release")


@pytest.fixture
def figure():
    """A figure public in the release «Lần đầu» with the value 100."""
    figure = makers.make_figure(state=State.APPROVED, released=False, source=makers.make_source())
    makers.make_release(figure.versions.get(), title="Lần đầu", code="lan-dau")
    return figure


def correct(figure, value=120, reason="Gõ nhầm", **fields):
    Figure.objects.filter(pk=figure.pk).update(value=value, state=State.SUBMITTED)
    figure.refresh_from_db()
    (version,) = makers.approve(figure, released=False, reason=reason)
    given = {"title": "Đính chính lần một", "code": "dinh-chinh", "kind": "correction", **fields}
    return makers.make_release(version, **given)


def withdraw(figure, publisher, **fields):
    release = makers.make_release(published=False, kind="correction", title="Rút số", code="rut-so", **fields)
    releasing.gather_withdrawals(release, [figure.pk], by=publisher, reason="Nguồn thu hồi bài")
    return releasing.publish(release, by=publisher)


def indicator_page(client, figure):
    return read(client, "indicator", figure.indicator.code)


def test_the_calendar_lists_what_was_published_and_promises_what_is_announced(client, figure):
    ahead = timezone.now() + timedelta(days=3)
    makers.make_release(title="Quý IV/2026", published=False, public_from=ahead, is_announced=True)
    makers.make_release(title="Còn bí mật", published=False, public_from=ahead)
    secret = makers.make_figure(state=State.APPROVED, released=False, value=98765431)
    makers.make_release(secret.versions.get(), hour=ahead, title="Đã hẹn giờ")
    page = read(client, "release-list")
    assert "Lần đầu" in page
    assert page.index("Sắp công bố") < page.index("Quý IV/2026") < page.index("Lần đầu")
    assert "Đã hẹn giờ" in page
    assert "Còn bí mật" not in page
    assert "98.765.431" not in page


def test_the_calendar_takes_back_what_was_called_off_and_says_why(client, figure, publisher):
    hour = timezone.now() + timedelta(days=300)
    other = makers.make_figure(state=State.APPROVED, released=False, source=makers.make_source())
    release = makers.make_release(other.versions.get(), hour=hour, title="Quý IV/2026", is_announced=True)
    assert read(client, "release-list").index("Sắp công bố") < read(client, "release-list").index("Quý IV/2026")
    releasing.call_off(release, by=publisher, reason="Gõ nhầm năm")
    page = read(client, "release-list")
    assert "Sắp công bố" not in page
    assert page.index("Đã hủy hẹn") < page.index("Quý IV/2026") < page.index("Gõ nhầm năm")
    assert "Quý IV/2026" not in client.get("/").content.decode()
    assert "Quý IV/2026" not in client.get(reverse("release-feed")).content.decode()
    Release.objects.filter(pk=release.pk).update(public_from=hour - timedelta(days=270))
    releasing.publish(Release.objects.get(pk=release.pk), by=publisher)
    page = read(client, "release-list")
    assert "Đã hủy hẹn" not in page
    assert page.index("Sắp công bố") < page.index("lý do đổi: Gõ nhầm năm")


@pytest.mark.every_engine
def test_what_was_called_off_is_no_longer_told_once_its_hour_has_passed():
    hour = timezone.now() + timedelta(days=3)
    makers.make_release(published=False, called_off_hour=hour, called_off_reason="Gõ nhầm")
    assert Release.objects.called_off(hour - timedelta(minutes=1)).exists()
    assert not Release.objects.called_off(hour).exists()


def test_a_release_shows_its_figures_as_they_stood_for_ever(client, figure):
    correct(figure)
    Figure.objects.update(value=98765431)
    page = read(client, "release", "lan-dau")
    assert ">100<" in page
    assert ">120<" not in page
    assert 'thay ở đợt <a href="/dot-cong-bo/dinh-chinh/">Đính chính lần một</a>' in page
    page = read(client, "release", "dinh-chinh")
    assert ">120<" in page
    assert ">100<" in page
    assert "Gõ nhầm" in page
    assert "98.765.431" not in page


@pytest.mark.every_engine
def test_a_release_is_a_file_too(client, figure):
    correct(figure)
    address = reverse("release", args=["dinh-chinh"])
    rows = b"".join(client.get(address, {"tai": "csv"}).streaming_content).decode("utf-8-sig").splitlines()
    row = dict(zip(rows[0].split(";"), rows[1].split(";"), strict=True))
    assert (row["Giá trị"], row["Thay cho"], row["Lý do sửa"]) == ("120", "100", "Gõ nhầm")
    assert client.get(address, {"tai": "xlsx"}).getvalue()[:2] == b"PK"


@pytest.mark.every_engine
def test_a_release_whose_hour_lies_ahead_is_nowhere_and_then_is(client, figure):
    hour = timezone.now() + timedelta(minutes=1)
    release = correct(figure, value=54321)
    assert client.get(reverse("release", args=["dinh-chinh"])).status_code == 200
    other = makers.make_figure(state=State.APPROVED, released=False, value=87654321, source=makers.make_source())
    makers.make_release(other.versions.get(), hour=hour, code="hen-gio", title="Hẹn giờ")
    code, topic = other.indicator.code, other.indicator.topic.code
    pages = [
        reverse(name)
        for name in ["overview", "topic-list", "figure-list", "source-list", "release-list", "release-feed"]
    ]
    pages += [
        reverse("indicator", args=[code]),
        reverse("topic", args=[topic]),
        reverse("release", args=[release.code]),
    ]
    pages += [f"{reverse('figure-list')}?tai=csv", f"{reverse('figure-list')}?tim={other.indicator.code}"]
    for address in pages:
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        assert "87.654.321" not in content.decode(), address
        assert "87654321" not in content.decode(), address
    assert client.get(reverse("release", args=["hen-gio"])).status_code == 404
    number = reverse("version", args=[code, other.pk, 1])
    assert client.get(number).status_code == 404
    assert ReleaseItem.objects.in_force(hour).filter(figure=other).exists()


def test_the_hour_comes_without_a_write(client):
    figure = makers.make_figure(state=State.APPROVED, released=False, value=87654321)
    makers.make_release(figure.versions.get(), code="sap-den", hour=timezone.now() + timedelta(seconds=3))
    address = reverse("indicator", args=[figure.indicator.code])
    assert "87.654.321" not in client.get(address).content.decode()
    deadline = timezone.now() + timedelta(seconds=20)
    while "87.654.321" not in client.get(address).content.decode():
        assert timezone.now() < deadline
    assert client.get(reverse("release", args=["sap-den"])).status_code == 200


def test_releases_in_preparation_have_no_page(client, figure):
    makers.make_release(published=False, code="dang-soan")
    assert client.get(reverse("release", args=["dang-soan"])).status_code == 404


def test_a_correction_stays_told_on_the_page_of_its_figure(client, figure):
    correct(figure)
    page = indicator_page(client, figure)
    assert "Đính chính ngày" in page
    assert "100 → 120" in page
    assert "Gõ nhầm" in page
    assert '<a href="/dot-cong-bo/dinh-chinh/">' in page


def test_the_revision_table_tells_first_next_by_how_much_and_why(client, figure):
    correct(figure)
    page = indicator_page(client, figure)
    table = page.split("Số đã được sửa qua các lần công bố")[1].split("</table>")[0]
    assert table.index("bản 1") < table.index("bản 2")
    assert "+20 (tăng 20,0 %)" in table
    assert "Gõ nhầm" in table
    assert table.index("Lần đầu") < table.index("Đính chính lần một")


def test_what_was_never_public_is_no_revision(client, figure):
    Figure.objects.update(value=110, state=State.SUBMITTED)
    figure.refresh_from_db()
    makers.approve(figure, released=False)
    assert "Số đã được sửa" not in indicator_page(client, figure)


def test_a_plan_is_revised_by_itself(client):
    indicator, place = makers.make_indicator(), makers.make_place()
    published(indicator=indicator, place=place, year=2022, kind="plan", value=100)
    published(indicator=indicator, place=place, year=2022, kind="official", value=90)
    assert "Số đã được sửa" not in read(client, "indicator", indicator.code)


def test_a_withdrawal_says_why_until_a_newer_version_comes(client, figure, publisher):
    withdraw(figure, publisher)
    page = indicator_page(client, figure)
    assert "Đã rút" in page
    assert "Nguồn thu hồi bài" in page
    assert "Chỉ tiêu này chưa có số liệu công bố." in page
    assert "Nguồn thu hồi bài" in read(client, "release", "rut-so")
    assert "rút ở đợt" in read(client, "release", "lan-dau")
    assert figure.indicator.name not in read(client, "figure-list")
    Figure.objects.update(value=130, state=State.SUBMITTED)
    figure.refresh_from_db()
    makers.approve(figure)
    page = indicator_page(client, figure)
    assert "Đã rút" not in page
    assert ">130<" in page


def test_a_withdrawal_that_was_undone_is_told_with_both_its_ends(client, figure, publisher):
    withdraw(figure, publisher)
    makers.make_release(figure.versions.get(), title="Công bố lại", code="lai")
    again = '<a href="/dot-cong-bo/lai/">Công bố lại</a>'
    page = indicator_page(client, figure)
    assert "Đã rút từ" in page
    assert "nay công bố lại" in page
    assert "Nguồn thu hồi bài" in page
    assert ">100<" in page
    assert f'rút ở đợt <a href="/dot-cong-bo/rut-so/">Rút số</a>, công bố lại ở đợt {again}' in read(
        client, "release", "lan-dau"
    )
    assert again in read(client, "release", "rut-so")
    page = read(client, "version", figure.indicator.code, figure.pk, 1)
    assert "Số này đã rút" not in page
    assert f"công bố lại ở {again}" in page
    correct(figure)
    assert "Bản này đã được thay từ" in read(client, "version", figure.indicator.code, figure.pk, 1)


def test_a_release_prepared_first_and_published_last_is_told_as_the_later(client, figure, publisher):
    early = makers.make_release(published=False, kind="correction", code="soan-truoc", title="Soạn trước")
    correct(figure)
    releasing.gather_withdrawals(early, [figure.pk], by=publisher, reason="Nguồn thu hồi bài")
    releasing.publish(early, by=publisher)
    assert 'rút ở đợt <a href="/dot-cong-bo/soan-truoc/">' in read(client, "release", "dinh-chinh")
    assert "Số này đã rút từ" in read(client, "version", figure.indicator.code, figure.pk, 2)


@pytest.mark.every_engine
def test_a_version_keeps_its_address_for_ever(client, figure):
    correct(figure)
    code = figure.indicator.code
    first = read(client, "version", code, figure.pk, 1)
    assert "Bản này đã được thay từ" in first
    assert '<span class="figure">100</span>' in first
    assert '<span class="figure">120</span>' in read(client, "version", code, figure.pk, 2)
    assert client.get(reverse("version", args=[code, figure.pk, 3])).status_code == 404
    assert client.get(reverse("version", args=["khac", figure.pk, 1])).status_code == 404
    assert client.get(f"/chi-tieu/{code}/ban/{'9' * 40}-1/").status_code == 404


def test_an_indicator_and_its_successor_lead_to_each_other(client):
    old = published(indicator=makers.make_indicator(name="Giá cũ")).indicator
    new = published(indicator=makers.make_indicator(name="Giá mới", replaces=old)).indicator
    assert "được thay bằng" in read(client, "indicator", old.code)
    assert "Kế tiếp chỉ tiêu" in read(client, "indicator", new.code)
    hidden = makers.make_indicator(name="Còn kín", is_public=False, replaces=new)
    assert hidden.name not in read(client, "indicator", new.code)


def test_the_feed_is_atom_and_tells_releases_that_are_out(client, figure):
    correct(figure)
    makers.make_release(title="Chưa xong", published=False)
    answer = client.get(reverse("release-feed"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert answer["ETag"]
    feed = ElementTree.fromstring(answer.content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Đính chính: Đính chính lần một", "Lần đầu"]
    for entry in feed.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}id").startswith("http://testserver/dot-cong-bo/")
        assert entry.findtext(f"{ATOM}updated")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Sở Công Thương"
    assert reverse("release-feed") in client.get("/").content.decode()


def test_withdrawals_have_pages_of_their_own_and_leave_the_figures_where_they_are(client, publisher):
    figures = [makers.make_figure(state=State.APPROVED, source=makers.make_source()) for _ in range(30)]
    release = makers.make_release(published=False, kind="correction", code="rut-nhieu")
    releasing.gather_withdrawals(release, [figure.pk for figure in figures], by=publisher, reason="Nguồn thu hồi bài")
    releasing.publish(release, by=publisher)
    pages = [client.get(reverse("release", args=["rut-nhieu"]), {"rut-trang": number}).content for number in (1, 2)]
    assert [page.count("Nguồn thu hồi bài".encode()) for page in pages] == [25, 5]


def test_queries_of_release_pages_do_not_grow(client, django_assert_max_num_queries):
    figures = [makers.make_figure(state=State.APPROVED, released=False, source=makers.make_source()) for _ in range(30)]
    makers.make_release(*[figure.versions.get() for figure in figures[:3]], code="it")
    makers.make_release(*[figure.versions.get() for figure in figures[3:]], code="nhieu")
    with django_assert_max_num_queries(6):
        assert b"Trang </span>2" not in client.get(reverse("release", args=["it"])).content
    with django_assert_max_num_queries(6):
        assert b"Trang </span>2" in client.get(reverse("release", args=["nhieu"])).content
    with django_assert_max_num_queries(6):
        client.get(reverse("release-list"))
    assert Release.objects.out().count() == 2
