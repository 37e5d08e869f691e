"""Subqueries whose SQL is kept say what holds now, and stand in other queries as any."""

import pytest
from django.contrib.auth.models import Group, User

from indicators.models import Posting
from indicators.security.accounts import accounts
from tests import makers

pytestmark = pytest.mark.django_db


def test_a_query_that_is_kept_says_of_each_row_what_holds_now():
    one, other = makers.make_user(), makers.make_user()
    group = Group.objects.create(name="Quản trị hệ thống")

    def everywhere():
        return {user.pk: user.is_everywhere for user in accounts().filter(pk__in=[one.pk, other.pk])}

    assert everywhere() == {one.pk: False, other.pk: False}
    other.groups.add(group)
    assert everywhere() == {one.pk: False, other.pk: True}
    other.groups.remove(group)
    assert everywhere() == {one.pk: False, other.pk: False}


def test_a_query_that_is_kept_stands_in_another_one():
    one, other = makers.make_user(), makers.make_user()
    other.groups.add(Group.objects.create(name="Quản trị hệ thống"))
    office = makers.make_office()
    for user in (one, other):
        Posting.objects.create(user=user, office=office)
    # Asked by itself first: its SQL is known then.
    assert len(accounts().all()) >= 2
    chosen = accounts().filter(is_everywhere=True)
    assert list(Posting.objects.filter(user__in=chosen.values("pk")).values_list("user", flat=True)) == [other.pk]
    assert list(User.objects.filter(pk__in=chosen.values("pk")).values_list("pk", flat=True)) == [other.pk]
    assert chosen.count() == 1
