"""The admin's import and export of sheets: upload, preview, confirm; choose a format, download."""

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from import_export.admin import ImportExportMixin

from config.sheets import uploads
from config.sheets.applying import write
from config.sheets.changeset import Changeset
from config.sheets.finding import dataset_from
from config.sheets.formats import FORMAT_BY_EXTENSION, FORMATS
from config.sheets.plan import Plan
from config.sheets.planned import Fate
from config.sheets.reading import MAX_BYTES, MAX_ROWS, MEGABYTE, SheetError
from config.sheets.templates import template_sheets
from config.sheets.writing.limits import LimitError, refuse_what_no_sheet_holds
from config.values.numbers import format_number
from config.values.text import fold

SHOWN_ROWS = 100
SHOWN_PROBLEMS = 200
TOKEN_SALT = "config.sheets.admin"


class SheetForm(forms.Form):
    """Choose a file; what kind it is the file itself tells."""

    import_file = forms.FileField(
        label="Tệp bảng tính",
        help_text=f"Excel (.xlsx), OpenDocument (.ods) hoặc CSV mã UTF-8; tối đa {MAX_BYTES // MEGABYTE} MB, "
        f"{format_number(MAX_ROWS)} dòng.",
        error_messages={
            "required": "Chưa chọn tệp: hãy chọn một tệp bảng tính.",
            "empty": "Tệp rỗng (0 byte): hãy chọn lại tệp.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["import_file"].widget.attrs["accept"] = ",".join(f".{each}" for each in FORMAT_BY_EXTENSION)

    def clean_import_file(self):
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Tệp lớn hơn {MAX_BYTES // MEGABYTE} MB: hãy chia thành nhiều tệp nhỏ hơn, hoặc bỏ hình ảnh trong tệp."
            )
        return file


class FormatForm(forms.Form):
    """Choose the format of a download."""

    extension = forms.ChoiceField(
        label="Định dạng", choices=[(each.extension, each.title) for each in FORMATS], widget=forms.RadioSelect
    )


class SheetsAdmin(ImportExportMixin):
    """Lends an admin class its sheets; mixed in before ModelAdmin, with `resource_classes` of one resource."""

    formats = FORMATS
    import_template_name = "admin/import_export/import.html"
    preview_template_name = "admin/import_export/preview.html"
    export_template_name = "admin/import_export/export.html"

    def has_import_permission(self, request):
        """An import both adds and changes rows, so it needs both permissions."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        name = "{}_{}_template".format(*self.get_model_info())
        view = self.admin_site.admin_view(self.template_view)
        return [path("import/mau.<str:extension>", view, name=name), *super().get_urls()]

    def resource(self, request):
        """The sheet of this screen; personal data only for those who may change it."""
        resource_class = self.get_resource_classes(request)[0]
        return resource_class(personal=self.has_change_permission(request))

    # Import

    def import_action(self, request, **kwargs):
        """Upload a file; show what it would change. Nothing is written."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
        if form.is_valid():
            file = form.cleaned_data["import_file"]
            content = file.read()
            resource = self.resource(request)
            try:
                version, plan = self._planned(request, resource, content, file.name)
            except SheetError as error:
                form.add_error("import_file", str(error))
            else:
                return self._preview(request, plan, version, content, file.name)
        return self._import_page(request, form)

    def process_import(self, request, **kwargs):
        """Write what the preview showed, as it was kept, if all it was made from still says the same."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            # Signing in again after the session has ended leads here.
            messages.warning(request, "Tệp vừa xem trước chưa ghi: hãy chọn tệp và xem trước lại.")
            return redirect(self._url("import"))
        seen = self._token_of(request)
        kept = seen and uploads.take(seen["file"])
        if kept is None or uploads.digest(kept) != seen["digest"]:
            messages.error(
                request,
                "Tệp này đang được ghi, đã được ghi hoặc bản xem trước đã hết hạn: hãy xem danh sách; "
                "chưa thấy thì chọn tệp và xem trước lại.",
            )
            return redirect(self._url("import"))
        content, dumped = uploads.parted(kept)
        return self._write(request, Changeset.load(dumped), content, seen["name"])

    def _write(self, request, changes, content, filename):
        """Write changes as they were kept; where the file would do something else now, show that."""
        resource = self.resource(request)
        if resource.version() != changes.version:
            version, plan = self._planned(request, resource, content, filename)
            if not _says_still(plan, changes):
                return self._preview_again(request, plan, version, content, filename)
        try:
            write(changes, resource, request.user)
        except ValidationError as error:
            version, plan = self._planned(request, resource, content, filename)
            if not _says_still(plan, changes):
                return self._preview_again(request, plan, version, content, filename)
            for message in error.messages:
                plan.refuse(message)
            return self._preview(request, plan, version, content, filename)
        messages.success(request, self._done(changes.counts))
        return redirect(self._url("changelist"))

    def _preview_again(self, request, plan, version, content, filename):
        if not plan.problems:
            messages.warning(
                request, "Dữ liệu đã đổi từ lúc xem trước nên chưa ghi gì: hãy xem lại bản mới dưới đây rồi ghi."
            )
        return self._preview(request, plan, version, content, filename)

    def _planned(self, request, resource, content, filename):
        """The plan of a file, and the version of what it is looked up in, which is read before the plan is made."""
        table = dataset_from(content, filename, resource)
        return resource.version(), Plan(resource, table, request.user)

    def _token_of(self, request):
        """What this user was shown for this register; None where the token is not theirs, altered or too old."""
        try:
            seen = signing.loads(request.POST.get("token", ""), salt=TOKEN_SALT, max_age=uploads.KEPT_SECONDS)
        except signing.BadSignature:
            return None
        return seen if (seen["user"], seen["model"]) == (request.user.pk, self.opts.label) else None

    def _import_page(self, request, form):
        context = {
            "title": f"Nhập {self.opts.verbose_name} từ bảng tính",
            "form": form,
            "columns": self.resource(request).fields.values(),
            "templates": [(each.title, self._url("template", extension=each.extension)) for each in FORMATS],
        }
        return self._page(request, self.import_template_name, context)

    def _keep(self, request, plan, version, content, filename):
        """Keep the file and what it would change; gives the token that says whose they are and what they must be."""
        changes = replace(Changeset.of(plan), version=version)
        kept = uploads.bound(content, changes.dump())
        token = {"file": uploads.keep(kept), "digest": uploads.digest(kept), "name": filename}
        return signing.dumps(token | {"user": request.user.pk, "model": self.opts.label}, salt=TOKEN_SALT)

    def _preview(self, request, plan, version, content, filename):
        counts = plan.counts
        is_ready = plan.to_write and not plan.problems
        token = self._keep(request, plan, version, content, filename) if is_ready else None
        given = [column for name, (column, _) in plan.columns.items()]
        problems = plan.problems
        context = {
            "title": f"Xem trước: nhập {self.opts.verbose_name}",
            "filename": filename,
            "plan": plan,
            "token": token,
            "counts": [
                (counts[Fate.NEW], "dòng mới", "new"),
                (counts[Fate.CHANGED], "dòng sửa", "changed"),
                (counts[Fate.SAME], "dòng không đổi", "same"),
                (counts[Fate.REFUSED], "dòng có lỗi", "refused"),
            ],
            "total": len(plan.rows),
            "problems": problems[:SHOWN_PROBLEMS],
            "problem_count": len(problems),
            "shown_problems": SHOWN_PROBLEMS,
            "shown_rows": SHOWN_ROWS,
            "headings": [column.column_name for column in given],
            "key_headings": [column.column_name for column in plan.key_columns.values()],
            "new_rows": [
                (row.number, [plan.shown(row, column.name) for column in given])
                for row in plan.of(Fate.NEW)[:SHOWN_ROWS]
            ],
            "changed_rows": [
                (row.number, self._key_cells(plan, row), row.changes) for row in plan.of(Fate.CHANGED)[:SHOWN_ROWS]
            ],
            "same_rows": [(row.number, self._key_cells(plan, row)) for row in plan.of(Fate.SAME)[:SHOWN_ROWS]],
        }
        return self._page(request, self.preview_template_name, context)

    def _key_cells(self, plan, row):
        return [column.show(value) for column, value in zip(plan.key_columns.values(), row.key, strict=True)]

    def _done(self, counts):
        return (
            f"Đã nhập {self.opts.verbose_name}: {counts[Fate.NEW]} dòng mới, {counts[Fate.CHANGED]} dòng sửa, "
            f"{counts[Fate.SAME]} dòng không đổi."
        )

    def template_view(self, request, extension):
        """An empty sheet to fill in."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if extension not in FORMAT_BY_EXTENSION:
            raise Http404
        file_format = FORMAT_BY_EXTENSION[extension]()
        content = file_format.write(template_sheets(self.resource(request)))
        return self._download(content, file_format, f"mau-{self._slug()}")

    # Export

    def export_action(self, request):
        """Choose a format; download the rows the list showed, with its filters and its search."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return redirect(self._url("changelist"))
        posted = request.POST if request.method == "POST" else None
        form = FormatForm(posted, initial={"extension": FORMATS[0].extension})
        if form.is_valid():
            return self._export(request, rows, form.cleaned_data["extension"])
        context = {
            "title": f"Xuất {self.opts.verbose_name} ra bảng tính",
            "form": form,
            "count": rows.count(),
            "filtered": bool(request.GET),
        }
        return self._page(request, self.export_template_name, context)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if self.has_export_permission(request):
            for each in FORMATS:
                name = f"export_{each.extension}"
                actions[name] = (_export_action(each.extension), name, f"Xuất các dòng đã chọn ra {each.title}")
        return actions

    def _export(self, request, rows, extension):
        file_format = FORMAT_BY_EXTENSION[extension]()
        resource = self.resource(request)
        try:
            if not file_format.holds_all:
                refuse_what_no_sheet_holds(rows, resource.paths_out())
        except LimitError as error:
            messages.error(request, str(error))
            return redirect(self._url("changelist"))
        content = file_format.write([resource.sheet(rows)])
        return self._download(content, file_format, f"{self._slug()}-{localdate():%Y-%m-%d}")

    def _download(self, content, file_format, name):
        return StreamingHttpResponse(
            content,
            content_type=file_format.get_content_type(),
            headers={
                "Content-Disposition": f'attachment; filename="{name}.{file_format.get_extension()}"',
                "Cache-Control": "no-store",
            },
        )

    def _slug(self):
        return fold(str(self.opts.verbose_name)).replace(" ", "-")

    def _url(self, name, **kwargs):
        return reverse("admin:{}_{}_{}".format(*self.get_model_info(), name), kwargs=kwargs)

    def _page(self, request, template, context):
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "section": getattr(self, "section", None),
            "heading": capfirst(self.opts.verbose_name_plural),
            "changelist_url": self._url("changelist"),
            "import_url": self._url("import"),
            "process_url": self._url("process_import"),
            **context,
        }
        return TemplateResponse(request, template, context)


def _says_still(plan, changes):
    """Whether a file that was planned anew would do what was seen of it."""
    return not plan.problems and changes.says_the_same_as(Changeset.of(plan))


def _export_action(extension):
    def export_selected(screen, request, rows):
        return screen._export(request, rows, extension)

    return export_selected
