"""Files brought in through the pages, for tests."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

FIGURES = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"]


def upload(client, content, model="indicators_figure", name="tháng 5.xlsx"):
    return client.post(
        reverse(f"admin:{model}_import"), {"import_file": SimpleUploadedFile(name, content)}, follow=True
    )


def confirm(client, preview, model="indicators_figure"):
    token = {"token": preview.context["token"]}
    return client.post(reverse(f"admin:{model}_process_import"), token, follow=True)


def bring_in(client, content, model="indicators_figure", name="tháng 5.xlsx"):
    """The page of the import that came of it."""
    return confirm(client, upload(client, content, model, name), model)


def of_figures(*permissions):
    """The permissions of who brings in figures, and more."""
    return [f"indicators.{verb}_figure" for verb in ("view", "add", "change")] + list(permissions)
