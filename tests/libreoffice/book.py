"""A book with rows of each kind, and every kind of file that it gives out."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
from django.test import Client
from django.urls import reverse

from config.sheets.accepting import changes_of, plan_of_good_rows
from config.sheets.finding import dataset_from
from config.sheets.formats import FORMAT_BY_EXTENSION, PRINTED_FORMATS
from config.sheets.plan import Plan
from config.sheets.returning import Returned, workbook_of
from indicators.periods import Period
from indicators.resources import FigureResource, PlaceResource
from projects.resources import EstateAreaResource, EstateResource, ExtensionBudgetResource
from tests import makers
from tests.config.sheets.test_returning import HEAD, ROWS
from tests.indicators.pages import published
from tests.indicators.sheets.forms.own_layout import drawn, month_form
from tests.indicators.sheets.forms.test_out import COLUMNS
from tests.indicators.sheets.forms.test_own import MAY, confirmed, filled
from tests.indicators.sheets.forms.test_own import fill as fill_month
from tests.indicators.sheets.forms.workbooks import saved, taken_out
from tests.sheets import xlsx

# Texts that a program could take for a formula, a number, a day or an error.
TEXTS = ["=1+1", "+84 912", "@x", "-5 người", "00123", "5/2023", "12%", "#REF!", "TRUE", "dòng một\ndòng hai", "'a"]
# The registers of which the list is taken out; those of which a workbook to fill in is, and what it is asked by.
LISTS = [EstateResource, FigureResource]
TEMPLATES = {
    EstateResource: ("đang có", {"dang-co": ""}),
    EstateAreaResource: ("trống", {}),
    ExtensionBudgetResource: ("kỳ mới", {"ky": "2026"}),
}


class Book:
    """The files by their names, which begin with what they are; `user` may do everything."""

    def __init__(self):
        self.user = makers.make_user(is_superuser=True)
        self.client = Client()
        self.client.force_login(self.user)
        self.files = {}
        self._fill_registers()
        for resource in LISTS:
            self._take_out(resource, "sổ", "export", FORMAT_BY_EXTENSION)
        for resource, (kind, asked) in TEMPLATES.items():
            self._take_out(resource, f"mẫu {kind}", "template", PRINTED_FORMATS, asked)
        self._take_out_forms()
        self._take_out_layout()
        self._take_out_public()
        self.files["lỗi.xlsx"] = returned()

    def _fill_registers(self):
        for place, text in enumerate(TEXTS):
            makers.make_estate(code=text.split("\n")[0], name=text.split("\n")[0], note=TEXTS[place - 1])
        makers.make_estate_area(estate=makers.make_estate(code="ccn-1", name="Cụm «A», B"), on=date(2026, 3, 5))
        makers.make_extension_budget(year=2025, fund="national", allocated=Decimal("1234.5"))
        said = [
            {"value": Decimal("1234.5678"), "note": "=1+1"}, {"value": None, "as_printed": "…"},
            {"value": 5, "upper": 7, "qualifier": "range", "note": "dòng một\ndòng hai"},
            {"value": Decimal("12345678901.5678"), "in_doubt": True, "note": "hỏi lại"},
        ]  # fmt: skip
        for number, fields in enumerate(said):
            makers.make_figure(year=2020 + number, **fields)
        makers.make_figure("tháng 5/2022", value=Decimal("0.5"))

    def _take_out(self, resource, what, page, extensions, asked=None):
        names = resource._meta.model._meta
        screen = f"admin:{names.app_label}_{names.model_name}_{page}"
        for extension in extensions:
            if page == "export":
                answer = self.client.post(reverse(screen), {"extension": extension})
            else:
                answer = self.client.get(reverse(screen, kwargs={"extension": extension}), asked)
            self.files[f"{what} {names.model_name}.{extension}"] = answer.getvalue()

    def _take_out_forms(self):
        unit = makers.make_unit(name="triệu đồng", dimension="vnd")
        rows = [makers.make_indicator(name=name, unit=unit, decimals=1) for name in ("Trong nước", "=Nước ngoài")]
        form = makers.make_report_form(
            {"wording": "Tổng số", "is_total": True, "indicator": None},
            *({"indicator": row, "level": 1, "number": "-"} for row in rows),
            columns=COLUMNS, name="Công nghiệp",
        )  # fmt: skip
        given = {"place": form.places.first()}
        makers.make_figure(indicator=rows[0], kind="estimate", value=Decimal("108.5"), **given)
        makers.make_figure(indicator=rows[0], kind="plan", value=Decimal("123456789.1234"), **given)
        makers.make_figure(indicator=rows[0], year=2021, **given)
        makers.make_figure(indicator=rows[1], kind="estimate", value=5, upper=7, qualifier="range", **given)
        makers.make_figure(indicator=rows[1], kind="plan", value=None, as_printed="-", note="chưa giao", **given)
        makers.make_figure(indicator=rows[1], kind="preliminary", value=0, **given)
        for extension in ("xlsx", "ods"):
            self.files[f"biểu.{extension}"] = taken_out(form, self.user, extension=extension)
            template = taken_out(form, self.user, extension=extension, is_template=True)
            self.files[f"mẫu biểu.{extension}"] = template

    def _take_out_layout(self):
        form = month_form()
        confirmed(self.client, form, drawn(), **{"dong-12": form.rows.all()[5].code})
        fill_month(form, 0, "plan", Period.year(2022), "50000")
        fill_month(form, 0, "estimate", MAY, "4300.5")
        self.files["khuôn.xlsx"] = filled(self.client, form)
        self.files["mẫu khuôn.xlsx"] = filled(self.client, form, mau="1")

    def _take_out_public(self):
        given = {"indicator": makers.make_indicator(name="Kim ngạch"), "place": makers.make_place(name="tỉnh X")}
        for year in (2021, 2022):
            published(year=year, value=Decimal(f"{year}.25"), **given)
        published(year=2023, value=None, as_printed="23.1.4", kind="estimate", in_doubt=True, note="in sai", **given)
        built = {"chi-tieu": given["indicator"].code, "dia-ban": given["place"].code, "nam": "2021-2023"}
        for extension in ("xlsx", "ods", "csv"):
            for what, name, query in [("công khai", "figure-list", {}), ("tự lập", "build-table", built)]:
                answer = self.client.get(reverse(name), query | {"tai": extension})
                self.files[f"bảng {what}.{extension}"] = answer.getvalue()

    def edited(self, name, change):
        """A file of the book in which somebody has typed; the change is told its first page."""
        book = openpyxl.load_workbook(io.BytesIO(self.files[name]))
        change(book.worksheets[0])
        return saved(book)

    def plan_of(self, content, name):
        """What bringing a file in would do, for the register that its name tells."""
        resource = resource_of(name)(personal=True)
        return Plan(resource, dataset_from(content, name, resource, user=self.user), self.user)


def resource_of(name):
    named = {each._meta.model._meta.model_name: each for each in TEMPLATES}
    return named.get(name.partition(".")[0].split()[-1], FigureResource)


def returned():
    """The workbook that goes back to the person with what is wrong in it."""
    content, resource = xlsx(ROWS), PlaceResource()
    plan = plan_of_good_rows(resource, dataset_from(content, "tệp.xlsx", resource))
    return workbook_of(content, "tệp.xlsx", HEAD, Returned.load(changes_of(plan).dump()))
