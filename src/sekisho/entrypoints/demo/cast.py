"""The people of the demo: one line for each, two for each situation of the access table, one of them in each language.

Only data. `seeding` brings them into the database; every moment is a distance from the moment of seeding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from typing import Final

from sekisho.core.accounts import ClosedCause, Standing
from sekisho.core.authenticators.kinds import AuthenticatorKind, CardState, DeviceState, PasscodeState, Platform
from sekisho.core.desk.roles import Role as DeskRole

PASSWORD: Final = "autumn-lantern-bridge"
"""Everybody's: whoever plays several people types one password."""

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)


@unique
class Situation(StrEnum):
    """The groups on the demo's page, in its order."""

    DEVICE = "device"
    SEVERAL = "several"
    PASSCODE_FULL = "passcode_full"
    PASSCODE_CARD_ONLY = "passcode_card_only"
    PASSCODE_EXPIRED = "passcode_expired"
    PASSCODE_DEAD = "passcode_dead"
    CARD = "card"
    CARD_LOW = "card_low"
    CARD_EXPIRED = "card_expired"
    CARD_EXHAUSTED = "card_exhausted"
    WAITING = "waiting"
    ARRIVED = "arrived"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"
    LOST = "lost"
    NEVER = "never"
    APPLIED = "applied"
    APPLIED_BARE = "applied_bare"
    APPROVED_TODAY = "approved_today"
    TWO_NAMES = "two_names"
    PAPER = "paper"
    CLOSED = "closed"
    REJECTED = "rejected"
    CREATED = "created"  # by POST /demo/people
    STAFF = "staff"  # the desk's own people


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """One authenticator of a person, as it stands at seeding."""

    kind: AuthenticatorKind
    state: DeviceState | CardState | PasscodeState
    platform: Platform | None = None
    age: timedelta = HOUR  # since activation of a card, issue of a passcode
    unused_cells: int | None = None  # None: all
    was_active: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """One person of the demo."""

    username: str
    name: str
    language: str
    residence: str
    situation: Situation
    standing: Standing = Standing.OPEN
    closed_cause: ClosedCause | None = None
    holdings: tuple[Holding, ...] = ()
    paper_username: str | None = None
    client: str = ""  # the client's number: two user names with the same one are one person's
    desk: DeskRole | None = None  # set: one of the desk's own people


def app(platform: Platform, state: DeviceState = DeviceState.ACTIVE) -> Holding:
    """A key app."""
    return Holding(kind=AuthenticatorKind.KEY_APP, state=state, platform=platform)


def dsc(state: DeviceState = DeviceState.ACTIVE, *, was_active: bool = True) -> Holding:
    """A Digital Security Card+."""
    return Holding(kind=AuthenticatorKind.DSC_PLUS, state=state, was_active=was_active)


def card(age: timedelta, *, state: CardState = CardState.ACTIVE, unused_cells: int | None = None) -> Holding:
    """An Online Security Code Card that was activated `age` ago."""
    return Holding(kind=AuthenticatorKind.CODE_CARD, state=state, age=age, unused_cells=unused_cells)


def passcode(age: timedelta, state: PasscodeState = PasscodeState.LIVE) -> Holding:
    """A temporary passcode that was issued `age` ago."""
    return Holding(kind=AuthenticatorKind.TEMPORARY_PASSCODE, state=state, age=age)


_IOS, _ANDROID = app(Platform.IOS), app(Platform.ANDROID)
_IOS_ASIDE = app(Platform.IOS, DeviceState.SUSPENDED)
_ANDROID_ASIDE = app(Platform.ANDROID, DeviceState.SUSPENDED)
_DSC_ASIDE = dsc(DeviceState.SUSPENDED)
_DSC_LOST = dsc(DeviceState.LOST)


def _two(
    situation: Situation,
    ja: tuple[str, str, str],
    en: tuple[str, str, str],
    *holdings: tuple[Holding, ...],
    standing: Standing = Standing.OPEN,
    closed_cause: ClosedCause | None = None,
    papers: tuple[str | None, str | None] = (None, None),
) -> Iterator[Role]:
    """Two people in one situation: user name, name and residence of each; what they hold is the same unless given twice."""
    held = holdings if len(holdings) == len(papers) else (holdings or ((),)) * 2
    for language, (username, name, residence), mine, paper in zip(("ja", "en"), (ja, en), held, papers, strict=True):
        yield Role(
            username=username,
            name=name,
            language=language,
            residence=residence,
            situation=situation,
            standing=standing,
            closed_cause=closed_cause,
            holdings=mine,
            paper_username=paper,
        )


def _one(
    names: tuple[str, str], name: str, *holdings: tuple[Holding, ...], language: str, residence: str
) -> Iterator[Role]:
    """One person with two user names, the second of which may use the first one's device."""
    for username, held in zip(names, holdings, strict=True):
        yield Role(
            username=username,
            name=name,
            language=language,
            residence=residence,
            situation=Situation.TWO_NAMES,
            holdings=held,
            client=names[0],
        )


