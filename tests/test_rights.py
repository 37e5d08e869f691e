"""Who may do what: every address and every screen, for each role, in one's own office or another's, read and written.

What is expected follows from the roles' own table (config.staff.roles) and one simple rule told again here: a role
writes where its sections allow, an account with an office only what that office answers for.
"""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from config.staff.admin import RecordedAdmin, Section
from config.staff.roles import ROLES, sync
from indicators.grids.screen import GridAdmin
from indicators.models import (
    AuditEntry,
    Figure,
    FormPeriod,
    Indicator,
    Posting,
    ReportedValue,
    ReportForm,
    SheetImport,
    State,
    TablePresence,
    Version,
)
from indicators.resources import FigureResource
from indicators.review.queue import newest_words
from power.models import PowerTransformer
from projects.actions import approve_scheme
from projects.models import EstateArea, ExtensionBudget, ProjectStatus, SchemeStep
from tests import makers
from tests.config.staff.test_nonsense import address, make
from tests.grids import open_grid, send
from tests.indicators.imports.bringing import bring_in
from tests.sheets import preview, xlsx
from tests.staff_forms import ticked, typed

# A walk through screens meets no engine's own: one of the two, the quicker, is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
REGISTERS = {Section.PROJECTS, Section.ESTATES, Section.MINERALS, Section.EXTENSION, Section.POWER}
SCREENS = sorted(
    (model for model, screen in admin.site._registry.items() if isinstance(screen, RecordedAdmin)),
    key=lambda model: model._meta.label,
)
WHERE = ["own", "other", "whole"]
STAFF = "/quan-tri/"
START = {STAFF}


def make_offices():
    """One office that keeps every register, one that keeps none."""
    sync()
    keeps = {f"keeps_{section.value}": True for section in REGISTERS}
    return makers.make_office(code="giu", **keeps), makers.make_office(code="khong")


@pytest.fixture
def offices(db):
    return make_offices()


def person(role, office=None):
    user = makers.make_user()
    user.groups.add(Group.objects.get(name=role.name))
    if office:
        Posting.objects.create(user=user, office=office)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def row_of(model, office):
    """A row of a model, whose indicator or form, if it has one, is this office's."""
    row = make(model)
    if indicator := indicator_of(row):
        Indicator.objects.filter(pk=indicator.pk).update(office=office)
    elif admin.site.section_of(model) == Section.FORMS:
        ReportForm.objects.filter(pk=getattr(row, "form", row).pk).update(office=office)
    row.refresh_from_db()
    return row


def indicator_of(row):
    if isinstance(row, ReportedValue):
        return row.figure.indicator
    return row.indicator if isinstance(row, Figure) else None


def is_bound_to_an_office(model):
    return is_told_by_its_row(model) or admin.site.section_of(model) in REGISTERS


def is_told_by_its_row(model):
    """Whether the row, and not its whole section, says which office answers."""
    return model in (Figure, ReportedValue) or admin.site.section_of(model) == Section.FORMS


def may_write(role, where, model, verb):
    section = admin.site.section_of(model)
    if section not in getattr(role, verb):
        return False
    is_administrator = role.name == "Quản trị hệ thống"
    return where != "other" or is_administrator or not is_bound_to_an_office(model)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_figures_are_decided_by_who_may_in_the_office_that_answers(offices, role, where):
    keeper, idle = offices
    client = signed_in(person(role, {"own": keeper, "other": idle, "whole": None}[where]))
    figures = [row_of(Figure, keeper) for _ in range(4)]
    for figure, state in zip(figures, [State.DRAFT, *[State.SUBMITTED] * 3], strict=True):
        Figure.objects.filter(pk=figure.pk).update(state=state)
    url = address(Figure, "changelist")
    for action, figure in zip(["submit", "approve", "send_back"], figures, strict=False):
        client.post(url, ticked(client.get(url), [figure], action) | {"confirmed": "yes", "reason": "Sai"})
    review = reverse("admin:indicators_figure_review")
    entry = Version.objects.count()
    client.post(review, {"approve_page": "1", "shown": figures[3].pk, "seen": f"{figures[3].pk}:{newest(figures[3])}"})
    decides = Section.FIGURES in role.approve and where != "other"
    expected = [
        State.SUBMITTED if may_write(role, where, Figure, "change") else State.DRAFT,
        State.APPROVED if decides else State.SUBMITTED,
        State.RETURNED if decides else State.SUBMITTED,
        State.APPROVED if decides else State.SUBMITTED,
    ]
    assert [Figure.objects.get(pk=figure.pk).state for figure in figures] == expected
    assert Version.objects.count() - entry == int(decides)


