"""Pictures: how often the judgement is wrong, and what it costs beside the bare decoding of the same file.

    ./dev run python -m bench.pictures speed
    ./dev run python -m bench.pictures table --each 15 [--photos ../shared/data/photos]

`table` takes photographs by simulation, whose faults are known, and reads and judges each; of collected photographs, labelled by eye in
an `INDEX.tsv`, it judges the numbers alone, because nobody has written down what is to be read on them. `speed` takes turns in one run.
"""

import argparse
import csv
import math
import resource
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

import pi_heif
from PIL import Image

from sekisho.adapters.fence.opening import open_pages
from sekisho.adapters.imaging import FencedImaging
from sekisho.adapters.imaging.drawing import decode
from sekisho.adapters.imaging.fenced import measure_page, take
from sekisho.adapters.imaging.lines import Sheet
from sekisho.adapters.imaging.page import find_corners
from sekisho.core.intake.judging import Fault, Verdict, judge
from sekisho.core.intake.pictures import Page, PictureFlaw
from sekisho.testing.camera import GOOD, photograph
from sekisho.testing.papers import Paper, print_paper
from sekisho.testing.snapshots import snapshots

ROUNDS = 7
LABELS = {
    "good": None,
    "blurred": Fault.OUT_OF_FOCUS,
    "dark": Fault.DARK,
    "shadow": Fault.SHADOW,
    "glare": Fault.GLARE,
    "cropped": Fault.CUT_OFF,
    "low-res": Fault.SMALL_PRINT,
    "not a document": Fault.NOT_A_DOCUMENT,
}
"""What eyes said of a collected photograph -> the fault that the judgement calls so."""


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "table"))
    parser.add_argument("--each", type=int, default=15)
    parser.add_argument("--photos", type=Path)
    asked = parser.parse_args()
    imaging = FencedImaging()
    try:
        if asked.what == "speed":
            print_speed(imaging, heics=sorted(asked.photos.rglob("*.heic")) if asked.photos else [])
        else:
            print_simulated(imaging, each=asked.each)
            if asked.photos:
                print_collected(imaging, asked.photos)
    finally:
        imaging.close()


# ── How often it is wrong ────────────────────────────────────────────────────────────────────────────────────


def print_simulated(imaging: FencedImaging, *, each: int) -> None:
    """Print verdicts and faults of photographs whose faults are known."""
    verdicts: Counter[tuple[str, str]] = Counter()
    named: Counter[tuple[str, str]] = Counter()
    for snapshot in snapshots(each=each, first=1000):
        found = imaging.examine(snapshot.content)
        kind = snapshot.fault.value if snapshot.fault else "good"
        if isinstance(found, PictureFlaw):
            verdicts[kind, found.value] += 1
            continue
        is_enough = bool(snapshot.required) and _is_read(found[0], snapshot.required)
        judgement = judge(found[0].measures, is_enough=is_enough)
        verdicts[kind, _said(judgement.verdict, judgement.fault)] += 1
        alone = judge(found[0].measures, is_enough=False)
        named[kind, _said(alone.verdict, alone.fault)] += 1
    print("\n### By what was read, and else by the numbers\n")
    _print_table(verdicts)
    _print_rates(verdicts)
    print("\n### By the numbers alone\n")
    _print_table(named)


def print_collected(imaging: FencedImaging, folder: Path) -> None:
    """Print what the numbers alone say of collected photographs."""
    named: Counter[tuple[str, str]] = Counter()
    with (folder / "INDEX.tsv").open(encoding="utf-8") as index:
        for row in csv.DictReader(index, delimiter="\t"):
            found = imaging.examine((folder / row["file"]).read_bytes())
            if isinstance(found, PictureFlaw):
                named[row["verdict_by_eye"], found.value] += 1
            else:
                alone = judge(found[0].measures, is_enough=False)
                named[row["verdict_by_eye"], _said(alone.verdict, alone.fault)] += 1
    print("\n### Collected photographs, by the numbers alone\n")
    _print_table(named)


