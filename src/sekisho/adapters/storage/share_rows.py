"""The tables of shared devices: who stands behind an account, and which account uses whose device."""

from django.db import models

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow


class PersonRow(models.Model):
    """The client behind an account, and a keyed print of the papers; neither is told to anybody."""

    account = models.OneToOneField(AccountRow, on_delete=models.PROTECT, primary_key=True, db_column="account_number")
    entity = models.CharField(max_length=40, default="")
    identification = models.CharField(max_length=64, default="")

    class Meta:
        """Named for reading the database by hand."""

        db_table = "person"


class DeviceShareRow(models.Model):
    """One device and one borrower. `was_active` stays for ever: whoever once had a device has had one."""

    id = models.CharField(max_length=40, primary_key=True)
    device = models.ForeignKey(AuthenticatorRow, on_delete=models.PROTECT)
    account = models.ForeignKey(AccountRow, on_delete=models.PROTECT, db_column="account_number")
    state = models.CharField(max_length=16)
    was_active = models.BooleanField(default=False)
    match = models.CharField(max_length=24)
    at = models.BigIntegerField()

    class Meta:
        """The UNIQUE is the rule: of two requests at once, one is written."""

        db_table = "device_share"
        constraints = (models.UniqueConstraint(fields=("device", "account"), name="a_device_is_shared_once"),)
        indexes = (models.Index(fields=("at",), condition=models.Q(state="pending"), name="sharings_that_wait"),)
