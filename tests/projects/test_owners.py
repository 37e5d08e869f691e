"""Owners who are a person or a household: proposed by a rule, marked by hand or by sheet, unknown to readers."""

from io import BytesIO, StringIO

import openpyxl
import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.text import capfirst

from projects.models import OwnerKind, TypicalProduct
from projects.owners import suggested
from projects.resources import TypicalProductResource
from tests import makers
from tests.sheets import as_csv, preview, told, write
from tests.staff_forms import errors_of, typed

pytestmark = pytest.mark.django_db
NAME = "Bùi Văn Xuyến"
PAGES = ["project-list", "estate-list", "mineral-list", "extension", "product-list"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Hộ kinh doanh Bùi Văn Xuyến", OwnerKind.HOUSEHOLD),
        ("HỘ GIA ĐÌNH ông Xuyến", OwnerKind.HOUSEHOLD),
        ("hộ ông Xuyến", OwnerKind.HOUSEHOLD),
        ("HKD Xuyến Lan", OwnerKind.HOUSEHOLD),
        ("Ông Bùi Văn Xuyến", OwnerKind.PERSON),
        ("BÀ Quách Thị Lan", OwnerKind.PERSON),
        ("Ông (bà) Quách Thị Lan", OwnerKind.PERSON),
        ("Công ty TNHH Hộ Ông Cụ", None),
        ("Bàn ghế Hòa Bình", None),
        ("Hội Nông dân xã", None),
        ("", None),
    ],
)
def test_a_name_proposes_what_its_owner_is(client, admin_client, name, kind):
    makers.make_typical_product(producer=name)
    assert suggested(name) == kind
    listed = admin_client.get(reverse("admin:projects_typicalproduct_changelist"), {"chu": "de-xuat"})
    assert listed.context["cl"].result_count == bool(kind)


def owners():
    """A row of each register whose owner is a person or a household, with a named owner beside each."""
    person, household = {"kind": OwnerKind.PERSON}, {"kind": OwnerKind.HOUSEHOLD}

    def of(name, mark):
        return {name: f"Ông {NAME}", f"{name}_kind": mark["kind"]}

    estate = makers.make_estate(**of("investor", person))
    makers.make_estate_status(estate=estate)
    project = makers.make_investment_project(estate=estate, **of("investor", household))
    makers.make_project_status(project=project)
    makers.make_mining_licence(**of("holder", person))
    scheme = makers.make_extension_scheme(
        beneficiaries=[makers.make_beneficiary(name=NAME, legal_form="person")], **of("implementer", household)
    )
    makers.make_scheme_step(scheme=scheme)
    makers.make_scheme_funding(scheme=scheme)
    makers.make_typical_product(**of("producer", person))
    return [reverse("project", args=[project.code]), reverse("estate", args=[estate.code]),
            reverse("scheme", args=[scheme.code])]  # fmt: skip


def said(answer):
    content = b"".join(answer) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        rows = openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row)
    return content.decode()


def test_readers_see_a_word_on_every_page_and_in_every_file_and_find_nobody_by_name(client):
    pages = [*owners(), *map(reverse, PAGES)]
    for page in pages:
        for query in ({}, {"tai": "csv"}, {"tai": "xlsx"}, {"xep": "investor"}):
            told = said(client.get(page, query))
            assert NAME not in told, (page, query)
    words = "".join(said(client.get(page)) for page in pages)
    assert words.count("cá nhân") >= 3
    assert words.count("hộ kinh doanh") >= 2
    for page in map(reverse, PAGES):
        assert "Không có dòng nào phù hợp" in said(client.get(page, {"tim": "Xuyến"})), page


def test_who_marks_an_owner_by_sql_leaves_nobody_to_be_found_by_name(client):
    product = makers.make_typical_product(name="Rượu cần", producer=f"Ông {NAME}")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_typicalproduct SET producer_kind = 'person'")

    def found(words):
        return product.name in said(client.get(reverse("product-list"), {"tim": words}))

    assert not found("Xuyến")
    call_command("prepare", no_account=True, stdout=StringIO())
    assert (found("Xuyến"), found("rượu cần")) == (False, True)


def test_staff_find_the_owner_by_name_and_the_form_proposes(admin_client):
    owners()
    url = reverse("admin:projects_investmentproject_changelist")
    assert admin_client.get(url, {"q": "Xuyến"}).context["cl"].result_count == 1
    product = makers.make_typical_product(producer="Bà Lan")
    change = reverse("admin:projects_typicalproduct_change", args=[product.pk])
    form = admin_client.get(change).context["adminform"].form
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    told = admin_client.post(change, {**sent, "producer": "Bà Quách Thị Lan"}, follow=True)
    assert "giống tên cá nhân" in told.text
    assert "«Cơ sở sản xuất là»" in told.text
    told = admin_client.post(change, {**sent, "producer": "Bà Quách Thị Lan", "producer_kind": "person"}, follow=True)
    assert "giống tên" not in told.text
    product.refresh_from_db()
    assert (product.producer_shown, "lan" in product.folded) == ("cá nhân", False)


