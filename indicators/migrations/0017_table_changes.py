from django.db import migrations, models


def begin(apps, schema_editor):
    """When each table last changed is known from before: the trail tells it."""
    unseen = {
        "indicators_booksettings", "indicators_booksettings_second_factor_roles", "indicators_figure",
        "indicators_formlayout", "indicators_posting", "indicators_releaseitem", "indicators_reportedinversion",
        "indicators_reportedvalue", "indicators_secondfactor", "indicators_sheetimport", "indicators_sheetlayout",
        "indicators_version", "indicators_warningread",
    }  # fmt: skip
    entries = apps.get_model("indicators", "AuditEntry").objects
    seen = entries.exclude(table__in=unseen).exclude(table__startswith="auth_").order_by()
    newest = seen.values_list("table").annotate(newest=models.Max("pk"))
    changes = apps.get_model("indicators", "TableChange").objects
    changes.bulk_create(changes.model(table=table, mark=0, at=entries.get(pk=pk).at) for table, pk in newest)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0016_form_layouts")]

    operations = [
        migrations.CreateModel(
            name="TableChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63, verbose_name="bảng")),
                ("mark", models.BigIntegerField(verbose_name="dấu")),
                ("at", models.DateTimeField(db_index=True, verbose_name="lúc")),
            ],
            options={
                "verbose_name": "bảng đã đổi",
                "verbose_name_plural": "bảng đã đổi",
                "default_permissions": [],
                "constraints": [models.UniqueConstraint(fields=("mark", "table"), name="change_once_a_transaction")],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
