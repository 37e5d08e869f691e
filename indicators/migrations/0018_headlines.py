from django.db import migrations, models

# What the catalogue that comes with the book is told by, for books that were filled before.
HEADLINES = {
    1: [
        "grdp-so-sanh", "iip-tang", "may-mac", "xuat-khau", "du-an", "ccn-thanh-lap", "diem-mo-con-hieu-luc",
        "khuyen-cong-duoc-giao", "dien-thuong-pham",
    ],
    2: [
        "co-cau-cn-xd", "gtsx", "linh-kien-dien-tu", "tong-muc-ban-le", "du-an-hoat-dong", "ty-le-lap-day-kcn",
        "de-an-khuyen-cong", "dien-san-xuat",
    ],
    3: [
        "grdp-tang-truong", "iip", "xi-mang", "xuat-nhap-khau", "du-an-kcn", "ty-le-lap-day-ccn", "dung-luong-mba-110",
    ],
    4: ["dan-so", "nhap-khau"],
}  # fmt: skip


def mark(apps, schema_editor):
    indicators = apps.get_model("indicators", "Indicator").objects.using(schema_editor.connection.alias)
    for rank, codes in HEADLINES.items():
        indicators.filter(code__in=codes).update(headline=rank)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0017_table_changes")]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="headline",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="1, 2, 3…: thứ tự ưu tiên trong chủ đề. Trang tổng quan nêu chỉ tiêu đầu tiên có số; trang của "
                "chủ đề kể và vẽ các chỉ tiêu này. Để trống: không nêu.",
                null=True,
                verbose_name="tiêu biểu",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
