"""The tables of documents: cases, sendings, their pictures and pages, answers, and what an account knows of its holder.

What was read on a page is kept sealed; the pictures themselves lie among the objects.
"""

from django.db import models

from sekisho.adapters.storage.rows import AccountRow, HolderRow


class CaseRow(models.Model):
    """One account's want of one proof."""

    id = models.CharField(max_length=40, primary_key=True)
    account = models.ForeignKey(AccountRow, on_delete=models.PROTECT, db_column="account_number", related_name="+")
    purpose = models.CharField(max_length=8)
    state = models.CharField(max_length=16)
    repeats = models.IntegerField(default=0)
    changed_at = models.BigIntegerField()

    class Meta:
        """Named for reading the database by hand."""

        db_table = "document_case"
        constraints = (models.UniqueConstraint(fields=("account", "purpose"), name="one_case_for_a_proof"),)


class DocumentRow(models.Model):
    """One sending; without an account until somebody knows whose it is."""

    id = models.CharField(max_length=40, primary_key=True)
    receipt = models.CharField(max_length=24, unique=True)
    way = models.CharField(max_length=8)
    mail_id = models.CharField(max_length=64, default="", db_index=True)
    account = models.ForeignKey(
        AccountRow, null=True, on_delete=models.PROTECT, db_column="account_number", related_name="+"
    )
    purpose = models.CharField(max_length=8, default="")
    state = models.CharField(max_length=16)
    received_at = models.BigIntegerField()
    mailbox = models.CharField(max_length=16)
    came_to = models.CharField(max_length=16)
    subject = models.TextField(default="")
    may_be_answered = models.BooleanField(default=True)
    flaw = models.CharField(max_length=24, default="")
    flaw_column = models.IntegerField(default=0)
    why = models.CharField(max_length=32, default="")
    meant = models.CharField(max_length=64, default="")
    decided_by = models.CharField(max_length=40, default="")
    settled_at = models.BigIntegerField(null=True)
    filings = models.IntegerField(default=0)

    class Meta:
        """Named for reading the database by hand. The indexes are those of two queues: a machine's and people's."""

        db_table = "document"
        indexes = (
            models.Index(
                fields=("received_at",),
                condition=models.Q(state__in=("received", "unfiled")),
                name="document_unfinished",
            ),
            models.Index(
                fields=("received_at",), condition=models.Q(state__in=("waiting", "unfiled")), name="document_waiting"
            ),
        )


class PictureRow(models.Model):
    """One file of a document."""

    id = models.CharField(max_length=48, primary_key=True)
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="+")
    number = models.IntegerField()
    source = models.CharField(max_length=64, db_index=True)
    place = models.CharField(max_length=96, default="")
    name = models.CharField(max_length=120, default="")
    size = models.BigIntegerField()
    print = models.CharField(max_length=64, db_index=True)
    flaw = models.CharField(max_length=24, default="")
    judged_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "document_picture"


class PageRow(models.Model):
    """One page as people see it, with what a machine found on it, sealed."""

    id = models.CharField(max_length=56, primary_key=True)
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(PictureRow, on_delete=models.CASCADE, related_name="+")
    number = models.IntegerField()
    findings = models.BinaryField()

    class Meta:
        """Named for reading the database by hand."""

        db_table = "document_page"


class AnswerRow(models.Model):
    """When a holder was last answered about sendings of one kind: the row is the turn."""

    id = models.BigAutoField(primary_key=True)
    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=8)
    answered_at = models.BigIntegerField()

    class Meta:
        """Named for reading the database by hand."""

        db_table = "document_answer"
        constraints = (models.UniqueConstraint(fields=("holder", "about"), name="one_answer_at_a_time"),)


class ParticularsRow(models.Model):
    """What the account knows of its holder beyond name and address, sealed: how the name is read and spelled, the birth date."""

    holder = models.OneToOneField(HolderRow, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        """Named for reading the database by hand."""

        db_table = "particulars"
