"""Writes the history of imports, and tells of it."""

import json
import zlib

from django.urls import reverse
from django.utils import timezone

from config.values.dates import format_moment
from indicators.audit import at_work
from indicators.models import SheetImport
from indicators.trail.reading import name_of
from indicators.trail.versions import newest_entry


def begin():
    """The mark that `record` takes, from before anything is written."""
    return newest_entry()


def record(begun, arrival):
    """Keep what came of an import, inside the transaction that wrote its rows; gives the id of the import."""
    user, via = at_work()
    made = SheetImport.objects.create(
        at=timezone.now(),
        user_id=user,
        table=arrival.model._meta.db_table,
        filename=arrival.filename[:255],
        sheet=arrival.sheet[:255],
        digest=arrival.digest,
        size=arrival.size,
        letters=arrival.letters,
        rows=packed(arrival.pks, arrival.numbers),
        returned=arrival.returned,
        via=via,
        first=begun,
        last=newest_entry(),
        **arrival.counts,
    )
    return made.pk


def earlier(model, digest, sheet):
    """When the same sheet of the same file was last brought into a register, in a sentence with the address of that
    import; or None."""
    same = _of_files(model, [digest]).filter(sheet=sheet[:255])
    found = same.select_related("user").first()
    if found is None:
        return None
    undone = f", và được hoàn tác lúc {format_moment(found.undone_at)}" if found.is_undone else ""
    return f"Tệp này đã được {who_brought(found)} nhập lúc {format_moment(found.at)}{undone}.", address(found.pk)


def brought(model, digests, user, since):
    """What a person has brought into a register of some files since a moment, by the digest and the sheet.

    Each is its counts, whether it was taken back, and the address of the import.
    """
    found = _of_files(model, digests).filter(user=user, at__gte=since).order_by("pk")
    names = ("new", "changed", "same", "refused", "left")
    return {
        (one.digest, one.sheet): ({name: getattr(one, name) for name in names}, one.is_undone, address(one.pk))
        for one in found
    }


def _of_files(model, digests):
    return SheetImport.objects.filter(table=model._meta.db_table, digest__in=digests).defer("rows", "letters")


def address(pk):
    """The page of an import."""
    return reverse("admin:indicators_sheetimport_change", args=[pk])


def address_of_all(model):
    """The list of all imports into a register."""
    return f"{reverse('admin:indicators_sheetimport_changelist')}?so={model._meta.db_table}"


def who_brought(one):
    """The name of who brought a file in; `user` is best selected with it."""
    if one.user_id is None:
        return "phần mềm"
    return name_of(one.user) if one.user else f"tài khoản số {one.user_id} (đã xóa)"


def packed(pks, numbers):
    """Ids of rows with their numbers in the file, in few bytes."""
    return zlib.compress(json.dumps([list(pks), list(numbers)]).encode())


def unpacked(rows):
    """The number in the file of each row, by its id."""
    return dict(zip(*json.loads(zlib.decompress(rows)), strict=True))
