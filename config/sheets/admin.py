"""The admin's import and export of sheets: upload, preview, confirm; choose a format, download."""

from pathlib import PurePath

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.timezone import localdate
from import_export.admin import ImportExportMixin

from config.sheets import jobs, parts, uploads
from config.sheets.batch_screen import BatchScreen
from config.sheets.batches import Batch
from config.sheets.cells import CELL_ERRORS
from config.sheets.choices import Choices
from config.sheets.choosing import SheetForm
from config.sheets.formats import FORMAT_BY_EXTENSION, FORMATS, PRINTED_FORMATS
from config.sheets.history import keeper
from config.sheets.importing import look, write_seen
from config.sheets.moulds.given import moulds_of, sheets_asked
from config.sheets.preview import Preview
from config.sheets.returning import Returned, workbook_of
from config.sheets.sharing import screen_of
from config.sheets.sheet import SheetError
from config.sheets.standing import done, job_of, jobs_of
from config.sheets.walking.screen import WalkedPreviews, shown_of
from config.sheets.walking.wanted import Wanted
from config.sheets.writing.limits import LimitError, refuse_what_no_sheet_holds
from config.values.text import fold

TOKEN_SALT = "config.sheets.admin"


class FormatForm(forms.Form):
    """Choose the format of a download."""

    extension = forms.ChoiceField(
        label="Định dạng", choices=[(each.extension, each.title) for each in FORMATS], widget=forms.RadioSelect
    )


