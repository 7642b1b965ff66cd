"""One playing of a story: fresh people, and what has been seen of them since.

A play has no state of its own but what whoever plays said by hand; all else is asked of the registry, the accounts and the trail.
"""

import fcntl
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.db.models import Max

from sekisho.adapters.storage.moments import from_stored
from sekisho.adapters.storage.rows import TrailRow
from sekisho.core.authenticators.kinds import DeviceState, PermanentDevice
from sekisho.core.events import Actor, Event, Happening
from sekisho.core.reasons import Reason
from sekisho.entrypoints.demo.people import Standee, movable_clock, registry, standees_of
from sekisho.entrypoints.demo.registry import Person
from sekisho.entrypoints.demo.seeding import add_roles, new_role
from sekisho.entrypoints.demo.stories.progress import Seen, moment_on, steps_done
from sekisho.entrypoints.demo.stories.story import Plays, Reached, Said, Saw, Step, Story
from sekisho.wording.language import Language
from sekisho.workflows.devices.post import deliver, ship
from sekisho.workflows.door import Door
from sekisho.workflows.ports import Ports

SAID_FILE: Final = "demo-said.jsonl"
POST: Final = Door(channel="demo")
RESIDENCES: Final = {Language.JA: "JP", Language.EN: "GB"}


class Sayings:
    """What players said by hand, one line each, in the demo's folder."""

    def __init__(self, folder: Path) -> None:
        """Use the file in `folder`; it need not exist yet."""
        self._path = folder / SAID_FILE

    def of(self, play: str) -> frozenset[str]:
        """Give the keys of the steps that were said to be done."""
        try:
            lines = self._path.read_text("ascii").splitlines()
        except FileNotFoundError:
            return frozenset()
        return frozenset(key for name, key in map(json.loads, lines) if name == play)

    def add(self, play: str, key: str) -> None:
        """Keep one."""
        with self._path.open("a", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps([play, key]) + "\n")


@cache
def sayings() -> Sayings:
    """Give the sayings of this demo."""
    return Sayings(movable_clock().folder)


@dataclass(frozen=True, kw_only=True)
class Play:
    """A story with the people who were made for this play; its id is the user name of the first."""

    id: str
    story: Story
    people: Mapping[str, Standee]  # by their names in the story
    seen: Seen

    @property
    def done(self) -> int:
        """Count the steps that are done."""
        return steps_done(self.story.steps, self.seen)

    @property
    def next_step(self) -> Step | None:
        """Give the step that is to be taken now."""
        return self.story.steps[self.done] if self.done < len(self.story.steps) else None


def start_play(ports: Ports, story: Story, *, language: Language) -> str:
    """Make the people; gives the id of the play."""
    roles = {
        name: new_role(
            ports,
            registry(),
            standing=start.standing,
            language=language.value,
            residence=RESIDENCES[language],
            has_paper=start.has_paper,
            holdings=start.holdings,
            closed_cause=start.closed_cause,
        )
        for name, start in story.starts.items()
    }
    play = next(iter(roles.values())).username
    after = TrailRow.objects.aggregate(newest=Max("seq"))["newest"] or 0
    add_roles(ports, registry(), roles, remembered={"story": story.number, "play": play, "after": after})
    return play


def find_play(ports: Ports, story: Story, play: str) -> Play | None:
    """Find a play with everything seen of it so far."""
    mine = [one for one in registry().people() if one.get("play") == play and one.get("story") == story.number]
    if not mine:
        return None
    people = {one.person["part"]: one for one in standees_of(ports, mine)}
    seen = Seen(
        events=tuple(_events(mine)),
        accounts={name: one.account for name, one in people.items()},
        said=sayings().of(play),
        now=ports.clock.now(),
    )
    return Play(id=play, story=story, people=people, seen=seen)


def take_next(ports: Ports, play: Play) -> None:
    """Take the next step where the demo itself can: move the clock, play the post, believe the player."""
    step = play.next_step
    if step is None:
        return
    match step.sign:
        case Reached(moment):
            at = moment_on(play.seen.accounts[step.who], moment)
            if at is not None:
                movable_clock().go_to(at)
        case Said():
            sayings().add(play.id, step.key)
        case Saw() if step.plays is Plays.POST:
            _carry(ports, play, step)
        case Saw():
            pass


def _carry(ports: Ports, play: Play, step: Step) -> None:
    """Ship what was ordered, deliver what was shipped."""
    for held in play.seen.accounts[step.who].authenticators:
        if isinstance(held, PermanentDevice) and held.state is DeviceState.REQUESTED:
            ship(ports, device_id=held.id, door=POST)
        elif isinstance(held, PermanentDevice) and held.state is DeviceState.SHIPPED:
            deliver(ports, device_id=held.id, door=POST)


def _events(people: Iterable[Person]) -> Iterable[Event]:
    accounts = {person["account"]: person["after"] for person in people}
    rows = TrailRow.objects.filter(account__in=accounts, seq__gt=min(accounts.values())).order_by("seq")
    for row in rows:
        yield Event(
            happening=Happening(row.happening),
            at=from_stored(row.at),
            actor=Actor(kind=row.actor_kind, id=row.actor_id),
            account=row.account,
            reason=Reason(row.reason) if row.reason else None,
            surface=row.surface,
            detail=json.loads(row.detail),
        )