CAST: Final[tuple[Role, ...]] = (
    *_two(Situation.DEVICE, ("kaede314", "青山 楓", "JP"), ("alice314", "Alice Archer", "US"), (_ANDROID,)),
    *_two(Situation.DEVICE, ("akira271", "石田 晃", "JP"), ("brian271", "Brian Bishop", "GB"), (_IOS,)),
    *_two(Situation.DEVICE, ("kenji141", "上野 健二", "JP"), ("carol141", "Carol Cooper", "US"), (dsc(),)),
    *_two(
        Situation.SEVERAL,
        ("naomi577", "江口 直美", "HK"),
        ("david577", "David Dreyer", "DE"),
        (_ANDROID, dsc()),
        (_IOS, dsc()),
    ),
    *_two(
        Situation.PASSCODE_FULL,
        ("yukio048", "大野 幸雄", "JP"),
        ("emily048", "Emily Evans", "GB"),
        (_ANDROID_ASIDE, passcode(HOUR)),
        (_DSC_ASIDE, passcode(HOUR)),
    ),
    *_two(
        Situation.PASSCODE_CARD_ONLY,
        ("emiko072", "加藤 恵美子", "US"),
        ("frank072", "Frank Fisher", "US"),
        (_DSC_ASIDE, passcode(3 * DAY)),
        (_ANDROID_ASIDE, passcode(3 * DAY)),
    ),
    *_two(
        Situation.PASSCODE_EXPIRED,
        ("hideo300", "木村 秀雄", "JP"),
        ("grace300", "Grace Green", "HK"),
        (_DSC_ASIDE, passcode(13 * DAY)),
        (_IOS_ASIDE, passcode(13 * DAY)),
    ),
    *_two(
        Situation.PASSCODE_DEAD,
        ("masao010", "久保 正夫", "JP"),
        ("henry010", "Henry Hughes", "US"),
        (_DSC_LOST, passcode(5 * HOUR, PasscodeState.DEAD)),
    ),
    *_two(
        Situation.CARD,
        ("chika224", "小林 千佳", "JP"),
        ("irene224", "Irene Ingram", "GB"),
        (_DSC_ASIDE, card(2 * DAY)),
        (_DSC_LOST, card(2 * DAY)),
    ),
    *_two(
        Situation.CARD_LOW,
        ("rieko020", "佐藤 理恵子", "GB"),
        ("james020", "James Jordan", "US"),
        (_DSC_LOST, card(15 * DAY, unused_cells=20)),
    ),
    *_two(
        Situation.CARD_EXPIRED,
        ("takeo504", "清水 武雄", "JP"),
        ("karen504", "Karen Knight", "DE"),
        (_DSC_LOST, card(22 * DAY)),
    ),
    *_two(
        Situation.CARD_EXHAUSTED,
        ("tomoe000", "鈴木 巴", "JP"),
        ("laura000", "Laura Lewis", "US"),
        (_DSC_LOST, card(18 * DAY, state=CardState.EXHAUSTED, unused_cells=0)),
    ),
    *_two(
        Situation.WAITING,
        ("goroh214", "瀬川 悟郎", "JP"),
        ("edith214", "Edith Ellis", "US"),
        (_DSC_LOST, dsc(DeviceState.SHIPPED, was_active=False), card(5 * DAY)),
    ),
    *_two(
        Situation.ARRIVED,
        ("yoshi119", "高橋 良", "HK"),
        ("zelda119", "Zelda Zimmer", "DE"),
        (_DSC_LOST, dsc(DeviceState.DELIVERED, was_active=False), card(9 * DAY)),
    ),
    *_two(
        Situation.SUSPENDED,
        ("shizu808", "千葉 静", "JP"),
        ("mabel808", "Mabel Moore", "US"),
        (_DSC_ASIDE,),
        (_ANDROID_ASIDE,),
    ),
    *_two(
        Situation.BLOCKED,
        ("fumio110", "辻 文雄", "JP"),
        ("nancy110", "Nancy Norton", "GB"),
        (dsc(DeviceState.BLOCKED),),
        (app(Platform.ANDROID, DeviceState.BLOCKED),),
    ),
    *_two(Situation.LOST, ("kyoko404", "手塚 京子", "JP"), ("oscar404", "Oscar Owens", "HK"), (_DSC_LOST,)),
    *_two(Situation.NEVER, ("isamu001", "富田 勇", "JP"), ("peter001", "Peter Palmer", "DE")),
    *_two(
        Situation.APPLIED,
        ("shino201", "中村 志乃", "JP"),
        ("tessa201", "Tessa Turner", "GB"),
        (_IOS,),
        (_ANDROID,),
        standing=Standing.APPLIED,
    ),
    *_two(
        Situation.APPLIED_BARE,
        ("kazue202", "西田 和枝", "JP"),
        ("wendy202", "Wendy Walsh", "US"),
        standing=Standing.APPLIED,
    ),
    *_two(
        Situation.APPROVED_TODAY,
        ("ryoko016", "沼田 涼子", "JP"),
        ("vince016", "Vince Vaughan", "US"),
        (_ANDROID,),
        (dsc(),),
        standing=Standing.APPROVED_TODAY,
    ),
    *_one(("haruk611", "haruk612"), "宮本 遥", (dsc(),), (_ANDROID,), language="ja", residence="JP"),
    *_one(("megan611", "megan612"), "Megan Miles", (dsc(),), (), language="en", residence="GB"),
    *_two(
        Situation.PAPER,
        ("umeko555", "野口 梅子", "JP"),
        ("felix555", "Felix Fuchs", "DE"),
        (_ANDROID,),
        (_IOS,),
        papers=("pumek555", "pfeli555"),
    ),
    *_two(
        Situation.CLOSED,
        ("natsu900", "服部 奈津", "JP"),
        ("quinn900", "Quinn Quigley", "US"),
        (dsc(),),
        standing=Standing.CLOSED,
        closed_cause=ClosedCause.BY_HOLDER,
    ),
    *_two(
        Situation.CLOSED,
        ("asuka901", "平野 明日香", "HK"),
        ("ralph901", "Ralph Reed", "GB"),
        (_ANDROID,),
        standing=Standing.CLOSED,
        closed_cause=ClosedCause.NO_BALANCE,
    ),
    *_two(
        Situation.REJECTED,
        ("reiko403", "藤井 玲子", "JP"),
        ("sarah403", "Sarah Stone", "US"),
        standing=Standing.REJECTED,
    ),
)