class SheetsAdmin(BatchScreen, WalkedPreviews, ImportExportMixin):
    """Lends an admin class its sheets; mixed in before ModelAdmin, with `resource_classes` of one resource."""

    formats = FORMATS
    import_template_name = "admin/import_export/import.html"
    preview_template_name = "admin/import_export/preview.html"
    job_template_name = "admin/import_export/job.html"
    export_template_name = "admin/import_export/export.html"

    def has_import_permission(self, request):
        """An import both adds and changes rows, so it needs both permissions."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        views = [
            ("import/mau.<str:extension>", self.template_view, "template"),
            ("import/chon/", self.answer_view, "answer"),
            ("import/xem/<str:token>/", self.walk_view, "walk"),
            ("import/tra-lai/", self.returned_view, "returned"),
            ("import/nhieu/<str:batch>/", self.batch_view, "batch"),
            ("import/nhieu/<str:batch>/<int:file>/<int:part>/", self.part_view, "part"),
            ("import/viec/<uuid:pk>/", self.job_view, "job"),
            ("import/viec/<uuid:pk>/tien-do/", self.job_progress_view, "job_progress"),
        ]
        prefix = "{}_{}".format(*self.get_model_info())
        ours = [path(route, self.admin_site.admin_view(view), name=f"{prefix}_{name}") for route, view, name in views]
        return [*ours, *super().get_urls()]

    def resource(self, request):
        """The sheet of this screen; personal data only for those who may change it."""
        resource_class = self.get_resource_classes(request)[0]
        return resource_class(personal=self.has_change_permission(request))

    # Import

    def import_action(self, request, **kwargs):
        """Upload files; show what they would change. Nothing is written."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
        if form.is_valid():
            try:
                return self.look_at_files(request, form.cleaned_data["import_file"])
            except SheetError as error:
                form.add_error("import_file", str(error))
        return self._import_page(request, form)

    def answer_view(self, request):
        """Look again at a file, with what was answered of it."""
        preview, kept = self._asked_of_file(request, uploads.take)
        if kept is None:
            return self._gone(request)
        content, _ = uploads.parted(kept)
        return self._look_again(request, content, preview.filename, Choices.of(preview.choices).posted(request.POST))

    def _look_again(self, request, content, name, choices):
        if choices.batch and (batch := Batch.find(choices.batch, request.user, self.model)):
            batch.answered(uploads.digest(content), choices)
        try:
            return self.look(request, content, name, choices)
        except SheetError as error:
            # Some answers leave nothing to be read: a sheet that is hidden, bytes that are no letters.
            messages.error(request, str(error))
            return redirect(self._back_url(request, choices.batch))

    def returned_view(self, request):
        """The file with what is wrong marked in it."""
        preview, kept = self._asked_of_file(request, uploads.read)
        if kept is None:
            return self._gone(request)
        content, changes = uploads.parted(kept)
        return self.download_returned(request, content, preview.filename, Returned.load(changes))

    def download_returned(self, request, content, filename, returned):
        headings = [column.column_name for column in self.resource(request).fields.values()]
        book = workbook_of(content, filename, headings, returned)
        return download(book, f"tra-lai-{PurePath(filename).stem}.xlsx")

    def _asked_of_file(self, request, fetch):
        """The preview whose form this is, and what is kept of its file; None where that is not theirs or gone."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        preview = self._preview_of(request, request.POST.get("token", ""))
        kept = preview and fetch(preview.kept)
        return preview, kept if kept is not None and uploads.digest(kept) == preview.digest else None

    def look(self, request, content, name, choices=None, sheets=None):
        """What a file would change, or the job that finds it out; `sheets` are those of a file that is open already."""
        if jobs.is_heavy(content):
            told = choices and choices.plain()
            return redirect(self._url("job", pk=jobs.hand_over_file(request, self.model, content, name, told)))
        preview = look(self.resource(request), content, name, request.user, choices=choices, sheets=sheets)
        if first := parts.first_of(self, request, preview, content, sheets):
            other, preview = first
            messages.info(
                request,
                f"Phần {self.opts.verbose_name} cần phần {other.opts.verbose_name} của tệp được ghi trước: xem phần ấy "
                "dưới đây, ghi xong thì phần sau hiện ra.",
            )
            return other.preview_page(request, preview)
        return self.preview_page(request, preview)

    def process_import(self, request, **kwargs):
        """Write what the preview showed, as it was kept, if all it was made from still says the same."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            # Signing in again after the session has ended leads here.
            messages.warning(request, "Tệp vừa xem trước chưa ghi: hãy chọn tệp và xem trước lại.")
            return redirect(self._url("import"))
        seen = self._said(request, request.POST.get("token", ""))
        # The token of a preview is none to write by.
        return self._write(request, seen if seen and "writes" in seen else None)

    def _write(self, request, seen):
        batch_url = self._batch_url(request, seen.get("batch")) if seen else ""
        if seen and (seen["writes"] > jobs.FEW_ROWS or (seen.get("is_large") and seen["parts"])):
            then = "" if batch_url else parts.label_after(self, request, seen.get("parts", ()))
            job = jobs.hand_over_changes(request, self.model, seen, then)
            return redirect(self._url("job", pk=job)) if job else self._gone(request, seen)
        kept = seen and uploads.take(seen["file"])
        if kept is None or uploads.digest(kept) != seen["digest"]:
            return self._gone(request, seen)
        sealed = []
        again = write_seen(
            self.resource(request), kept, seen["name"], request.user, seal=lambda *told: sealed.append(told)
        )
        if again:
            return self.preview_page(request, again)
        ((counts, pk),) = sealed
        messages.success(request, done(self.opts, counts))
        if batch_url:
            return redirect(batch_url)
        if following := parts.next_of(self, request, kept, seen["name"]):
            other, preview = following
            return other.preview_page(request, preview)
        return redirect(keeper().address(pk))

    def _gone(self, request, seen=None):
        messages.error(
            request,
            "Tệp này đang được ghi, đã được ghi hoặc bản xem trước đã hết hạn: hãy xem danh sách; "
            "chưa thấy thì chọn tệp và xem trước lại.",
        )
        return redirect(self._back_url(request, seen and seen.get("batch")))

    def _back_url(self, request, batch):
        """Where files are chosen, or the list of the batch that one is a part of."""
        return self._batch_url(request, batch) or self._url("import")

    def _batch_url(self, request, batch):
        """The list of a batch, which may be another register's; "" for none."""
        found = batch and Batch.find(batch, request.user)
        return screen_of(found.model)._url("batch", batch=batch) if found else ""

    def _said(self, request, token):
        """What a token says of this user and this register; None where it is not theirs, altered or too old."""
        try:
            said = signing.loads(token, salt=TOKEN_SALT, max_age=uploads.KEPT_SECONDS)
        except signing.BadSignature:
            return None
        return said if (said["user"], said["model"]) == (request.user.pk, self.opts.label) else None

    def _preview_of(self, request, token):
        said = self._said(request, token)
        return Preview.at(*said["preview"]) if said and "preview" in said else None

    def _to_write(self, preview):
        """What this person was shown and what it must still be when it is written."""
        return {
            "file": preview.kept, "digest": preview.digest, "writes": preview.writes, "name": preview.filename,
            "batch": preview.choices.get("batch", ""), "parts": preview.parts, "is_large": preview.is_large,
        }  # fmt: skip

    def signed(self, request, **told):
        """A token of this user's for this register."""
        return signing.dumps(told | {"user": request.user.pk, "model": self.opts.label}, salt=TOKEN_SALT)

    def _import_page(self, request, form):
        context = {
            "title": f"Nhập {self.opts.verbose_name} từ bảng tính",
            "form": form,
            "columns": self.resource(request).fields.values(),
            "templates": [(each.title, self._url("template", extension=each.extension)) for each in FORMATS],
            "moulds": moulds_of(self.resource(request), lambda extension: self._url("template", extension=extension)),
            "jobs": jobs_of(request.user, self.model),
            "batches": [(each, self._url("batch", batch=each.name)) for each in Batch.latest(request.user, self.model)],
            "history_url": keeper().address_of_all(self.model),
        }
        return self._page(request, self.import_template_name, context)

    def preview_page(self, request, preview):
        if preview.has_changed:
            messages.warning(
                request, "Dữ liệu đã đổi từ lúc xem trước nên chưa ghi gì: hãy xem lại bản mới dưới đây rồi ghi."
            )
        token = self.signed(request, preview=preview.place or preview.put())
        context = {
            **vars(preview),
            **shown_of(preview, Wanted.of(request.GET)),
            "title": f"Xem trước: nhập {self.opts.verbose_name}",
            "token": self.signed(request, **self._to_write(preview)) if preview.writes else None,
            "question": token if preview.kept else None,
            "walk_url": self._url("walk", token=token),
            "asks": parts.asked(request, preview),
            "doors": parts.doors(self, request, preview),
            "batch_url": self._batch_url(request, preview.choices.get("batch")),
            "answer_url": self._url("answer"),
            "returned_url": self._url("returned"),
            "numbers": preview.counts,
            "total": preview.total,
        }
        return self._page(request, self.preview_template_name, context)

    # Jobs

    def job_view(self, request, pk):
        """Where a job of this person's stands; once a file is read, its preview."""
        job = self._job(request, pk)
        if job.is_listed:
            return redirect(self._back_url(request, job.batch))
        if job.preview:
            if not self.has_import_permission(request):
                raise PermissionDenied
            return self.preview_page(request, job.preview)
        context = {"title": job.title, "job": job, "progress_url": self._url("job_progress", pk=pk)}
        context["batch_url"] = self._batch_url(request, job.batch)
        return self._page(request, self.job_template_name, context)

    def job_progress_view(self, request, pk):
        """The same for the script of that page, which asks again and again."""
        job = self._job(request, pk)
        return JsonResponse({"goes_on": job.can_go_on, **job.progress}, headers={"Cache-Control": "no-store"})

    def _job(self, request, pk):
        job = job_of(request.user, pk)
        if job is None or job.opts != self.opts:
            raise Http404
        return job

    def template_view(self, request, extension):
        """A workbook to fill in, empty or with rows."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if extension not in FORMAT_BY_EXTENSION:
            raise Http404
        file_format = FORMAT_BY_EXTENSION[extension]()
        try:
            sheets = sheets_asked(self.resource(request), request.GET, is_bare=extension not in PRINTED_FORMATS)
        except (*CELL_ERRORS, LimitError) as error:
            messages.error(request, str(error))
            return redirect(self._url("import"))
        return self._download(file_format.write(sheets), file_format, f"mau-{self._slug()}")

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
            **context,
        }
        return TemplateResponse(request, template, context)


def download(content, filename):
    """A file of somebody's, under its own name."""
    headers = {"Content-Disposition": content_disposition_header(True, filename), "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def _export_action(extension):
    def export_selected(screen, request, rows):
        return screen._export(request, rows, extension)

    return export_selected
