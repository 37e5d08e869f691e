"""The screen of figures, and of what other sources say of them."""

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from config.staff.admin import RowsInline, Section
from config.values.numbers import MISSING, format_number
from indicators.actions.approving import (
    MAY_APPROVE,
    approve_figures,
    return_figures,
    submit_figures,
)
from indicators.actions.releasing import MAY_PUBLISH, gather_withdrawals, start_release
from indicators.admin.forms import FigureForm, ReturnForm
from indicators.changes import differences, newest_versions, reported_beside
from indicators.entry.closed import Closings, closed_periods_stand, why_bound
from indicators.models import BookSettings, Figure, Release, ReleaseItem, ReportedValue, Source, State
from indicators.releases.forms import WithdrawalForm
from indicators.resources import FigureResource, ReportedValueResource, SourceResource
from indicators.review.queue import newest_words, refuse_unseen
from indicators.review.screen import review, seen_of
from indicators.rights import own
from indicators.trail.editors import with_last_editor
from indicators.trail.history import AuditedAdmin
from indicators.wording import amount, flags

# What the next figure typed most often shares with the one before.
CARRIED_OVER = ["place", "kind", "source"]


class ChangedSinceApproval(admin.SimpleListFilter):
    title = "sửa từ lần duyệt"
    parameter_name = "sua-tu-lan-duyet"

    def lookups(self, request, model_admin):
        return [("co", "đã duyệt, sau đó sửa")]

    def queryset(self, request, queryset):
        return queryset.changed_since_approval() if self.value() == "co" else queryset


class OwnFigures(admin.SimpleListFilter):
    """By who last wrote what a figure says: oneself or somebody else."""

    title = "người sửa sau cùng"
    parameter_name = "nguoi-sua"
    mine = f"{parameter_name}=toi"

    def lookups(self, request, model_admin):
        return [("toi", "tôi"), ("khac", "người khác")]

    def queryset(self, request, queryset):
        written = Q(last_editor=request.user.pk)
        if self.value() == "toi":
            return with_last_editor(queryset).filter(written)
        if self.value() == "khac":
            return with_last_editor(queryset).filter(~written | Q(last_editor=None))
        return queryset


class OwnOffice(admin.SimpleListFilter):
    """Figures that one's own office answers for."""

    title = "phụ trách"
    parameter_name = "phu-trach"
    mine = f"{parameter_name}=toi"

    def lookups(self, request, model_admin):
        return [("toi", "đơn vị của tôi")]

    def queryset(self, request, queryset):
        return own(queryset, request.user) if self.value() == "toi" else queryset


class ReportedValueInline(RowsInline):
    model = ReportedValue
    fields = ["value", "qualifier", "source", "locator", "note"]
    autocomplete_fields = ["source"]


