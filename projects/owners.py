"""Owners' names: what one suggests of its owner, and where one that readers do not see still stands in what they do.

Either is a rule that speaks up; a person marks the owner, or words the text anew.
"""

import re

from django.db.models import Q, prefetch_related_objects
from django.utils.text import capfirst

from config.values.fields import Prose, TextLine, is_derived
from config.values.persons import names_of, stands
from indicators.models import Place
from projects.models import Beneficiary, ExtensionScheme, MineralSite, MiningLicence, OwnerKind

# Read by Python and by both engines: letters with marks in both cases, since not every engine folds these.
STARTS = {
    OwnerKind.HOUSEHOLD: r"^(hkd|h[ộỘ] (kinh doanh|gia [đĐ][ìÌ]nh|s[ảẢ]n xu[ấẤ]t|c[áÁ] th[ểỂ]|[ôÔ]ng|b[àÀ]))( |:|$)",
    OwnerKind.PERSON: r"^([ôÔ]ng|b[àÀ]|[ôÔ]ng */ *b[àÀ]|[ôÔ]ng \(b[àÀ]\)|c[áÁ] nh[âÂ]n)( |:|$)",
}


def suggested(name):
    """The kind of owner a name speaks of; None where it is that of an organisation, as far as it tells."""
    return next((kind for kind, start in STARTS.items() if re.match(start, name or "", re.IGNORECASE)), None)


def tell_owners(plan, name):
    """Warn of the owners of a sheet whose name is that of a person or a household, where nothing marks them."""
    owners = zip(plan.writing, plan.written(name), plan.written(f"{name}_kind"), strict=True)
    if rows := [row for row, owner, kind in owners if not kind and suggested(owner)]:
        field, mark = (capfirst(plan.model._meta.get_field(path).verbose_name) for path in (name, f"{name}_kind"))
        plan.warn(
            f"«{field}» giống tên cá nhân hoặc hộ kinh doanh ở {plan.lines(rows)}, mà «{mark}» để trống "
            f"nên tên sẽ công khai. Nếu đúng, hãy ghi «cá nhân» hoặc «hộ kinh doanh» ở cột «{mark}», hoặc đánh dấu "
            "trong danh sách."
        )


# Texts that say where a row is: a household may be called like the place.
OF_PLACES = ("commune", "communes")
# The way from a row to those whose texts its owner may stand in, or whose owners may stand in its own.
BESIDE = {MineralSite: "licences", MiningLicence: "site", Beneficiary: "schemes", ExtensionScheme: "beneficiaries"}


def owner_of(model):
    """The field of the name that a mark keeps back, and the field of the mark; None where a model has none."""
    names = {field.name for field in model._meta.concrete_fields}
    if model is Beneficiary:
        return "name", "legal_form"
    return next(((name, f"{name}_kind") for name in names if f"{name}_kind" in names), None)


def public_texts(model):
    """The fields of what readers see of a row in words, but for its owner and its place."""
    others = {*getattr(model, "PERSONAL_FIELDS", ()), *OF_PLACES, *(owner_of(model) or ())}
    texts = (field for field in model._meta.concrete_fields if isinstance(field, TextLine | Prose))
    # The note, which all registers inherit, would be the first.
    return sorted((field for field in texts if field.name not in others), key=lambda field: isinstance(field, Prose))


def keeping_back(rows):
    """Of these rows of a register those that keep back the name of their owner, or of whom a scheme supports."""
    kept = Q(**{f"{owner_of(rows.model)[1]}__in": OwnerKind.values})
    if rows.model is ExtensionScheme:
        kept |= Q(pk__in=Beneficiary.objects.filter(legal_form__in=OwnerKind.values).values("schemes"))
    return rows.filter(kept).prefetch_related(*filter(None, [BESIDE.get(rows.model)]))