def test_a_sheet_marks_owners_and_is_told_of_those_it_leaves_unmarked(admin_client):
    product = makers.make_typical_product(producer="Hộ kinh doanh Xuyến Lan")
    rows = [["Mã sản phẩm", "Cơ sở sản xuất", "Cơ sở sản xuất là"], [product.code, "Ông Xuyến", ""]]
    plan = preview(TypicalProductResource(), as_csv(rows), "tệp.csv")
    assert "«Cơ sở sản xuất» giống tên cá nhân hoặc hộ kinh doanh ở dòng 2" in plan.warnings[0]
    rows[1][2] = "hộ kinh doanh"
    assert not write(TypicalProductResource(), as_csv(rows), "tệp.csv").warnings
    product = TypicalProduct.objects.get()
    assert (product.producer, product.producer_shown, "xuyen" in product.folded) == (
        "Ông Xuyến", "hộ kinh doanh", False)  # fmt: skip


OWNED = [
    (makers.make_investment_project, "investor", ["code", "name", "capacity", "note"]),
    (makers.make_estate, "investor", ["code", "name", "note"]),
    (makers.make_mining_licence, "holder", ["number"]),
    (makers.make_typical_product, "producer", ["name", "decision"]),
    (makers.make_extension_scheme, "implementer", ["code", "summary"]),
]
IN_CODES = "BUI-VAN-XUYEN-01"


def naming(make, owner, texts):
    """An unmarked row whose owner's name stands in these of its texts."""
    told = {name: IN_CODES if name in ("code", "number") else f"Gạch {NAME}" for name in texts}
    return make(**{owner: f"Hộ kinh doanh {NAME}"}, **told)


@pytest.mark.sqlite
@pytest.mark.parametrize(("make", "owner", "texts"), OWNED)
def test_a_form_marks_no_owner_whose_name_readers_would_still_see(admin_client, make, owner, texts):
    row = naming(make, owner, texts)
    address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    marked = typed(admin_client.get(address), **{f"{owner}_kind": "household"})
    refused = admin_client.post(address, marked)
    errors = refused.context["adminform"].form.errors
    assert set(errors) == set(texts)
    for name in texts:
        label = capfirst(row._meta.get_field(name).verbose_name)
        assert f"(hộ kinh doanh) còn đứng trong «{label}», " in errors[name][0]
    assert admin_client.post(address, marked | dict.fromkeys(texts, "Gạch nung")).status_code == 302
    row.refresh_from_db()
    assert getattr(row, f"{owner}_shown") == "hộ kinh doanh"


@pytest.mark.sqlite
@pytest.mark.parametrize(("make", "owner", "texts"), OWNED)
def test_a_sheet_of_the_mark_or_the_name_alone_is_refused_as_a_form_is(make, owner, texts):
    row = naming(make, owner, texts)
    resource = admin.site.get_model_admin(type(row)).resource_classes[0]
    key, name, mark = (
        capfirst(row._meta.get_field(one).verbose_name) for one in (row.key_fields[0], owner, f"{owner}_kind")
    )
    code = getattr(row, row.key_fields[0])
    labels = [capfirst(row._meta.get_field(text).verbose_name) for text in texts]

    def problems(heading, cell):
        return told(preview(resource(), as_csv([[key, heading], [code, cell]]), "tệp.csv"))

    def of_each(found):
        return len(found) == len(labels) and all(f"còn đứng trong «{label}»" in "".join(found) for label in labels)

    assert of_each(problems(mark, "cá nhân"))
    assert problems(name, f"Ông {NAME}") == []
    type(row).objects.update(**{owner: "Ông Nguyễn Văn An", f"{owner}_kind": "person"})
    assert of_each(problems(name, f"Ông {NAME}"))
    assert problems(name, "Bà Quách Thị Lan") == []


def refused_in_form(client, row, **changes):
    """What the form of a row complains of when it is sent so changed, or None where it is saved."""
    address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])
    answer = client.post(address, typed(client.get(address), **changes))
    return None if answer.status_code == 302 else errors_of(answer)


def refused_in_sheet(row, **cells):
    key, *headings = (capfirst(row._meta.get_field(name).verbose_name) for name in (row.key_fields[0], *cells))
    rows = [[key, *headings], [getattr(row, row.key_fields[0]), *cells.values()]]
    resource = admin.site.get_model_admin(type(row)).resource_classes[0]
    return "\n".join(told(preview(resource(), as_csv(rows), "tệp.csv"))) or None


