"""The tables. Rows hold no rule: they are read and written by `transaction` and `seeding`, judged by `sekisho.core`.

Moments are microseconds since 1970 (see `moments`). Secrets are sealed or hashed before they come here; bearer values are kept
as keyed fingerprints only.
"""

from django.db import models


class AccountRow(models.Model):
    """A live account; its paper account is one column."""

    number = models.CharField(max_length=16, primary_key=True)
    state = models.CharField(max_length=16)
    trades_from = models.BigIntegerField(null=True)
    closed_cause = models.CharField(max_length=16, default="")
    has_opted_out = models.BooleanField(default=False)
    paper_number = models.CharField(max_length=16, null=True, unique=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "account"


class HolderRow(models.Model):
    """A user name with its password, on a live account or on its paper account."""

    id = models.CharField(max_length=40, primary_key=True)
    username = models.CharField(max_length=64, unique=True)
    password_hash = models.CharField(max_length=256)
    credentials = models.CharField(max_length=8)
    account = models.ForeignKey(AccountRow, on_delete=models.PROTECT, db_column="account_number")
    own_number = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    residence = models.CharField(max_length=2)
    name = models.CharField(max_length=128, default="")
    address = models.CharField(max_length=400, default="")
    email = models.CharField(max_length=254, default="")
    phone = models.CharField(max_length=32, default="")
    created_at = models.BigIntegerField()

    class Meta:
        """Named for reading the database by hand."""

        db_table = "holder"


class StaffRow(models.Model):
    """One of the desk's own people, beside the user name."""

    holder = models.OneToOneField(HolderRow, on_delete=models.PROTECT, primary_key=True)
    role = models.CharField(max_length=24)
    own_account = models.CharField(max_length=16, default="")

    class Meta:
        """Named for reading the database by hand."""

        db_table = "staff"


class AuthenticatorRow(models.Model):
    """Anything that proves, beside the password. Columns that a kind does not use stay at their defaults.

    The indexes are partial: what runs on a schedule finds the few rows with something ahead (`announcement_statements`).
    """

    id = models.CharField(max_length=40, primary_key=True)
    account = models.ForeignKey(AccountRow, on_delete=models.PROTECT, db_column="account_number")
    kind = models.CharField(max_length=24)
    platform = models.CharField(max_length=16, default="")
    name = models.CharField(max_length=128, default="")
    serial = models.CharField(max_length=32, default="")
    state = models.CharField(max_length=16)
    ever_active = models.BooleanField(default=False)
    suite = models.CharField(max_length=64, default="")
    sealed_key = models.BinaryField(default=b"")
    passcode_hash = models.CharField(max_length=256, default="")
    created_at = models.BigIntegerField()
    activated_at = models.BigIntegerField(null=True)
    shipped_at = models.BigIntegerField(null=True)
    promised_by = models.BigIntegerField(null=True)
    activates_at = models.BigIntegerField(null=True)
    is_held = models.BooleanField(default=False)
    full_until = models.BigIntegerField(null=True)
    expires_at = models.BigIntegerField(null=True)
    cells = models.IntegerField(default=0)
    cells_left = models.IntegerField(default=0)
    pair_first = models.IntegerField(null=True)
    pair_second = models.IntegerField(null=True)
    pair_tries = models.IntegerField(default=0)
    pair_expires_at = models.BigIntegerField(null=True)
    wrong_in_row = models.IntegerField(default=0)
    last_used_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "authenticator"
        indexes = (
            models.Index(
                fields=("activates_at",),
                condition=models.Q(state__in=("shipped", "delivered")),
                name="authenticator_activates",
            ),
            models.Index(
                fields=("expires_at",), condition=models.Q(state__in=("active", "live")), name="authenticator_ends"
            ),
            models.Index(fields=("full_until",), condition=models.Q(state="live"), name="passcode_narrows"),
        )


class QuestionRow(models.Model):
    """A challenge that was ever put to a device. It stays for the life of the device: no question is asked twice."""

    authenticator = models.ForeignKey(AuthenticatorRow, on_delete=models.PROTECT)
    question = models.CharField(max_length=64)

    class Meta:
        """The UNIQUE is the rule."""

        db_table = "question"
        constraints = (models.UniqueConstraint(fields=("authenticator", "question"), name="a_question_is_asked_once"),)


class SpentCellRow(models.Model):
    """A cell of a code card that was used, or burned by a pair that failed or expired."""

    authenticator = models.ForeignKey(AuthenticatorRow, on_delete=models.PROTECT)
    cell = models.IntegerField()
    spent_at = models.BigIntegerField()

    class Meta:
        """The UNIQUE is the rule."""

        db_table = "spent_cell"
        constraints = (models.UniqueConstraint(fields=("authenticator", "cell"), name="a_cell_is_spent_once"),)


class TriesRow(models.Model):
    """One counter of attempts; replaced only by a conditional UPDATE on `version`."""

    subject = models.CharField(max_length=96)
    kind = models.CharField(max_length=24)
    in_row = models.IntegerField(default=0)
    moments = models.TextField(default="")
    closed_until = models.BigIntegerField(null=True)
    version = models.BigIntegerField()

    class Meta:
        """One row for each subject and kind."""

        db_table = "tries"
        constraints = (models.UniqueConstraint(fields=("subject", "kind"), name="one_counter_each"),)


class BrowserRow(models.Model):
    """A browser from which a holder has fully signed in, by the fingerprint of its mark."""

    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE)
    mark = models.CharField(max_length=64, db_index=True)
    known_since = models.BigIntegerField()

    class Meta:
        """One row for each holder and browser."""

        db_table = "browser"
        constraints = (models.UniqueConstraint(fields=("holder", "mark"), name="a_browser_is_known_once"),)


