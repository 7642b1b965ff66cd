"""Second-factor verifications per second, against the same statements and the same cryptography in a bare loop.

    ./dev run python -m bench.second_factor --sizes 1000,1000000

Three lanes take turns on each house: the bare loop, the service layer (`workflows.answer_challenge` with everything: reserve,
verify, spend, session, trail) and one server worker over HTTP. Aims: the service layer at least half as fast as the bare loop on
one core; a million accounts within a tenth of a thousand.
"""

import argparse

from bench.houses import House, houses
from bench.lanes import Lane, Slice, alternate, core_rate, lanes, rate, ratio
from bench.verifiers import BareLane, HttpLane, ServiceLane

LANES = {"bare loop": BareLane, "service layer": ServiceLane, "over HTTP": HttpLane}


def main() -> None:
    asked = arguments()
    for database in asked.databases.split(","):
        with houses([(database, int(size)) for size in asked.sizes.split(",")]) as built:
            measure(built, rounds=asked.rounds, size=asked.slice)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--sizes", default="1000,1000000", help="numbers of accounts")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--slice", type=int, default=100, help="verifications in one turn")
    return parser.parse_args()


def measure(built: list[House], *, rounds: int, size: int) -> None:
    """Let every lane of every house take turns, and print what came of it."""
    makers = {f"{house.name}: {name}": (make, house) for house in built for name, make in LANES.items()}
    with lanes(makers) as running:
        for house in built:
            compare_statements(house, running)
        done = alternate(running, rounds=rounds, size=size)
        trails = {house.name: running[f"{house.name}: service layer"].ask("trail") for house in built}
    for house in built:
        report(house, done, trail=trails[house.name])
    for name in LANES:
        first, last = (done[f"{house.name}: {name}"] for house in (built[0], built[-1]))
        if len(built) > 1:
            per_core = core_rate(last) / core_rate(first)
            sizes = f"{built[-1].accounts:,} accounts to {built[0].accounts:,}"
            print(f"  {name:14} {sizes}: {ratio(last, first)}  by processor time {per_core:.2f}")


def compare_statements(house: House, running: dict[str, Lane]) -> None:
    """Make sure that both loops run the same statements in the same order; SQLite tells, and the texts are shared."""
    if house.database_url is None:
        bare, service = (running[f"{house.name}: {name}"].ask("statements") for name in ("bare loop", "service layer"))
        if bare != service:
            raise SystemExit("\n".join(["the bare loop is not the same:", "bare", *bare, "service", *service]))
        print(f"  {house.name}: the same {len(bare)} statements in the same order")


def report(house: House, done: dict[str, list[Slice]], *, trail: str) -> None:
    print(f"\n{house.name} (the trail they wrote: {trail})")
    bare = done[f"{house.name}: bare loop"]
    for name in LANES:
        slices = done[f"{house.name}: {name}"]
        per_core = core_rate(slices) / core_rate(bare)
        print(
            f"  {name:14} {rate(slices):6.0f}/s  to the bare loop {ratio(slices, bare)}  "
            f"by processor time {per_core:.2f} ({1e6 / core_rate(slices):.0f} us each)",
            flush=True,
        )


if __name__ == "__main__":
    main()
