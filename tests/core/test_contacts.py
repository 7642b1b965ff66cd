"""What comes back by a stop link, and who may use one: only an address that was settled when it was replaced."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sekisho.core.contacts import Contact, ContactKind, Contacts, FormerContact

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
PHONE = ContactKind.PHONE
steps = st.lists(st.tuples(st.sampled_from("ETUV"), st.integers(0, 20)), max_size=8)


def after(*changes: tuple[str, float], began: str = "E") -> Contacts:
    """Give the telephone's history: each change with the day on which it was made."""
    present, former, since = began, list[FormerContact](), None
    for value, day in changes:
        since = OPENED + day * DAY
        former.insert(0, FormerContact(kind=PHONE, value=present, replaced_at=since))
        present = value
    return Contacts(
        email=Contact(kind=ContactKind.EMAIL, value="mail"),
        phone=Contact(kind=PHONE, value=present, changed_at=since),
        address=Contact(kind=ContactKind.ADDRESS, value="street"),
        former=tuple(former),
    )


def on(day: float) -> datetime:
    return OPENED + day * DAY


def test_stopping_the_first_change_puts_the_first_address_back():
    assert after().to_restore(PHONE, on(30)) == "E"


def test_of_two_changes_in_a_row_both_put_back_the_address_that_was_settled():
    assert after(("T", 30)).to_restore(PHONE, on(31)) == "E"
    assert after(("T", 30), ("U", 31)).to_restore(PHONE, on(32)) == "E"


def test_an_address_is_settled_at_exactly_14_days():
    assert after(("T", 30)).to_restore(PHONE, on(44)) == "T"
    assert after(("T", 30)).to_restore(PHONE, on(43.999)) == "E"


def test_where_nothing_was_settled_lately_nothing_comes_back():
    assert after(("T", 30), ("U", 40), ("V", 50)).to_restore(PHONE, on(51)) is None


def test_an_address_that_came_back_within_14_days_had_never_ceased_to_be_settled():
    assert after(("T", 30), ("E", 43)).to_restore(PHONE, on(50)) == "E"
    assert after(("T", 30), ("U", 37), ("E", 45)).to_restore(PHONE, on(50)) is None


def test_a_settled_former_address_may_stop_a_deed_for_14_days_and_a_young_one_never():
    contacts = after(("T", 30), ("O", 33))
    assert contacts.may_stop(PHONE, "E", on(43.999))
    assert not contacts.may_stop(PHONE, "E", on(44))
    assert not contacts.may_stop(PHONE, "T", on(33))
    assert contacts.may_stop(PHONE, "O", on(33))


@given(steps)
def test_what_comes_back_stood_on_file_for_14_days_or_since_the_opening(changes):
    day, dated = 100, []
    for value, days in changes:
        day += days
        dated.append((value, day))
    restored = after(*dated).to_restore(PHONE, on(day + 1))
    began = [("E", 0.0), *dated]
    ended = [*(when for _, when in dated), day + 1]
    long = {value for (value, since), until in zip(began, ended, strict=True) if until - since >= 14}
    assert restored is None or restored in long
