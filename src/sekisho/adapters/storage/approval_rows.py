"""The table of requests to approve a login in the app."""

from django.db import models

from sekisho.adapters.storage.rows import AccountRow, AuthenticatorRow, ChallengeRow, LoginRow


class ApprovalRow(models.Model):
    """One request, beside one challenge of one login. `expires_at` ends the present state, `moved_at` began it."""

    id = models.CharField(max_length=40, primary_key=True)
    login = models.ForeignKey(LoginRow, on_delete=models.CASCADE, db_column="login_hash")
    challenge = models.OneToOneField(ChallengeRow, on_delete=models.CASCADE)
    device = models.ForeignKey(AuthenticatorRow, on_delete=models.PROTECT)
    account = models.ForeignKey(AccountRow, on_delete=models.PROTECT, db_column="account_number")
    number = models.CharField(max_length=2)
    numbers = models.CharField(max_length=32)
    client = models.CharField(max_length=64)
    browser = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    asked_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    state = models.CharField(max_length=16)
    moved_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "approval"
