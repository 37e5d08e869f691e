"""What administrators see and do about the log-in of accounts: what is shut now, and opening it again."""

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from config.staff.admin import Section
from config.staff.boxes import names_a_row
from config.staff.throttle import locks, unlock
from indicators.models import SecondFactor
from indicators.security import second_factor
from indicators.trail.reading import name_of


def shown(request, template, **context):
    context |= {"opts": User._meta, "section": Section.ACCOUNTS}
    return render(request, template, {**admin.site.each_context(request), **context})


def locked_list(request, screen):
    """All that is shut now; each row has its button."""
    if not screen.has_change_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        account = request.POST.get("account", "")[:150]
        unlock(account=account, address=request.POST.get("address", "")[:45])
        for user in User.objects.filter(username=account):
            second_factor.forgive(user)
        messages.success(request, "Đã mở khóa đăng nhập.")
        return redirect(reverse("admin:auth_user_locks"))
    return shown(request, "admin/auth/user/locks.html", title="Đăng nhập bị khóa", locks=locks())


def entry_of_account(request, screen, pk):
    """How one account logs in, and the way out for who cannot."""
    user = account_of(request, screen, pk)
    here = reverse("admin:auth_user_entry", args=[user.pk])
    if request.method == "POST" and "unlock" in request.POST:
        unlock(account=user.get_username())
        second_factor.forgive(user)
        messages.success(request, f"Đã mở khóa đăng nhập cho {name_of(user)}.")
        return redirect(here)
    if request.method == "POST" and "take_off" in request.POST:
        second_factor.turn_off(user)
        messages.success(request, f"Đã gỡ xác thực hai bước của {name_of(user)}; lịch sử của tài khoản ghi ai gỡ.")
        return redirect(here)
    return shown(
        request,
        "admin/auth/user/entry.html",
        title=f"Đăng nhập của {name_of(user)}",
        account=user,
        locks=locks(username=user.get_username()),
        factor=SecondFactor.objects.filter(user=user).first(),
        is_required=second_factor.standing_of(user)[1],
    )


def account_of(request, screen, pk):
    if not names_a_row(pk):
        raise Http404
    user = get_object_or_404(User, pk=pk)
    if not screen.has_change_permission(request, user):
        raise PermissionDenied
    return user
