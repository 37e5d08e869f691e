import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from config.staff.admin import Section
from config.staff.roles import ROLES, meaning_of, sync
from indicators.models import Figure, Release, State, Unit
from projects.models import ExtensionScheme, InvestmentProject
from tests import makers
from tests.staff_forms import ticked

# Permissions are plain rows, on either engine alike.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

VIEWER, CLERK, APPROVER, PUBLISHER, KEEPER = [role.name for role in ROLES]
EVERYONE = {VIEWER, CLERK, APPROVER, PUBLISHER, KEEPER}
SCREENS = {
    "figures": (Figure, makers.make_figure),
    "releases": (Release, lambda: makers.make_release(published=False)),
    "projects": (InvestmentProject, makers.make_investment_project),
    "schemes": (ExtensionScheme, makers.make_extension_scheme),
    "catalogues": (Unit, makers.make_unit),
    "accounts": (User, makers.make_user),
}
# Who may open what: each address of each kind of screen, role by role.
MAY = {
    "figures": {
        "changelist": EVERYONE,
        "history": EVERYONE,
        "export": EVERYONE,
        "add": {CLERK, KEEPER},
        "import": {CLERK, KEEPER},
        "change": EVERYONE,
        "delete": {CLERK, KEEPER},
        "save": {CLERK, APPROVER, KEEPER},
    },
    "releases": {
        "changelist": EVERYONE,
        "history": EVERYONE,
        "add": {PUBLISHER},
        "change": EVERYONE,
        "delete": {PUBLISHER},
        "save": {PUBLISHER},
        "prepare": EVERYONE,
        "now": {PUBLISHER},
    },
    "projects": {
        "changelist": EVERYONE,
        "history": EVERYONE,
        "export": EVERYONE,
        "add": {CLERK, KEEPER},
        "import": {CLERK, KEEPER},
        "change": EVERYONE,
        "delete": {CLERK, KEEPER},
        "save": {CLERK, KEEPER},
    },
    "schemes": {
        "changelist": EVERYONE,
        "history": EVERYONE,
        "export": EVERYONE,
        "add": {CLERK, KEEPER},
        "import": {CLERK, KEEPER},
        "change": EVERYONE,
        "delete": {CLERK, KEEPER},
        "save": {CLERK, APPROVER, KEEPER},
        "approve": {APPROVER},
    },
    "catalogues": {
        "changelist": EVERYONE,
        "history": EVERYONE,
        "export": EVERYONE,
        "add": {KEEPER},
        "import": {KEEPER},
        "change": EVERYONE,
        "delete": {KEEPER},
        "save": {KEEPER},
    },
    "accounts": {
        "changelist": {KEEPER},
        "history": {KEEPER},
        "add": {KEEPER},
        "change": {KEEPER},
        "delete": set(),
        "save": {KEEPER},
    },
}
OF_A_ROW = {"change", "delete", "history", "save", "approve", "prepare"}


@pytest.fixture
def holder_of(db):
    sync()

    def holder_of(role):
        user = makers.make_user()
        user.groups.add(Group.objects.get(name=role))
        return user

    return holder_of


@pytest.mark.parametrize(("screen", "page"), [(screen, page) for screen, pages in MAY.items() for page in pages])
def test_each_role_opens_its_own_addresses_and_no_others(holder_of, screen, page):
    model, make = SCREENS[screen]
    row = make()
    name = "change" if page == "save" else page
    address = f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}"
    url = reverse(address, args=[row.pk] if page in OF_A_ROW else [])
    answers = {}
    for role in EVERYONE:
        client = Client()
        client.force_login(holder_of(role))
        answers[role] = (client.post(url, {}) if page == "save" else client.get(url)).status_code
    assert answers == {role: 200 if role in MAY[screen][page] else 403 for role in EVERYONE}


def test_nobody_from_outside_opens_a_staff_page(client):
    for model in admin.site._registry:
        answer = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("admin:login"))


def test_an_account_that_is_no_staff_is_sent_to_the_sign_in_page(client):
    client.force_login(makers.make_user(is_staff=False))
    assert client.get(reverse("admin:index")).status_code == 302


def test_who_enters_figures_does_not_approve_them(client, holder_of):
    figure = makers.make_figure(state=State.SUBMITTED)
    client.force_login(holder_of(CLERK))
    address = reverse("admin:indicators_figure_changelist")
    client.post(address, ticked(client.get(address), [figure], "approve"))
    figure.refresh_from_db()
    assert figure.state == State.SUBMITTED


def test_who_approves_does_so_from_the_list(client, holder_of):
    figure = makers.make_figure(state=State.SUBMITTED)
    client.force_login(holder_of(APPROVER))
    address = reverse("admin:indicators_figure_changelist")
    client.post(address, ticked(client.get(address), [figure], "approve"))
    figure.refresh_from_db()
    assert figure.state == State.APPROVED


@pytest.mark.parametrize("role", [VIEWER, CLERK, PUBLISHER, KEEPER])
def test_only_who_approves_holds_a_permission_to_approve(holder_of, role):
    assert not any("approve_" in permission for permission in holder_of(role).get_all_permissions())


def test_syncing_again_takes_away_what_was_given_by_hand():
    sync()
    group = Group.objects.get(name=VIEWER)
    before = set(group.permissions.all())
    group.permissions.add(Permission.objects.get(codename="delete_figure"))
    group.permissions.remove(next(iter(before)))
    sync()
    assert set(group.permissions.all()) == before


def test_groups_that_are_no_roles_are_left_alone():
    other = Group.objects.create(name="Tổ công tác")
    other.permissions.add(Permission.objects.get(codename="delete_figure"))
    sync()
    assert other.permissions.count() == 1
    assert meaning_of(other) == ""


def test_every_section_is_seen_by_some_role_and_says_what_it_is_for():
    assert frozenset().union(*(role.view for role in ROLES)) == frozenset(Section)
    assert all(role.meaning.endswith(".") for role in ROLES)


def test_who_keeps_accounts_cannot_make_a_superuser_or_change_one(client, holder_of):
    client.force_login(holder_of(KEEPER))
    boss = makers.make_user(is_superuser=True)
    assert client.post(reverse("admin:auth_user_change", args=[boss.pk]), {}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[boss.pk])).status_code == 403
    user = makers.make_user()
    boxes = {"username": user.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(reverse("admin:auth_user_change", args=[user.pk]), boxes).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
