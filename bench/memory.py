"""What the demo costs: the memory of all its processes, and the time from its start to the first page served.

    ./dev run python -m bench.memory

Aims: below 250 MB, and a page within 5 seconds. PSS is the figure that adds up: a page of memory that three processes share
counts a third for each. RSS counts it three times and is printed beside it.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from bench import processes
from bench.clients import free_port, wait_for_page
from bench.verifiers import stop_server

MEGABYTE = 1_000_000
PAGES = ("/ja/", "/en/", "/en/trader/", "/demo", "/card/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=3)
    starts = [measure() for _ in range(parser.parse_args().starts)]
    print(
        f"first page after {median(each[0] for each in starts):.1f} s (of {len(starts)} fresh starts: the middle one)"
    )


def measure() -> tuple[float, int]:
    """Start a fresh demo, read its pages, and weigh it."""
    with TemporaryDirectory(prefix="sekisho-bench-demo-") as folder:
        port = free_port()
        begun = perf_counter()
        demo = start_demo(port, Path(folder) / "demo")
        try:
            wait_for_page(port, "/ja/")
            ready, used = perf_counter() - begun, processes.processor_seconds(demo.pid)
            for page in PAGES * 10:
                wait_for_page(port, page)
            sleep(1)
            pss, rss = processes.memory(demo.pid)
            count = len(processes.tree_of(demo.pid))
        finally:
            stop_server(demo)
    print(
        f"  page after {ready:.1f} s and {used:.1f} s of processor time; PSS {pss / MEGABYTE:.0f} MB (RSS {rss / MEGABYTE:.0f} MB) in {count} processes",
        flush=True,
    )
    return ready, pss


def start_demo(port: int, folder: Path) -> "subprocess.Popen[bytes]":
    ports = [
        text for name in ("smtp-port", "gateway-port", "gateway-tls-port") for text in (f"--{name}", str(free_port()))
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "bench.sekisho_program", "demo", "--port", str(port), *ports, "--data", str(folder)],
        stdout=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    main()
