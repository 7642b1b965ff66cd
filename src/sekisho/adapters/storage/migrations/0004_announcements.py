"""What was announced, and the indexes by which the worker finds what is ahead."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0003_staff_and_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnouncementRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=24)),
                ("happens_at", models.BigIntegerField()),
                ("ahead", models.BigIntegerField()),
                ("told_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "announcement",
            },
        ),
        migrations.AddIndex(
            model_name="authenticatorrow",
            index=models.Index(
                condition=models.Q(("state__in", ("shipped", "delivered"))),
                fields=["activates_at"],
                name="authenticator_activates",
            ),
        ),
        migrations.AddIndex(
            model_name="authenticatorrow",
            index=models.Index(
                condition=models.Q(("state__in", ("active", "live"))), fields=["expires_at"], name="authenticator_ends"
            ),
        ),
        migrations.AddIndex(
            model_name="authenticatorrow",
            index=models.Index(condition=models.Q(("state", "live")), fields=["full_until"], name="passcode_narrows"),
        ),
        migrations.AddField(
            model_name="announcementrow",
            name="authenticator",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.authenticatorrow"),
        ),
        migrations.AddConstraint(
            model_name="announcementrow",
            constraint=models.UniqueConstraint(
                fields=("authenticator", "subject", "happens_at", "ahead"), name="an_announcement_is_told_once"
            ),
        ),
    ]