def names_left(row, beneficiaries=None):
    """Where a name that readers do not see stands in what they see: fields of the row, each with what to tell.

    The row may be one to be written, a scheme then with those it would support. A licence is held against its site's
    texts as well, a site against its licences' holders, an establishment against the texts of its schemes; what stands
    in the text of another row is told without a field.
    """
    own = _kept_of(row)
    match row:
        case Beneficiary():
            schemes = row.schemes.all() if row.pk and own else ()
            return [("", message) for scheme in schemes for _, message in _left(scheme, own, of_other=True)]
        case MineralSite():
            licences = row.licences.all() if row.pk else ()
            return _left(row, [kept for licence in licences for kept in _kept_of(licence)])
        case MiningLicence():
            # A site that is not written yet has no id.
            site = getattr(row, "site", None)
            of_site = _left(site, own, of_other=True) if own and site else ()
            return [*_left(row, own), *(("", message) for _, message in of_site)]
        case ExtensionScheme():
            if beneficiaries is None:
                beneficiaries = row.beneficiaries.all() if row.pk else ()
            return _left(row, [*own, *(kept for each in beneficiaries for kept in _kept_of(each))])
        case _:
            return _left(row, own)


def _kept_of(row):
    """The name that a row keeps back, if it does: how its owner is told of, and the names of persons in it."""
    name, mark = owner_of(type(row)) or ("", "")
    kind = getattr(row, mark, "")
    if kind not in OwnerKind:
        return []
    label, owner = row._meta.get_field(name).verbose_name.removeprefix("tên "), getattr(row, name)
    return [(f"{label} «{owner}» ({OwnerKind(kind).label})", names_of(owner))]


def _left(row, kept, of_other=False):
    whose = f" của {row._meta.verbose_name} «{row}»" if of_other else ""
    return [
        (field.name, _told(owner, field, whose))
        for field in public_texts(type(row))
        for owner, names in kept
        if any(stands(name, getattr(row, field.name)) and not _is_place(name) for name in names)
    ]


def _is_place(name):
    """Whether a place of the book is called so: «Hòa Bình» in a text is the place more likely than the household."""
    return Place.objects.exclude(level=Place.Level.SITE).filter(folded__endswith=" ".join(name)).exists()


def _told(owner, field, whose):
    where = f"Tên của {owner} còn đứng trong «{capfirst(field.verbose_name)}»{whose}"
    if field.name == "code":
        return f"{where}, mà mã có trong địa chỉ và tệp công khai: hãy đặt mã không có tên người."
    return f"{where}, là chỗ người đọc thấy: hãy viết lại chỗ ấy không có tên người."


def refuse_names(plan):
    """Refuse the rows of a sheet after which a name that readers do not see would stand in what they see."""
    rows = _planned(plan)
    if relation := BESIDE.get(plan.model):
        prefetch_related_objects([row for row in rows.values() if row.pk], relation)
    supported = {place: plan.value("beneficiaries", place) or () for place in rows if plan.model is ExtensionScheme}
    beneficiaries = Beneficiary.objects.in_bulk({pk for pks in supported.values() for pk in pks})
    for place, row in rows.items():
        of_row = [each for pk, each in beneficiaries.items() if pk in supported[place]]
        for name, message in names_left(row, of_row):
            heading = plan.columns[name][0].column_name if name in plan.columns else ""
            plan.refuse(message, place, heading, getattr(row, name) if heading else "")


def _planned(plan):
    """By their places, the rows to be written beside whose texts a name is kept back, as far as their sheet tells."""
    fields = [field.attname for field in plan.model._meta.concrete_fields if not is_derived(field)]
    places = list(plan.writing)
    if plan.model not in (ExtensionScheme, MineralSite):
        kinds = plan.written(owner_of(plan.model)[1])
        places = [place for place, kind in zip(places, kinds, strict=True) if kind in OwnerKind]
    return {place: plan.model(**{name: plan.value(name, place) for name in fields}) for place in places}