class LoginRow(models.Model):
    """A login between the password and the session, or a proof asked inside a session."""

    id_hash = models.CharField(max_length=64, primary_key=True)
    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE)
    surface = models.CharField(max_length=16)
    mode = models.CharField(max_length=8)
    credentials = models.CharField(max_length=8)
    created_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(db_index=True)
    is_over = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, default="")
    reason = models.CharField(max_length=32, default="")
    reference = models.CharField(max_length=16, default="")
    challenge_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=32, default="sign_in")
    subject = models.CharField(max_length=96, default="")
    session = models.CharField(max_length=64, default="", db_index=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "login"


class ChallengeRow(models.Model):
    """One question put to one login; live until used, out of tries, expired, or replaced by a newer one."""

    login = models.ForeignKey(LoginRow, on_delete=models.CASCADE, db_column="login_hash")
    authenticator = models.ForeignKey(AuthenticatorRow, on_delete=models.PROTECT)
    question = models.CharField(max_length=64)
    tries = models.IntegerField(default=0)
    most_tries = models.IntegerField()
    expires_at = models.BigIntegerField()
    used_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "challenge"


class SessionRow(models.Model):
    """An open or ended session. It keeps the evidence; access is decided anew at every request."""

    id_hash = models.CharField(max_length=64, primary_key=True)
    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE)
    surface = models.CharField(max_length=16)
    mode = models.CharField(max_length=8)
    credentials = models.CharField(max_length=8)
    answered = models.CharField(max_length=40, default="")
    reference = models.CharField(max_length=16)
    created_at = models.BigIntegerField()
    last_seen_at = models.BigIntegerField()
    expires_at = models.BigIntegerField(db_index=True)
    ended_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "session"


class TrailRow(models.Model):
    """One entry of the audit trail. Triggers refuse UPDATE and DELETE; `digest` chains it to the entry before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.BigIntegerField()
    happening = models.CharField(max_length=32)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=40)
    holder_id = models.CharField(max_length=40)
    account = models.CharField(max_length=16)
    reference = models.CharField(max_length=16, null=True, unique=True)
    reason = models.CharField(max_length=32)
    surface = models.CharField(max_length=16)
    detail = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        """A holder's history is read newest first."""

        db_table = "trail"
        indexes = (models.Index(fields=("holder_id", "-seq"), name="trail_of_holder"),)


class TrailHeadRow(models.Model):
    """The end of the trail: one row. A trail that was cut short does not reach it."""

    id = models.IntegerField(primary_key=True)
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.BigIntegerField()

    class Meta:
        """Named for reading the database by hand."""

        db_table = "trail_head"


class OutboxRow(models.Model):
    """A message to be sent, written in the transaction of its deed. `recipient` empty: the e-mail address on file."""

    holder = models.ForeignKey(HolderRow, on_delete=models.CASCADE)
    message = models.CharField(max_length=48)
    params = models.TextField()
    channel = models.CharField(max_length=8, default="mail")
    recipient = models.CharField(max_length=400, default="")
    sealed = models.BinaryField(default=b"")
    at = models.BigIntegerField()
    tries = models.IntegerField(default=0)
    next_at = models.BigIntegerField(default=0)
    sent_at = models.BigIntegerField(null=True)
    returned_at = models.BigIntegerField(null=True)

    class Meta:
        """Named for reading the database by hand."""

        db_table = "outbox"
        indexes = (
            models.Index(
                fields=("next_at", "id"),
                condition=models.Q(sent_at__isnull=True, returned_at__isnull=True),
                name="messages_waiting",
            ),
        )
