"""The ports of the trading platform's gateway as pages name them (B116): this house's, or the usual ones where it has none."""

from collections.abc import Mapping
from typing import Final

from sekisho.entrypoints.site.installation import installation

USUAL_PORTS: Final = (4000, 4001)


def gateway_ports() -> Mapping[str, int]:
    """Give `port` and `tls_port`."""
    gateway = installation().gateway
    port, tls_port = (gateway.port, gateway.tls_port) if gateway else USUAL_PORTS
    return {"port": port, "tls_port": tls_port}
