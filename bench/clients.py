"""A client that costs next to nothing: one kept connection, requests written as bytes, answers read by their length."""

import json
import socket
from contextlib import closing
from time import monotonic, sleep
from typing import Any, Final

PATIENCE_SECONDS: Final = 30


class Client:
    """One keep-alive connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, path: str, body: dict[str, str], *, browser_mark: str) -> tuple[int, Any]:
        """Post JSON; gives the status and the JSON that came back."""
        content = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUser-Agent: bench\r\nContent-Type: application/json\r\n"
            f"Cookie: sekisho_browser={browser_mark}\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + content)
        return self._answer()

    def close(self) -> None:
        self._socket.close()

    def _answer(self) -> tuple[int, Any]:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, content = got.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        while len(content) < length:
            content += self._more()
        return int(head[9:12]), json.loads(content)

    def _more(self) -> bytes:
        part = self._socket.recv(65_536)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_page(port: int, path: str, *, most_seconds: float = 60) -> None:
    """Return as soon as `path` is served, whatever it says."""
    until = monotonic() + most_seconds
    while True:
        try:
            with closing(socket.create_connection(("127.0.0.1", port), timeout=2)) as asked:
                asked.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
                if asked.recv(12)[9:12] in (b"200", b"301", b"302", b"303"):
                    return
        except OSError:
            if monotonic() > until:
                raise
        sleep(0.02)
