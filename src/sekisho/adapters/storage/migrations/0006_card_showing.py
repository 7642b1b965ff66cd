"""Cards on screens, and the proofs of a session found by it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0005_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShowingRow",
            fields=[
                (
                    "authenticator",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="storage.authenticatorrow",
                    ),
                ),
                ("session", models.CharField(db_index=True, max_length=64)),
                ("shown_at", models.BigIntegerField()),
                ("shown_until", models.BigIntegerField()),
                ("printed_at", models.BigIntegerField(null=True)),
                ("saved_at", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "card_showing",
            },
        ),
        migrations.AlterField(
            model_name="loginrow",
            name="session",
            field=models.CharField(db_index=True, default="", max_length=64),
        ),
    ]
