"""From which address a request came: the peer's own, or what trusted proxies say of it.

`X-Forwarded-For` is a list to which each proxy appends the peer that it saw. Only the entries that the configured number of
trusted proxies appended are believed; without trusted proxies the header is nobody's word and is not read.
"""

from ipaddress import ip_address

from django.http import HttpRequest

from sekisho.entrypoints.site.installation import installation


def address_of(request: HttpRequest) -> str:
    """Give the client's address as text, "" where nothing credible is known."""
    peer = _plain(request.META.get("REMOTE_ADDR", ""))
    trusted = installation().trusted_proxies
    if not trusted:
        return peer
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if len(said) < trusted:  # the request did not come the usual way
        return peer
    return _plain(said[-trusted]) or peer


def _plain(text: str) -> str:
    """Give an address without port and brackets, in canonical form; "" for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