def newest(figure):
    return newest_words([figure])[figure.pk]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_releases_are_published_by_who_publishes_alone(offices, role):
    client = signed_in(person(role, offices[1]))
    figure = makers.make_figure(state=State.APPROVED, released=False, source=makers.make_source())
    release = makers.make_release(figure.versions.get(), published=False)
    publishes = Section.RELEASES in role.publish
    desk = reverse("admin:indicators_release_prepare", args=[release.pk])
    for button in ["gather", "leave_out", "renew", "read"]:
        assert client.post(desk, {button: "1"}).status_code in ({200, 302} if publishes else {403})
    client.post(reverse("admin:indicators_release_now"), {"confirmed": "yes"})
    client.post(address(Figure, "changelist"), {"action": "publish_now", "_selected_action": [figure.pk]})
    page = client.get(desk).context
    client.post(desk, {"publish": "1", "shown": page["checklist"].fingerprint if page else ""})
    release.refresh_from_db()
    assert release.is_published == publishes
    ahead = makers.make_release(
        makers.make_figure(state=State.APPROVED, released=False).versions.get(),
        hour=timezone.now() + timedelta(days=1),
    )
    client.post(reverse("admin:indicators_release_prepare", args=[ahead.pk]), {"call_off": "1", "reason": "Gõ nhầm"})
    ahead.refresh_from_db()
    assert ahead.is_published != publishes


def test_a_scheme_is_approved_only_where_its_office_answers(offices):
    approver = next(role for role in ROLES if Section.EXTENSION in role.approve)
    scheme = makers.make_extension_scheme()
    with pytest.raises(ValidationError, match="không phụ trách"):
        approve_scheme(scheme, by=person(approver, offices[1]), on=date(2022, 5, 1), document="QĐ")


def test_a_sheet_writes_no_figure_of_another_office(offices):
    keeper, idle = offices
    figure = row_of(Figure, keeper)
    clerk = next(role for role in ROLES if role.name == "Chuyên viên nhập liệu")
    rows = [
        ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"],
        [figure.indicator.code, figure.place.code, 2022, "chính thức", 5],
    ]
    (problem,) = preview(FigureResource(), xlsx(rows), user=person(clerk, idle)).problems
    assert "do đơn vị khác phụ trách" in problem.message
    assert preview(FigureResource(), xlsx(rows), user=person(clerk, keeper)).problems == []


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_imports_are_seen_by_who_sees_their_register_and_taken_back_by_who_may_bring_in(
    offices, role, where, settings, tmp_path
):
    settings.IMPORT_FOLDER = tmp_path
    keeper, idle = offices
    figure = row_of(Figure, keeper)
    rows = [
        ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"],
        [figure.indicator.code, figure.place.code, 2022, "chính thức", 5],
        [figure.indicator.code, figure.place.code, "sai", "chính thức", 5],
    ]
    bring_in(signed_in(makers.make_user(is_superuser=True)), xlsx(rows))
    one = SheetImport.objects.get()
    client = signed_in(person(role, {"own": keeper, "other": idle, "whole": None}[where]))
    pages = [address(SheetImport, "changelist")]
    pages += [address(SheetImport, page, one.pk) for page in ("change", "original", "returned", "undo")]
    seen = Section.FIGURES in role.view
    changes = may_write(role, "own", Figure, "change")
    brings = changes and may_write(role, "own", Figure, "add")
    expected = [seen, seen, changes, changes, brings]
    assert [client.get(page).status_code == 200 for page in pages] == expected
    asked = client.get(pages[-1])
    client.post(pages[-1], {"seen": asked.context["seen"] if brings else "x"})
    figure.refresh_from_db()
    assert (figure.value != 5) == (brings and may_write(role, where, Figure, "change"))


