"""A life told by dated statuses: how long each lasted, which one holds now, which is still to come."""

from datetime import date

import pytest

from projects.lives import life, now_at
from tests import makers

pytestmark = pytest.mark.django_db


def test_each_status_lasts_until_the_next_and_one_of_them_holds_now():
    project = makers.make_investment_project()
    for status, on in [("operating", date(2020, 5, 1)), ("policy", date(2019, 1, 1)), ("ended", date(2030, 1, 1))]:
        makers.make_project_status(project=project, status=status, on=on)
    steps = life(project.statuses.all(), date(2024, 6, 15))
    assert [(step.label, step.lasted, step.is_now) for step in steps] == [
        ("chấp thuận chủ trương", "1 năm 4 tháng", False),
        ("đã đi vào sản xuất kinh doanh", "4 năm 1 tháng", True),
        ("chấm dứt, thu hồi", "", False),
    ]
    assert now_at(steps).on == date(2020, 5, 1)
    assert now_at(life(project.statuses.all(), date(2018, 1, 1))) is None
