"""Requests to approve a login in the app."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0008_sharing"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=2)),
                ("numbers", models.CharField(max_length=32)),
                ("client", models.CharField(max_length=64)),
                ("browser", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=64)),
                ("asked_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField()),
                ("state", models.CharField(max_length=16)),
                ("moved_at", models.BigIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_number",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="storage.accountrow",
                    ),
                ),
                (
                    "challenge",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="storage.challengerow"),
                ),
                (
                    "device",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.authenticatorrow"),
                ),
                (
                    "login",
                    models.ForeignKey(
                        db_column="login_hash",
                        on_delete=django.db.models.deletion.CASCADE,
                        to="storage.loginrow",
                    ),
                ),
            ],
            options={"db_table": "approval"},
        ),
    ]
