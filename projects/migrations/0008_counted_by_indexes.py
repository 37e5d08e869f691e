import django.db.models.deletion
from django.db import migrations, models

# All that the totals of projects read, beside their ids: PostgreSQL adds up the rows of two small indexes, met in their
# order, instead of two tables. SQLite keeps no other columns in an index.
COVERING = {
    "project_amounts": (
        "projects_investmentproject (id) INCLUDE (estate_id, place_id, industry_id, is_demonstration, land_ha,"
        " capital_billion_vnd, capital_million_usd, workers)"
    ),
    "project_status_last": 'projects_projectstatus (project_id) INCLUDE (status, "on") WHERE until IS NULL',
}


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, columns in COVERING.items():
            schema_editor.execute(f"CREATE INDEX {name} ON {columns}")


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in COVERING:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_statistics_of_groups")]

    operations = [
        migrations.AddIndex(
            model_name="projectstatus",
            index=models.Index(fields=["status", "on"], name="project_status_begun"),
        ),
        migrations.AddIndex(
            model_name="projectstatus",
            index=models.Index(
                condition=models.Q(("until__isnull", False)), fields=["status", "until"], name="project_status_over"
            ),
        ),
        # An index of more begins with it.
        migrations.AlterField(
            model_name="projectstatus",
            name="project",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="statuses",
                to="projects.investmentproject",
                verbose_name="dự án",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
