"""Made the databases of this folder with the code of November 2026, the last whose public pages read working rows.

It ran there, beside manage.py, against the database that DATABASE_URL names, and runs with no later code.
"""

import django

django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402

from indicators.actions import approve_figures, return_figures, submit_figures  # noqa: E402
from indicators.audit import acting_as  # noqa: E402
from indicators.models import Figure, Indicator, Place, ReportedValue, Source  # noqa: E402
from indicators.periods import Period  # noqa: E402

call_command("prepare", demonstration=True, no_account=True, verbosity=0)


def person(username, last, first, role, **fields):
    user = User.objects.create(
        username=username, last_name=last, first_name=first, is_staff=True, password="!", **fields
    )
    user.groups.add(Group.objects.get(name=role))
    return user


clerk = person("nhap", "Bùi Thị", "Nhập", "Chuyên viên nhập liệu")
chief = person("duyet", "Đinh Văn", "Duyệt", "Lãnh đạo duyệt")
person("giu", "Hà Thị", "Giữ", "Quản trị hệ thống", is_superuser=True)

place, source = Place.objects.get(code="HB"), Source.objects.get(code="BC-CN-2020")
indicator = Indicator.objects.get(code="grdp-so-sanh")


def entered(year, value, **fields):
    period = Period.year(year)
    dates = {"period_start": period.start, "period_end": period.end}
    with acting_as(clerk):
        return Figure.objects.create(
            **{"indicator": indicator, "place": place, "kind": "official", "value": value, "source": source}
            | dates
            | fields
        )


def these(*figures):
    return Figure.objects.filter(pk__in=[figure.pk for figure in figures])


entered(1991, "1234.5")
submitted, returned, approved, corrected = (entered(year, year) for year in [1992, 1993, 1994, 1995])
hidden = Indicator.objects.create(
    code="chi-tieu-noi-bo", name="Chỉ tiêu nội bộ", topic=indicator.topic, unit=indicator.unit, measure="flow",
    is_public=False,
)  # fmt: skip
private = entered(1996, 7, indicator=hidden)
with acting_as(clerk):
    ReportedValue.objects.create(figure=approved, value=1990, source=source, locator="trang 3", note="Làm tròn.")
submit_figures(these(submitted, returned, approved, corrected, private), by=clerk)
approve_figures(these(approved, corrected, private), by=chief)
return_figures(these(returned), by=chief, reason="Sai đơn vị")
with acting_as(chief):
    Figure.objects.filter(pk=corrected.pk).update(value=1995.5)