@admin.register(Figure)
class FigureAdmin(AuditedAdmin):
    section = Section.FIGURES
    resource_classes = [FigureResource]
    import_export_change_list_template = "admin/indicators/figure/change_list.html"
    form = FigureForm
    inlines = [ReportedValueInline]
    actions = ["submit", "approve", "send_back", "publish_now", "withdraw"]
    list_display = ["indicator", "place", "period", "kind", "value_and_unit", "warnings", "standing", "since_approval"]
    list_filter = [
        "state",
        ChangedSinceApproval,
        OwnFigures,
        OwnOffice,
        "kind",
        "in_doubt",
        "indicator__topic",
        ("place", admin.RelatedOnlyFieldListFilter),
        ("source", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["indicator__unit", "place"]
    search_fields = ["indicator__folded", "place__folded"]
    search_help_text = "Tìm theo tên hoặc mã chỉ tiêu, địa bàn; gõ không dấu cũng được."
    date_hierarchy = "period_end"
    ordering = ["indicator", "place", "period_start", "period_end", "maturity"]
    autocomplete_fields = ["indicator", "place", "source"]
    readonly_fields = ["unit", "state_tag", "return_reason", "approval"]
    fieldsets = [
        (None, {"fields": ["indicator", "place", ("kind", "period")]}),
        ("Giá trị", {"fields": [("qualifier", "value", "upper", "unit"), "as_printed"]}),
        ("Nguồn", {"fields": ["source", "locator"]}),
        (
            "Ghi chú và cảnh báo",
            {"fields": [("is_break", "has_other_definition", "is_unreliable", "in_doubt"), "note"]},
        ),
        ("Duyệt", {"fields": ["state_tag", "return_reason", "approval", "change_reason"]}),
    ]

    @admin.display(description="kỳ", ordering="period_end")
    def period(self, figure):
        return str(figure.period)

    @admin.display(description="giá trị", ordering="value")
    def value_and_unit(self, figure):
        return format_html(
            '<span class="number">{}</span> <span class="unit">{}</span>',
            amount(figure.value, figure.qualifier, figure.upper),
            figure.indicator.unit,
        )

    @admin.display(description="đơn vị tính")
    def unit(self, figure):
        return figure.indicator.unit if figure.indicator_id else "theo chỉ tiêu, hiện sau khi lưu"

    @admin.display(description="cảnh báo")
    def warnings(self, figure):
        return format_html_join(" ", '<span class="tag tag-warning">{}</span>', ((flag,) for flag in flags(figure)))

    @admin.display(description="trạng thái", ordering="state")
    def state_tag(self, figure):
        return format_html('<span class="tag tag-{}">{}</span>', figure.state, figure.get_state_display())

    @admin.display(description="trạng thái", ordering="state")
    def standing(self, figure):
        """In a list: the state, and of what came back why."""
        tag = self.state_tag(figure)
        is_returned = figure.state == State.RETURNED
        return format_html("{} <small>{}</small>", tag, figure.return_reason) if is_returned else tag

    @admin.display(description="từ lần duyệt trước")
    def since_approval(self, figure):
        """In a list: which version stands, and what was changed since."""
        if figure.newest is None:
            return None
        if not figure.differences:
            return f"bản {figure.newest.number}"
        return format_html(
            '<span class="tag tag-changed" title="{}">sửa {} mục từ bản {}</span>',
            "; ".join(str(one) for one in figure.differences),
            len(figure.differences),
            figure.newest.number,
        )

    @admin.display(description="bản đã duyệt")
    def approval(self, figure):
        """In the form: the versions, which of them is public, and each thing changed since, old → new."""
        if figure.pk is None:
            return MISSING
        newest = newest_versions([figure]).get(figure.pk)
        return render_to_string(
            "admin/indicators/figure/approval.html",
            {
                "newest": newest,
                "differences": newest and differences(figure, newest, reported_beside([figure])[figure.pk]),
                "item": ReleaseItem.objects.in_force()
                .filter(figure=figure)
                .select_related("release", "version")
                .first(),
                "ahead": ReleaseItem.objects.last()
                .filter(figure=figure, public_from__gt=timezone.now())
                .select_related("release", "version")
                .first(),
            },
        )

    def action_checkbox(self, figure):
        """The tick of a row, and which words of it the list shows: no others are approved from here."""
        seen = format_html('<input type="hidden" name="seen" value="{}:{}">', figure.pk, figure.seen)
        return super().action_checkbox(figure) + seen

    def get_changelist_instance(self, request):
        """The list, with what changed since the approval looked up for the whole page at once."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = figures = list(changelist.result_list)
        newest, reported, seen = newest_versions(figures), reported_beside(figures), newest_words(figures)
        for figure in figures:
            figure.seen = seen[figure.pk]
            figure.newest = newest.get(figure.pk)
            figure.differences = figure.newest and differences(figure, figure.newest, reported[figure.pk])
        return changelist

    def tasks(self, request):
        """What waits for this user: their own drafts, what they may decide, the doubts they may end."""
        # Only of these does it matter who wrote them: the trail of all figures is long.
        open_ones = Figure.objects.order_by().filter(~Q(state=State.APPROVED) | Q(in_doubt=True))
        figures = with_last_editor(own(open_ones, request.user))
        written = Q(last_editor=request.user.pk)
        tasks = []
        if self.has_change_permission(request):
            tasks += [
                ("Trả lại, cần sửa", written & Q(state=State.RETURNED), f"state__exact=returned&{OwnFigures.mine}"),
                ("Chưa gửi duyệt", written & Q(state=State.DRAFT), f"state__exact=draft&{OwnFigures.mine}"),
                ("Còn nghi vấn", Q(in_doubt=True), f"in_doubt__exact=1&{OwnOffice.mine}"),
            ]
        if self.has_approve_permission(request):
            others = Q() if BookSettings.get().editor_may_approve else ~written | Q(last_editor=None)
            tasks.append(("Chờ duyệt", others & Q(state=State.SUBMITTED), ""))
        if not tasks:
            return []
        asked = {f"task_{at}": Count("pk", filter=condition) for at, (_, condition, _) in enumerate(tasks)}
        counts = figures.aggregate(**asked)
        address = reverse("admin:indicators_figure_changelist")
        return [
            {
                "name": name,
                "count": counts[f"task_{at}"],
                "url": f"{address}?{query}" if query else reverse("admin:indicators_figure_review"),
            }
            for at, (name, _, query) in enumerate(tasks)
            if counts[f"task_{at}"]
        ]

    def get_urls(self):
        view = self.admin_site.admin_view(lambda request: review(self, request))
        return [path("duyet/", view, name="indicators_figure_review"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        shown = self.has_approve_permission(request) and {"review_url": reverse("admin:indicators_figure_review")}
        return super().changelist_view(request, (shown or {}) | (extra_context or {}))

    def has_approve_permission(self, request):
        return request.user.has_perm(MAY_APPROVE)

    def has_publish_permission(self, request):
        return request.user.has_perm(MAY_PUBLISH)

    def has_delete_permission(self, request, obj=None):
        # What was approved once is withdrawn by a release, never deleted.
        return super().has_delete_permission(request, obj) and (obj is None or not obj.versions.exists())

    def rules(self, request, rows):
        return closed_periods_stand(request.user)

    def save_model(self, request, obj, form, change):
        if change and "_approve_figure" in request.POST:
            refuse_unseen(Figure.objects.filter(pk=obj.pk), seen_of(request.POST))
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        this = Figure.objects.filter(pk=form.instance.pk)
        if "_submit_figure" in request.POST and this.filter(state=State.APPROVED).exists():
            self.message_user(request, "Số liệu đã duyệt và không sửa gì nên không gửi duyệt lại.", messages.WARNING)
        elif "_submit_figure" in request.POST:
            submit_figures(this, by=request.user)
            self.message_user(request, "Đã gửi duyệt.", messages.SUCCESS)
        if "_approve_figure" in request.POST:
            if not this.filter(state=State.SUBMITTED).exists():
                submit_figures(this, by=request.user)
            approve_figures(this, by=request.user)
            self.message_user(request, "Đã duyệt. Số liệu công khai khi một đợt công bố có nó.", messages.SUCCESS)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        state = obj.state if obj else State.DRAFT
        may_change = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        context["can_submit"] = may_change and state != State.SUBMITTED
        context["can_approve"] = may_change and self.has_approve_permission(request) and state != State.APPROVED
        if obj:
            # A form that comes again still shows what it was opened with.
            context["words"] = request.POST.get("seen", "") or f"{obj.pk}:{newest_words([obj])[obj.pk]}"
            closings = Closings(request.user, [obj.indicator_id])
            closing = closings.of(obj.indicator_id, obj.place_id, obj.period, obj.kind)
            context["bound"] = closing and why_bound(closing)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" not in request.POST:
            return response
        carried = {name: getattr(obj, obj._meta.get_field(name).attname) for name in CARRIED_OVER}
        carried = {name: value for name, value in carried.items() if value} | {"period": str(obj.period)}
        return redirect(f"{request.path}?{urlencode(carried)}")

    @admin.action(description="Gửi duyệt các số liệu đã chọn", permissions=["change"])
    def submit(self, request, figures):
        count = submit_figures(figures, by=request.user)
        self.message_user(request, f"Đã gửi duyệt {format_number(count)} số liệu.", messages.SUCCESS)

    @admin.action(description="Duyệt các số liệu đã chọn", permissions=["approve"])
    def approve(self, request, figures):
        with transaction.atomic():
            refuse_unseen(figures, seen_of(request.POST))
            count = approve_figures(figures, by=request.user)
        self.message_user(request, f"Đã duyệt {format_number(count)} số liệu.", messages.SUCCESS)

    @admin.action(description="Trả lại các số liệu đã chọn…", permissions=["approve"])
    def send_back(self, request, figures):
        if not self.has_approve_permission(request):
            raise PermissionDenied
        form = ReturnForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            count = return_figures(figures, by=request.user, reason=form.cleaned_data["reason"])
            self.message_user(request, f"Đã trả lại {format_number(count)} số liệu.", messages.SUCCESS)
            return None
        return self._asked(request, "send_back", "Trả lại số liệu", form, figures)

    @admin.action(description="Công bố ngay các số liệu đã chọn…", permissions=["publish"])
    def publish_now(self, request, figures):
        releases = self.admin_site.get_model_admin(Release)
        return releases.now_page(request, list(figures.values_list("pk", flat=True)))

    @admin.action(description="Rút các số liệu đã chọn khỏi trang công khai…", permissions=["publish"])
    def withdraw(self, request, figures):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = WithdrawalForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self._asked(request, "withdraw", "Rút số liệu khỏi trang công khai", form, figures)
        with transaction.atomic():
            release = form.cleaned_data["release"] or start_release(Release.Kind.CORRECTION, by=request.user)
            pks = list(figures.values_list("pk", flat=True))
            count = gather_withdrawals(release, pks, by=request.user, reason=form.cleaned_data["reason"])
        self.message_user(
            request,
            f"Đã đưa việc rút {format_number(count)} số liệu vào đợt «{release}». Chúng còn công khai đến khi công bố.",
            messages.SUCCESS,
        )
        return redirect("admin:indicators_release_prepare", release.pk)

    def _asked(self, request, action, title, form, figures):
        """The page on which an action asks why, with the figures it is about."""
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "figures": figures.select_related("indicator", "place"),
            "action_name": action,
            "checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, f"admin/indicators/figure/{action}.html", context)


@admin.register(ReportedValue)
class ReportedValueAdmin(AuditedAdmin):
    section = Section.FIGURES
    part_of = "figure"
    resource_classes = [ReportedValueResource]
    list_display = ["figure", "value", "qualifier", "source", "locator"]
    list_filter = [("source", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["figure__indicator", "source"]
    search_fields = ["figure__indicator__folded", "source__folded"]
    autocomplete_fields = ["figure", "source"]
    fields = ["figure", ("value", "qualifier"), "source", "locator", "note"]


@admin.register(Source)
class SourceAdmin(AuditedAdmin):
    section = Section.FIGURES
    resource_classes = [SourceResource]
    corrected_in_list = ["title", "number", "issuer", "issued_on", "url"]
    list_display = ["code", "title", "genre", "number", "issuer", "issued_on"]
    list_display_links = ["code", "title"]
    list_filter = ["genre"]
    search_fields = ["folded"]
    date_hierarchy = "issued_on"
    fieldsets = [
        (None, {"fields": ["code", "title", "genre"]}),
        ("Văn bản", {"fields": ["number", "issuer", "issued_on", "url"]}),
        (None, {"fields": ["note"]}),
    ]
