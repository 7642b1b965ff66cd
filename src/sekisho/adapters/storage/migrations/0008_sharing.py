"""Devices that several user names of one person use, and who stands behind an account."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0010_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonRow",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        db_column="account_number",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="storage.accountrow",
                    ),
                ),
                ("entity", models.CharField(default="", max_length=40)),
                ("identification", models.CharField(default="", max_length=64)),
            ],
            options={"db_table": "person"},
        ),
        migrations.CreateModel(
            name="DeviceShareRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=16)),
                ("was_active", models.BooleanField(default=False)),
                ("match", models.CharField(max_length=24)),
                ("at", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_number",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="storage.accountrow",
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.authenticatorrow"),
                ),
            ],
            options={
                "db_table": "device_share",
                "indexes": [
                    models.Index(condition=models.Q(("state", "pending")), fields=["at"], name="sharings_that_wait")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="devicesharerow",
            constraint=models.UniqueConstraint(fields=("device", "account"), name="a_device_is_shared_once"),
        ),
    ]
