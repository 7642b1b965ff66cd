"""Documents: cases, sendings, pictures and pages, answers, and what an account knows of its holder."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0012_passkeys"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("about", models.CharField(max_length=8)),
                ("answered_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "document_answer",
            },
        ),
        migrations.CreateModel(
            name="CaseRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=8)),
                ("state", models.CharField(max_length=16)),
                ("repeats", models.IntegerField(default=0)),
                ("changed_at", models.BigIntegerField()),
            ],
            options={
                "db_table": "document_case",
            },
        ),
        migrations.CreateModel(
            name="DocumentRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("receipt", models.CharField(max_length=24, unique=True)),
                ("way", models.CharField(max_length=8)),
                ("mail_id", models.CharField(db_index=True, default="", max_length=64)),
                ("purpose", models.CharField(default="", max_length=8)),
                ("state", models.CharField(max_length=16)),
                ("received_at", models.BigIntegerField()),
                ("mailbox", models.CharField(max_length=16)),
                ("came_to", models.CharField(max_length=16)),
                ("subject", models.TextField(default="")),
                ("may_be_answered", models.BooleanField(default=True)),
                ("flaw", models.CharField(default="", max_length=24)),
                ("flaw_column", models.IntegerField(default=0)),
                ("why", models.CharField(default="", max_length=32)),
                ("meant", models.CharField(default="", max_length=64)),
                ("decided_by", models.CharField(default="", max_length=40)),
                ("settled_at", models.BigIntegerField(null=True)),
                ("filings", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "document",
            },
        ),
        migrations.CreateModel(
            name="PageRow",
            fields=[
                ("id", models.CharField(max_length=56, primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("findings", models.BinaryField()),
            ],
            options={
                "db_table": "document_page",
            },
        ),
        migrations.CreateModel(
            name="ParticularsRow",
            fields=[
                (
                    "holder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="storage.holderrow",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
            options={
                "db_table": "particulars",
            },
        ),
        migrations.CreateModel(
            name="PictureRow",
            fields=[
                ("id", models.CharField(max_length=48, primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("source", models.CharField(db_index=True, max_length=64)),
                ("place", models.CharField(default="", max_length=96)),
                ("name", models.CharField(default="", max_length=120)),
                ("size", models.BigIntegerField()),
                ("print", models.CharField(db_index=True, max_length=64)),
                ("flaw", models.CharField(default="", max_length=24)),
                ("judged_at", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "document_picture",
            },
        ),
        migrations.AddField(
            model_name="mailrow",
            name="read_at",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="mailrow",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["received_at"], name="mail_unread"
            ),
        ),
        migrations.AddField(
            model_name="answerrow",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.holderrow"
            ),
        ),
        migrations.AddField(
            model_name="caserow",
            name="account",
            field=models.ForeignKey(
                db_column="account_number",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="storage.accountrow",
            ),
        ),
        migrations.AddField(
            model_name="documentrow",
            name="account",
            field=models.ForeignKey(
                db_column="account_number",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="storage.accountrow",
            ),
        ),
        migrations.AddField(
            model_name="pagerow",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.documentrow"
            ),
        ),
        migrations.AddField(
            model_name="picturerow",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.documentrow"
            ),
        ),
        migrations.AddField(
            model_name="pagerow",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="storage.picturerow"
            ),
        ),
        migrations.AddConstraint(
            model_name="answerrow",
            constraint=models.UniqueConstraint(fields=("holder", "about"), name="one_answer_at_a_time"),
        ),
        migrations.AddConstraint(
            model_name="caserow",
            constraint=models.UniqueConstraint(fields=("account", "purpose"), name="one_case_for_a_proof"),
        ),
        migrations.AddIndex(
            model_name="documentrow",
            index=models.Index(
                condition=models.Q(("state__in", ("received", "unfiled"))),
                fields=["received_at"],
                name="document_unfinished",
            ),
        ),
        migrations.AddIndex(
            model_name="documentrow",
            index=models.Index(
                condition=models.Q(("state__in", ("waiting", "unfiled"))),
                fields=["received_at"],
                name="document_waiting",
            ),
        ),
    ]