@pytest.mark.every_engine
def test_a_figure_is_not_moved_to_or_put_under_what_another_office_answers_for(offices):
    keeper, idle = offices
    clerk = next(role for role in ROLES if role.name == "Chuyên viên nhập liệu")
    client = signed_in(person(clerk, idle))
    foreign, own = row_of(Figure, keeper), row_of(Figure, idle)
    change = address(Figure, "change", own.pk)
    answer = client.post(change, typed(client.get(change)) | {"indicator": foreign.indicator_id})
    assert "không phụ trách" in str(answer.context["adminform"].form.errors)
    add = address(ReportedValue, "add")
    sent = {"figure": foreign.pk, "value": "1", "qualifier": "=", "source": makers.make_source().pk, "note": ""}
    assert "không phụ trách" in str(client.post(add, sent).context["adminform"].form.errors)


def test_a_section_no_office_keeps_is_everyones(db):
    sync()
    clerk = next(role for role in ROLES if role.name == "Chuyên viên nhập liệu")
    client = signed_in(person(clerk, makers.make_office()))
    for model in SCREENS:
        if admin.site.section_of(model) in REGISTERS:
            assert client.get(address(model, "add")).status_code == 200, model


def test_a_figure_whose_indicator_has_no_office_is_the_whole_departments(offices):
    clerk = next(role for role in ROLES if role.name == "Chuyên viên nhập liệu")
    figure = row_of(Figure, None)
    change = address(Figure, "change", figure.pk)
    page = signed_in(person(clerk, offices[0])).get(change)
    assert "Chỉ để xem: chưa giao đơn vị nào phụ trách." in page.content.decode()
    assert 'name="value"' not in page.content.decode()
    assert 'name="value"' in signed_in(person(clerk)).get(change).content.decode()


