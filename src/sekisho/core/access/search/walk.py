"""The search itself: breadth first over every world that can be reached, every rule at every one, then the way back from each.

Breadth first makes the first breach found the shortest story. Way back (c): from every world of an account that is neither
closed nor rejected there is a path to full access for a holder who has no permanent device at hand at all, with no help but the
desk's, the reviewer's, the post's and time's.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sekisho.core.access.decisions import Scope
from sekisho.core.access.search.holders import holders_steps
from sekisho.core.access.search.outsiders import outsiders_steps
from sekisho.core.access.search.powers import Memory, Powers
from sekisho.core.access.search.rules import STEP_RULES, WORLD_RULES
from sekisho.core.access.search.scene import Scene, Step
from sekisho.core.access.search.theatres import Theatre
from sekisho.core.access.search.world import START, World, settled
from sekisho.core.accounts import AccountState
from sekisho.core.authenticators.kinds import PermanentDevice

WAY_BACK = "From every state there is a way back to full access, even with no device at hand, if via the telephone."


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise that does not hold, what is seen instead, and the shortest way to see it."""

    promise: str
    seen: str
    story: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a search found."""

    theatre: Theatre
    worlds: int
    steps: int
    breach: Breach | None
    farthest: tuple[Step, ...]  # the story of whoever is farthest from full access
    way_back: tuple[Step, ...]  # and the way back from there


@dataclass(slots=True)
class Graph:
    """What is known so far; a world is named by its number."""

    numbers: dict[World, int] = field(default_factory=dict)
    came_by: list[tuple[int, Step | None]] = field(default_factory=list)
    back: list[list[tuple[int, Step]]] = field(default_factory=list)  # steps into a world that need no device at hand
    at_home: list[int] = field(default_factory=list)  # worlds that already give full access without a device
    living: list[int] = field(default_factory=list)
    steps: int = 0

    def number(self, world: World, *, came_from: int, step: Step | None) -> tuple[int, bool]:
        """Give the number of a world, and whether it is new."""
        known = self.numbers.get(world)
        if known is not None:
            return known, False
        self.numbers[world] = len(self.came_by)
        self.came_by.append((came_from, step))
        self.back.append([])
        return len(self.came_by) - 1, True

    def note_step(self, number: int, next_number: int, step: Step) -> None:
        """Remember that a step leads from one world to another."""
        self.steps += 1
        if not step.needs_device:
            self.back[next_number].append((number, step))

    def story(self, number: int) -> tuple[Step, ...]:
        """Give the steps that lead from the start to a world."""
        steps: list[Step] = []
        came_from, step = self.came_by[number]
        while step is not None:
            steps.append(step)
            came_from, step = self.came_by[came_from]
        return tuple(reversed(steps))


def search(theatre: Theatre) -> Report:
    """Walk through every world of a theatre; stop at the first breach, which no shorter story shows."""
    graph = Graph()
    for breach in _breaches(graph, theatre):
        return _report(theatre, graph, breach=breach)
    return _with_ways_back(theatre, graph)


def _report(
    theatre: Theatre,
    graph: Graph,
    *,
    breach: Breach | None,
    farthest: tuple[Step, ...] = (),
    way_back: tuple[Step, ...] = (),
) -> Report:
    return Report(
        theatre=theatre,
        worlds=len(graph.came_by),
        steps=graph.steps,
        breach=breach,
        farthest=farthest,
        way_back=way_back,
    )


def _breaches(graph: Graph, theatre: Theatre) -> Iterator[Breach]:
    memory = Memory(theatre.policy)
    start = settled(START, counts_rows=theatre.counts_rows)
    graph.number(start, came_from=0, step=None)
    waiting = deque([(0, start)])
    while waiting:
        number, world = waiting.popleft()
        scene = Scene(world, memory.powers_of(world.account, settled=world.account), memory)
        _note(graph, number, scene)
        for rule in WORLD_RULES:
            yield from (Breach(rule.promise, seen, graph.story(number)) for seen in rule.breaches(scene))
        for step in _steps(scene, theatre):
            following = settled(step.after, counts_rows=theatre.counts_rows)
            after = memory.powers_of(step.after.account, settled=following.account)
            for promise, seen in _broken_by(scene, step, after):
                yield Breach(promise, seen, (*graph.story(number), step))
            next_number, is_new = graph.number(following, came_from=number, step=step)
            graph.note_step(number, next_number, step)
            if is_new:
                waiting.append((next_number, following))


def _broken_by(scene: Scene, step: Step, after: Powers) -> Iterator[tuple[str, str]]:
    for rule in STEP_RULES:
        yield from ((rule.promise, seen) for seen in rule.breaches(scene, step, after))


def _steps(scene: Scene, theatre: Theatre) -> Iterator[Step]:
    for step in (*outsiders_steps(scene), *holders_steps(scene)):
        if step.deed not in theatre.leaves_out:
            yield step


def _note(graph: Graph, number: int, scene: Scene) -> None:
    if scene.account.state in (AccountState.APPLIED, AccountState.OPEN):
        graph.living.append(number)
    for answer, power in scene.powers.items():
        held = None if answer is None else scene.account.find(answer)
        is_everything = {Scope.PORTAL_FULL, Scope.TRADING_LIVE} <= power.scopes
        if held is not None and is_everything and not isinstance(held, PermanentDevice):
            graph.at_home.append(number)
            return


def _with_ways_back(theatre: Theatre, graph: Graph) -> Report:
    """Walk backwards from the worlds of full access; whoever is not met has no way back."""
    next_of: dict[int, tuple[int, Step] | None] = dict.fromkeys(graph.at_home)
    waiting = deque(graph.at_home)
    number = 0
    while waiting:
        number = waiting.popleft()
        for earlier, step in graph.back[number]:
            if earlier not in next_of:
                next_of[earlier] = (number, step)
                waiting.append(earlier)
    lost = min((living for living in graph.living if living not in next_of), default=None)
    if lost is not None:
        return _report(theatre, graph, breach=Breach(WAY_BACK, "nothing leads back from here", graph.story(lost)))
    way_back = tuple(_onward(next_of, number))
    return _report(theatre, graph, breach=None, farthest=graph.story(number), way_back=way_back)


def _onward(next_of: Mapping[int, tuple[int, Step] | None], number: int) -> Iterator[Step]:
    onward = next_of.get(number)
    while onward is not None:
        yield onward[1]
        onward = next_of[onward[0]]
