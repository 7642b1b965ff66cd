"""The tables of documents by mail: what was taken in. Rows are written once; the bytes lie among the objects."""

from django.db import models


class MailRow(models.Model):
    """One mail. Its identity is unique: the same mail, sent again or by another way, is one submission."""

    id = models.CharField(max_length=64, primary_key=True)
    identity = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=8)
    sender = models.CharField(max_length=320)
    recipients = models.TextField()
    peer = models.CharField(max_length=64)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    received_at = models.BigIntegerField(db_index=True)
    read_at = models.BigIntegerField(null=True)  # when a document was made of it

    class Meta:
        """Named for reading the database by hand."""

        db_table = "mail"
        indexes = (models.Index(fields=("received_at",), condition=models.Q(read_at__isnull=True), name="mail_unread"),)
