"""How light Sekisho Key is on a phone: bytes of the first load, the time of a response, the time to open without a network.

    ./dev run python -m bench.key_app

A response is measured against the bare HMAC of WebCrypto in the same page, in slices that take turns. Aims: below 150 KB, below
50 ms.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
from statistics import median
from time import perf_counter
from typing import Final

from playwright.sync_api import Page, sync_playwright

CHROMIUM: Final = os.environ.get("SEKISHO_CHROMIUM", "/usr/bin/chromium")
SLICES: Final = """async () => {
    const app = await import(document.querySelector('link[rel=modulepreload][href$="/ocra.js"]').href);
    const key = await app.importKey(new Uint8Array(32).fill(49));
    const message = new Uint8Array(196);
    const lanes = {
        bare: () => crypto.subtle.sign("HMAC", key, message),
        lock: (at) => app.respond(key, { suite: app.SUITE_LOCK, challenge: String(100000 + at) }),
        pin: (at) => app.respond(key, { suite: app.SUITE_PIN, challenge: String(100000 + at), pin: "k4e!9" }),
    };
    const taken = { bare: [], lock: [], pin: [] };
    for (let slice = 0; slice < 40; slice += 1) {
        for (const [name, lane] of Object.entries(lanes)) {
            const begun = performance.now();
            for (let at = 0; at < 50; at += 1) await lane(at);
            taken[name].push((performance.now() - begun) / 50);
        }
    }
    return taken;
}"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "sekisho.entrypoints.cli",
                "demo",
                "--port",
                "0",
                "--smtp-port",
                "0",
                "--data",
                f"{folder}/demo",
            ],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        try:
            measure(origin_of(server))
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)


def origin_of(server: subprocess.Popen[str]) -> str:
    for line in server.stdout or ():
        if found := re.search(r"http://localhost:\d+(?=/demo)", line):
            return found[0]
    raise SystemExit(1)


def measure(origin: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        first_load(page, origin)
        report(page.evaluate(SLICES))
        opening(page)
        browser.close()


def first_load(page: Page, origin: str) -> None:
    sizes: list[int] = []
    traffic = page.context.new_cdp_session(page)
    traffic.send("Network.enable")
    traffic.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{origin}/key/")
    page.wait_for_selector("body[data-screen]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    print(f"first load  {sum(sizes) / 1000:.0f} KB with headers, {len(sizes)} answers")


def report(taken: dict[str, list[float]]) -> None:
    bare = median(taken["bare"])
    for name, slices in taken.items():
        print(f"{name:<11} {median(slices):.3f} ms, {median(slices) / bare:.2f} of the bare HMAC")


def opening(page: Page) -> None:
    page.context.set_offline(True)
    taken = []
    for _ in range(9):
        begun = perf_counter()
        page.reload()
        page.wait_for_selector("body[data-screen]")
        taken.append(perf_counter() - begun)
    print(f"opening without a network  {median(taken):.2f} s")


if __name__ == "__main__":
    main()
