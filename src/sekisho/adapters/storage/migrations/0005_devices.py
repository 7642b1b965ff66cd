"""Files of devices, drafts of orders and PINs, and mailed codes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0004_announcements"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeviceCaseRow",
            fields=[
                (
                    "device",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="storage.authenticatorrow",
                    ),
                ),
                ("deposit", models.CharField(default="none", max_length=8)),
                ("deposit_account", models.CharField(default="", max_length=16)),
                ("address", models.CharField(default="", max_length=400)),
                ("ordered_at", models.BigIntegerField(null=True)),
                ("status", models.CharField(default="", max_length=24)),
                ("status_at", models.BigIntegerField(null=True)),
                ("return_reason", models.CharField(default="", max_length=16)),
                ("return_reference", models.CharField(default="", max_length=16)),
                ("return_at", models.BigIntegerField(null=True)),
                ("received_at", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "device_case",
            },
        ),
        migrations.CreateModel(
            name="MailedCodeRow",
            fields=[
                (
                    "device",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="storage.authenticatorrow",
                    ),
                ),
                ("code_print", models.CharField(max_length=64)),
                ("sent_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("tries", models.IntegerField(default=0)),
                ("sends", models.IntegerField(default=1)),
                ("window_at", models.BigIntegerField()),
                ("is_used", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "mailed_code",
            },
        ),
        migrations.CreateModel(
            name="DeviceDraftRow",
            fields=[
                ("id", models.CharField(max_length=96, primary_key=True, serialize=False)),
                ("session", models.CharField(max_length=64)),
                ("deed", models.CharField(max_length=32)),
                ("device_id", models.CharField(default="", max_length=40)),
                ("deposit_account", models.CharField(default="", max_length=16)),
                ("address", models.CharField(default="", max_length=400)),
                ("sealed_pin", models.BinaryField(default=b"")),
                ("at", models.BigIntegerField()),
            ],
            options={
                "db_table": "device_draft",
                "constraints": [models.UniqueConstraint(fields=("session", "deed"), name="one_draft_each")],
            },
        ),
    ]