@pytest.mark.sqlite
def test_a_site_and_its_licences_are_held_against_each_other_on_either_side(admin_client):
    site = makers.make_mineral_site(name=f"Mỏ đá {NAME}")
    licence = makers.make_mining_licence(site=site, holder=f"Ông {NAME}")
    in_site = f"(cá nhân) còn đứng trong «Tên điểm mỏ» của điểm mỏ khoáng sản «{site}»"
    assert in_site in refused_in_form(admin_client, licence, holder_kind="person")
    assert in_site in refused_in_form(admin_client, site, licences__0__holder_kind="person")
    assert in_site in refused_in_sheet(licence, holder_kind="cá nhân")
    new = {"number": "GP 1", "issued_on": "01/02/2020", "holder": f"Ông {NAME}", "holder_kind": "person"}
    blank = typed(admin_client.get(reverse("admin:projects_mineralsite_add")))
    under = {"licences-TOTAL_FORMS": "1"} | {f"licences-0-{name}": value for name, value in new.items()}
    made = {"code": "MO-1", "name": f"Mỏ {NAME}", "mineral": "đá vôi"}
    assert "còn đứng trong" in errors_of(
        admin_client.post(reverse("admin:projects_mineralsite_add"), blank | made | under)
    )
    # Both at once from the page of the site.
    assert refused_in_form(admin_client, site, name="Mỏ đá số 1", licences__0__holder_kind="person") is None
    assert "(cá nhân) còn đứng trong «Ghi chú», " in refused_in_form(admin_client, site, note=f"Chủ mỏ: {NAME}")
    assert f"cột «Ghi chú»: Tên của đơn vị được cấp phép «Ông {NAME}» (cá nhân)" in refused_in_sheet(
        site, note=f"Chủ mỏ: {NAME}"
    )
    assert refused_in_sheet(site, note="") is None


@pytest.mark.sqlite
def test_a_scheme_and_those_it_supports_are_held_against_each_other_on_either_side(admin_client):
    household = makers.make_beneficiary(name=f"Hộ kinh doanh {NAME}", legal_form="household")
    scheme = makers.make_extension_scheme(name=f"Máy cho hộ {NAME}")
    in_name = f"Tên của cơ sở «{household}» (hộ kinh doanh) còn đứng trong «Tên đề án»"
    assert in_name in refused_in_form(admin_client, scheme, beneficiaries=[household.pk])
    assert in_name in refused_in_sheet(scheme, beneficiaries=household.code)
    scheme.beneficiaries.add(household)
    assert in_name in refused_in_form(admin_client, scheme, note="Đã xong")
    assert in_name in refused_in_sheet(scheme, note="Đã xong")
    assert in_name in refused_in_form(admin_client, household, commune="Cao Phong")
    assert in_name in refused_in_sheet(household, commune="Cao Phong")
    assert refused_in_form(admin_client, scheme, name="Máy cho một hộ") is None
    assert refused_in_sheet(household, commune="Cao Phong") is None


@pytest.mark.sqlite
def test_rows_that_broke_the_rule_before_are_found_and_hold_up_nothing_else(admin_client):
    old = naming(makers.make_investment_project, "investor", ["name"])
    type(old).objects.update(investor_kind="household")
    other = makers.make_investment_project(investor="Ông Nguyễn Văn An", investor_kind="person")
    address = reverse("admin:projects_investmentproject_changelist")
    assert list(admin_client.get(address, {"chu": "trong-chu"}).context["cl"].queryset) == [old]
    assert refused_in_form(admin_client, old) is None
    page = admin_client.get(address, {"sua": "1"})
    forms = [page.context["cl"].formset.management_form, *page.context["cl"].formset]
    boxes = {box.html_name: box.value() or "" for form in forms for box in form} | {"_save": "1"}
    prefixes = {form.instance.pk: form.prefix for form in page.context["cl"].formset}
    assert admin_client.post(f"{address}?sua=1", boxes | {f"{prefixes[other.pk]}-workers": "12"}).status_code == 302
    refused = admin_client.post(f"{address}?sua=1", boxes | {f"{prefixes[old.pk]}-workers": "15"})
    assert "còn đứng trong «Tên dự án»" in refused.text


@pytest.mark.sqlite
def test_a_household_called_as_a_place_of_the_book_is_no_person(admin_client):
    makers.make_place(name="Tỉnh Hòa Bình", level="province")
    project = makers.make_investment_project(
        investor="Hộ kinh doanh Hòa Bình", name="Đũa tre Hòa Bình", commune="Thanh Hà"
    )
    assert refused_in_form(admin_client, project, investor_kind="household") is None
    assert refused_in_sheet(project, investor="Hộ kinh doanh Thanh Hà", commune="Thanh Hà") is None
    assert "«Tên dự án»" in refused_in_sheet(project, investor="Hộ kinh doanh Thanh Hà", name="Đũa tre Thanh Hà")
