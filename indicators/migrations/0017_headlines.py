from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0016_form_layouts")]

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
    ]