# Of each register with a table, a box of a stored row with what stands there, and boxes of what would be a new row.
GRIDS = {
    ExtensionBudget: ("2022.local-allocated", "3000", "9999", {"2030.local-allocated": "5"}),
    EstateArea: (
        "{0.estate_id}.leased.20200115-hectares", "12", "13", {"{0.estate_id}.leased.20300101-hectares": "5"},
    ),
    ProjectStatus: (
        "r{0.pk}-document", "", "CV 1", {"{0.project_id}n1-status": "tạm ngừng", "{0.project_id}n1-on": "1/1/2030"},
    ),
    PowerTransformer: (
        "r{0.pk}-rated_mva", "25", "40", {"{0.substation_id}n1-name": "T9", "{0.substation_id}n1-rated_mva": "5"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_tables_are_typed_in_by_who_may_write_their_register(offices, role, where):
    keeper, idle = offices
    client = signed_in(person(role, {"own": keeper, "other": idle, "whole": None}[where]))
    assert GRIDS.keys() == {model for model, screen in admin.site._registry.items() if isinstance(screen, GridAdmin)}
    for model, (box, seen, text, new) in GRIDS.items():
        row, name = make(model), f"{model._meta.app_label}_{model._meta.model_name}"
        cells = [(f"o-{box}", text, seen), *((f"o-{one}", said, "") for one, said in new.items())]
        may = [may_write(role, where, model, verb) for verb in ("change", "add")]
        before = (model.objects.filter(pk=row.pk).values().get(), model.objects.count())
        opened = open_grid(client, name).status_code
        sent = send(client, name, *((one.format(row), *rest) for one, *rest in cells)).status_code
        now = (model.objects.filter(pk=row.pk).values().get(), model.objects.count())
        assert (opened == 200, sent == 200) == (admin.site.section_of(model) in role.view, any(may)), model
        assert [one != other for one, other in zip(before, now, strict=True)] == may, model


# Every action of every list


def make_ready(row, action):
    """Put a row into a state in which an action of its list can be done."""
    if isinstance(row, Figure):
        Figure.objects.filter(pk=row.pk).update(state=State.DRAFT if action == "submit" else State.SUBMITTED)
    if isinstance(row, SchemeStep):
        # What commits money is the approver's alone.
        SchemeStep.objects.filter(pk=row.pk).update(status=SchemeStep.Status.DRAFT)
    if action == "withdraw":
        makers.approve(row)
    if action == "reopen":
        FormPeriod.objects.filter(pk=row.pk).update(closed_at=timezone.now(), closed_because="đã nộp")


def is_allowed(action, role, where, model):
    match action:
        case "delete_selected":
            return may_write(role, where, model, "delete")
        case "submit" | "close" | "reopen":
            return may_write(role, where, model, "change")
        case "approve" | "send_back":
            return Section.FIGURES in role.approve and where != "other"
        case "publish_now" | "withdraw":
            return Section.RELEASES in role.publish
        case "export_xlsx" | "export_ods" | "export_csv":
            return admin.site.section_of(model) in role.view
    raise AssertionError(f"{action} of {model}: who may?")


def does(client, row, action):
    """Whether an action of a list, pressed and confirmed, does anything: a page or a file, or rows written."""
    seen = AuditEntry.objects.latest("id").pk
    sent = {"action": action, "_selected_action": [row.pk], "post": "yes", "confirmed": "yes", "reason": "Sai"}
    if isinstance(row, Figure):
        sent["seen"] = f"{row.pk}:{newest(row)}"
    answer = client.post(address(type(row), "changelist"), sent)
    is_more_than_the_list = answer.status_code == 200 and "cl" not in (answer.context or {})
    return is_more_than_the_list or AuditEntry.objects.latest("id").pk != seen


@pytest.mark.long
def test_each_action_of_each_list_is_pressed_by_each_role_in_each_office(offices, rf):
    keeper, idle = offices
    where_from = {"own": keeper, "other": idle}
    people = [(role, where, signed_in(person(role, where_from[where]))) for role in ROLES for where in where_from]
    request = rf.get("/")
    request.user = makers.make_user(is_superuser=True)
    wrong, pressed = [], 0
    for model, screen in admin.site._registry.items():
        actions = screen.get_actions(request)
        row = actions and row_of(model, keeper)
        for action in actions:
            make_ready(row, action)
            for role, where, client in people:
                # No office bounds reading: an export from another's office is all there is to try.
                if action.startswith("export_") and where == "own":
                    continue
                with transaction.atomic():
                    if does(client, row, action) != is_allowed(action, role, where, model):
                        wrong.append((model.__name__, action, role.name, where))
                    transaction.set_rollback(True)
                pressed += 1
    assert pressed > 800
    assert wrong == []


# Every address


def addresses():
    """Every address of the site that needs no more than a row's number or a code to be asked for."""

    def walk(patterns, namespace=""):
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)
            elif isinstance(one, URLPattern) and one.name:
                yield f"{namespace}{one.name}", len(one.pattern.regex.groupindex)

    for name, count in walk(get_resolver().url_patterns):
        for given in ([], [1], ["xlsx"], ["ma"], ["ma", 1, 1]):
            if len(given) == count:
                try:
                    yield reverse(name, args=given)
                    break
                except NoReverseMatch:
                    continue


def rows():
    """All that is written; who has a table open is no writing."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.app_label in {"indicators", "projects", "power", "auth"} and model is not TablePresence
    }


@pytest.mark.long
def test_no_address_lets_a_stranger_or_a_reader_write(offices, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.unrendered.Undrawn"]
    for model in SCREENS:
        make(model)
    strangers = [Client(), signed_in(makers.make_user(is_staff=False)), signed_in(makers.make_user())]
    readers = [signed_in(person(role, offices[1])) for role in ROLES if role.name == "Người xem nội bộ"]
    before, seen = rows(), 0
    # Their own last sign-in, password and second factor are all that is theirs to write.
    own = ("password_change", "login", "logout", "jsi18n", "bao-mat")
    for address_ in sorted(set(addresses())):
        if any(part in address_ for part in own):
            continue
        seen += 1
        is_of_staff = address_.startswith(STAFF)
        # To the pages of readers all are readers.
        for client in [*strangers, *readers] if is_of_staff else [strangers[0], *readers]:
            shown = client.get(address_)
            for answer in (shown, client.post(address_, {"post": "yes", "confirmed": "yes"})):
                assert answer.status_code < 500, address_
            # The start page is any member of staff's; it shows what they may do.
            if is_of_staff and address_ not in START and client in strangers:
                assert shown.status_code in {302, 403, 404, 405}, address_
    assert seen > 150
    assert rows() == before


def test_every_screen_says_what_section_it_stands_in():
    for model, screen in admin.site._registry.items():
        assert screen.section in Section, model
