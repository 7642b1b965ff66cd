"""The tables of sensitive tasks: what was filled in, the proofs for it, where money may go, and what was withdrawn."""

from django.db import models

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, HolderRow


class TaskDraftRow(models.Model):
    """A task between its form and the answer that proves it, as the text that the proof is bound to."""

    id = models.CharField(max_length=96, primary_key=True)
    session = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    details = models.TextField()
    at = models.BigIntegerField(db_index=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "task_draft"


class TaskProofRow(models.Model):
    """A proof for one task, spent by one conditional UPDATE; only its keyed print is kept."""

    print = models.CharField(max_length=64, primary_key=True)
    holder = models.ForeignKey(HolderRow, on_delete=models.PROTECT)
    session = models.CharField(max_length=64)
    deed = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    answered = models.ForeignKey(AuthenticatorRow, on_delete=models.PROTECT)
    given_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(db_index=True)
    used_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "task_proof"


class BankInstructionRow(models.Model):
    """Where money of an account may go. Ended, never changed: what a proof was given for stays what it was."""

    id = models.CharField(max_length=40, primary_key=True)
    account = models.ForeignKey(AccountRow, on_delete=models.PROTECT, db_column="account_number")
    bank = models.CharField(max_length=100)
    branch = models.CharField(max_length=100)
    number = models.CharField(max_length=34)
    payee = models.CharField(max_length=100)
    added_at = models.BigIntegerField()
    reference = models.CharField(max_length=16)
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "bank_instruction"


class WithdrawalRow(models.Model):
    """One withdrawal, with the factor that answered for it; the sums of ceilings are read from here."""

    id = models.CharField(max_length=40, primary_key=True)
    account = models.ForeignKey(AccountRow, on_delete=models.PROTECT, db_column="account_number")
    holder = models.ForeignKey(HolderRow, on_delete=models.PROTECT)
    nth = models.IntegerField()
    bank = models.ForeignKey(BankInstructionRow, on_delete=models.PROTECT)
    cents = models.BigIntegerField()
    factor = models.CharField(max_length=24)
    at = models.BigIntegerField()
    reference = models.CharField(max_length=16)
    stopped_at = models.BigIntegerField(null=True)

    class Meta:
        """The UNIQUE makes two at once one after the other: the later one's sums were old."""

        db_table = "withdrawal"
        constraints = (models.UniqueConstraint(fields=("account", "nth"), name="withdrawals_follow_each_other"),)
        indexes = (models.Index(fields=("account", "at"), name="withdrawal_account_at"),)
