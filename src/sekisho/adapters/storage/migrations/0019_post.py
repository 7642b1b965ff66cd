"""Messages that are sent: how often each was tried, when it is tried again, and whether it came back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0014_documents"),
    ]

    operations = [
        migrations.AddField(model_name="outboxrow", name="tries", field=models.IntegerField(default=0)),
        migrations.AddField(model_name="outboxrow", name="next_at", field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name="outboxrow", name="returned_at", field=models.BigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="outboxrow",
            index=models.Index(
                condition=models.Q(("returned_at__isnull", True), ("sent_at__isnull", True)),
                fields=["next_at", "id"],
                name="messages_waiting",
            ),
        ),
    ]
