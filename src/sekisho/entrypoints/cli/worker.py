"""`sekisho worker`: what runs on a schedule, as a process of its own. Several may run, on one machine or on many."""

import click

from sekisho.entrypoints.cli.house import open_house_to_serve
from sekisho.entrypoints.cli.speech import NO, said, say
from sekisho.entrypoints.site.logs import keep_log
from sekisho.entrypoints.worker.companion import keep_all, stop_at_signals
from sekisho.entrypoints.worker.loop import run_round, run_sweep


@click.command("worker", help=said("help.worker"))
@click.option("--once", "only_once", is_flag=True, help=said("option.once"))
def command(*, only_once: bool) -> int:
    """Run rounds until told to stop, or one; gives 1 if the only one failed."""
    settings, built = open_house_to_serve()
    keep_log()
    stop = stop_at_signals()
    if only_once:
        done = run_round(built.ports, stop=stop)
        has_swept = run_sweep(built.ports, now=built.ports.clock.now())
        if done is None or not has_swept:
            return NO
        say("worker.done", activated=done.activated, announced=done.announced)
        return NO if done.failed else 0
    say("worker.running", seconds=f"{settings.worker_pause.total_seconds():g}")
    keep_all(settings, built.ports, stop=stop, pause_seconds=settings.worker_pause.total_seconds())
    return 0
