from datetime import date

import pytest
from django.urls import reverse

from tests.makers import make_power_transformer, make_substation

pytestmark = pytest.mark.django_db


def test_the_list_of_substations_counts_the_transformers_in_service(admin_client):
    substation = make_substation()
    make_power_transformer(substation=substation, rated_mva=25)
    make_power_transformer(substation=substation, rated_mva=63)
    make_power_transformer(substation=substation, rated_mva=16, decommissioned_on=date(2018, 1, 1))
    make_power_transformer(substation=substation, rated_mva=40, commissioned_on=date(2999, 1, 1))
    page = admin_client.get(reverse("admin:power_substation_changelist"))
    row = page.context["cl"].result_list[0]
    assert (row.machines, row.rating) == (2, 88)
    assert '<span class="number">88</span>' in page.content.decode()


def test_a_substation_without_transformers_has_no_rating_rather_than_zero(admin_client):
    make_substation()
    page = admin_client.get(reverse("admin:power_substation_changelist"))
    assert page.context["cl"].result_list[0].rating is None
    assert '<span class="number">—</span>' in page.content.decode()


def test_a_transformer_is_entered_under_its_substation(admin_client):
    page = admin_client.get(reverse("admin:power_substation_change", args=[make_substation().pk]))
    assert [inline.formset.prefix for inline in page.context["inline_admin_formsets"]] == ["transformers"]
