"""Addresses that were replaced."""

from django.db import models

from sekisho.adapters.storage.rows import HolderRow


class FormerContactRow(models.Model):
    """An address that was on file until it was replaced."""

    holder = models.ForeignKey(HolderRow, on_delete=models.PROTECT)
    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=400)
    replaced_at = models.BigIntegerField()

    class Meta:
        """Named for reading the database by hand."""

        db_table = "former_contact"
