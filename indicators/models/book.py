"""What a department sets for its whole book."""

from django.contrib.auth.models import Group
from django.db import models


class BookSettings(models.Model):
    """The one row of settings; changes of it are in the trail like any other."""

    editor_may_approve = models.BooleanField(
        "người sửa sau cùng được tự duyệt",
        default=False,
        help_text="Chỉ bật ở đơn vị quá ít người: bình thường người sửa sau cùng không duyệt được số liệu của mình.",
    )
    second_factor_roles = models.ManyToManyField(
        Group,
        verbose_name="vai trò phải xác thực hai bước",
        related_name="+",
        blank=True,
        help_text="Người giữ vai trò này mà chưa bật thì sau mật khẩu phải bật xong mới làm được việc khác.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "thiết lập của sổ"
        default_permissions = ["change", "view"]
        constraints = [models.CheckConstraint(name="book_settings_are_one_row", condition=models.Q(id=1))]

    def __str__(self):
        return "Thiết lập của sổ"

    @classmethod
    def get(cls):
        """The settings in force; as they come until somebody changes them."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