def _is_read(page: Page, required: tuple[str, ...]) -> bool:
    text = "".join(line.text for line in page.lines).replace(" ", "").replace("\u3000", "")
    return all(wanted.replace(" ", "") in text for wanted in required)


def _said(verdict: Verdict, fault: Fault | None) -> str:
    return fault.value if verdict is Verdict.POOR and fault else verdict.value


def _print_table(counted: Counter[tuple[str, str]]) -> None:
    rows = list(dict.fromkeys(kind for kind, _ in counted))
    columns = sorted({said for _, said in counted}, key=lambda said: (said not in {"legible", "doubtful"}, said))
    print(f"| taken \\ said | {' | '.join(columns)} | n |")
    print("|" + "---|" * (len(columns) + 2))
    for kind in rows:
        cells = [counted[kind, said] for said in columns]
        print(f"| {kind} | {' | '.join(str(cell) if cell else '' for cell in cells)} | {sum(cells)} |")


def _print_rates(verdicts: Counter[tuple[str, str]]) -> None:
    quiet = {"legible", "doubtful"}
    good = [said for (kind, said), count in verdicts.items() if kind == "good" for _ in range(count)]
    asked = [
        (kind, said)
        for (kind, said), count in verdicts.items()
        if kind != "good" and said != "legible"
        for _ in range(count)
    ]
    print(f"\nGood ones asked for again: {_share(sum(said not in quiet for said in good), len(good))}.")
    print(
        f"Poor ones not read: named with the right fault {_share(sum(kind == said for kind, said in asked), len(asked))},"
    )
    print(f"asked for again {_share(sum(said not in quiet for _, said in asked), len(asked))}.")


def _share(found: int, of: int) -> str:
    """A share with its Wilson interval of 95 %."""
    if not of:
        return "none of none"
    z, p = 1.96, found / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return f"{found} of {of} ({p:.0%}; {max(middle - reach, 0):.0%} to {min(middle + reach, 1):.0%})"


# ── What it costs ────────────────────────────────────────────────────────────────────────────────────────────


def print_speed(imaging: FencedImaging, *, heics: list[Path]) -> None:
    """Print processor time of the bare decoding, of opening behind the fence, of judging without and with the reader."""
    pi_heif.register_heif_opener(decode_threads=0)
    sample = photograph(print_paper(Paper.BILL).image, _large())
    files = [("JPEG, 12 MP", sample), *((path.name, path.read_bytes()) for path in heics)]
    print("| file | bare decoding | judged without reading | ratio | a second and core | reading |")
    print("|---|---|---|---|---|---|")
    for name, content in files:
        if isinstance(imaging.examine(content), PictureFlaw):
            continue
        bare, judged = [], []
        for _ in range(ROUNDS):
            bare.append(_seconds(lambda content=content: _decode(content)))
            judged.append(_seconds(lambda content=content: _judge_unread(content)))
        read = _seconds(lambda content=content: imaging.examine(content))
        one, other = median(bare), median(judged)
        print(
            f"| {name} | {one * 1000:.0f} ms | {other * 1000:.0f} ms | {other / one:.2f} | {1 / other:.1f} | {read:.1f} s |"
        )
    print(f"\nMemory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB.")


def _large():
    from dataclasses import replace

    return replace(GOOD, side=4032)


def _decode(content: bytes) -> None:
    Image.open(BytesIO(content)).convert("RGB").load()


def _judge_unread(content: bytes) -> None:
    """All that is done to a picture but the fork, the pipe and the reader, in one process, so that its time can be counted."""
    for pixels in open_pages(content):
        coded, native = take(pixels)
        picture = decode(coded)
        corners = find_corners(picture)
        judge(measure_page(picture, native=native, sheet=Sheet(0, ()), corners=corners), is_enough=False)


def _seconds(deed: Callable[[], object]) -> float:
    begun = process_time()
    deed()
    return process_time() - begun


if __name__ == "__main__":
    main()
