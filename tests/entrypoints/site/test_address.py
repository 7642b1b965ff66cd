"""From which address a request came."""

import pytest
from django.test import RequestFactory

from sekisho.entrypoints.site.address import address_of


def ask(peer, forwarded=None):
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer))


@pytest.mark.parametrize("forwarded", ["203.0.113.9", "203.0.113.9, 198.51.100.7", "", "garbage"])
def test_without_trusted_proxies_nobody_s_word_counts_but_the_peer_s(house, forwarded):
    assert ask("192.0.2.1", forwarded) == "192.0.2.1"


def test_one_trusted_proxy_is_believed_for_the_entry_it_added_and_no_further(house):
    house(trusted_proxies=1)
    assert ask("192.0.2.1", "203.0.113.9") == "203.0.113.9"
    assert ask("192.0.2.1", "10.0.0.1, 127.0.0.1, 203.0.113.9") == "203.0.113.9"


def test_of_two_trusted_proxies_the_outer_one_saw_the_client(house):
    house(trusted_proxies=2)
    assert ask("192.0.2.1", "10.9.9.9, 203.0.113.9, 198.51.100.7") == "203.0.113.9"


def test_a_request_with_fewer_entries_than_proxies_came_from_its_peer(house):
    house(trusted_proxies=2)
    assert ask("192.0.2.1", "203.0.113.9") == "192.0.2.1"
    assert ask("192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("2001:db8::1", "2001:db8::1"),
        ("2001:0DB8:0:0::0001", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("203.0.113.9:5060", "203.0.113.9"),
        (" 203.0.113.9 ", "203.0.113.9"),
    ],
)
def test_an_address_is_kept_in_its_canonical_form_without_a_port(house, said, understood):
    house(trusted_proxies=1)
    assert ask("192.0.2.1", said) == understood
    assert ask(said) in {understood, ""}


@pytest.mark.parametrize("said", ["unknown", "", "203.0.113", "999.1.1.1", "a" * 10_000, "<script>", "1.2.3.4\x00"])
def test_what_is_no_address_is_replaced_by_the_peer_s(house, said):
    house(trusted_proxies=1)
    assert ask("192.0.2.1", said) == "192.0.2.1"
