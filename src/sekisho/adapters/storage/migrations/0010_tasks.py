"""Sensitive tasks: drafts, proofs, bank instructions, withdrawals."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0009_phones"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskDraftRow",
            fields=[
                ("id", models.CharField(max_length=96, primary_key=True, serialize=False)),
                ("session", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=24)),
                ("details", models.TextField()),
                ("at", models.BigIntegerField(db_index=True)),
            ],
            options={"db_table": "task_draft"},
        ),
        migrations.CreateModel(
            name="TaskProofRow",
            fields=[
                ("print", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("session", models.CharField(max_length=64)),
                ("deed", models.CharField(max_length=32)),
                ("subject", models.CharField(max_length=64)),
                ("given_at", models.BigIntegerField()),
                ("expires_at", models.BigIntegerField(db_index=True)),
                ("used_at", models.BigIntegerField(null=True)),
                (
                    "answered",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.authenticatorrow"),
                ),
                (
                    "holder",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.holderrow"),
                ),
            ],
            options={"db_table": "task_proof"},
        ),
        migrations.CreateModel(
            name="BankInstructionRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("bank", models.CharField(max_length=100)),
                ("branch", models.CharField(max_length=100)),
                ("number", models.CharField(max_length=34)),
                ("payee", models.CharField(max_length=100)),
                ("added_at", models.BigIntegerField()),
                ("reference", models.CharField(max_length=16)),
                ("ended_at", models.BigIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_number",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="storage.accountrow",
                    ),
                ),
            ],
            options={"db_table": "bank_instruction"},
        ),
        migrations.CreateModel(
            name="WithdrawalRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("nth", models.IntegerField()),
                ("cents", models.BigIntegerField()),
                ("factor", models.CharField(max_length=24)),
                ("at", models.BigIntegerField()),
                ("reference", models.CharField(max_length=16)),
                ("stopped_at", models.BigIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_column="account_number",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="storage.accountrow",
                    ),
                ),
                (
                    "bank",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.bankinstructionrow"),
                ),
                (
                    "holder",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="storage.holderrow"),
                ),
            ],
            options={
                "db_table": "withdrawal",
                "indexes": [models.Index(fields=["account", "at"], name="withdrawal_account_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "nth"), name="withdrawals_follow_each_other")
                ],
            },
        ),
    ]
