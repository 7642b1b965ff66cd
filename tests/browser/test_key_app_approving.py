"""Approving a login in Sekisho Key: what waits, the number that the login page shows, and everything that ends it otherwise."""

import random

ENDS = ("\n", "\r", "\r\n")
PARSE = """cases => cases.map(pieces => {
    const events = [];
    const parse = app.makeParser(event => events.push(event));
    for (const piece of pieces) parse(piece);
    return events;
})"""

ENDLESS = """() => {
    const parse = app.makeParser(() => 0);
    try {
        for (const piece of ["data: ", "x".repeat(60_000), "\\n", "data: ", "x".repeat(60_000)]) parse(piece);
    } catch (fault) {
        return fault.name;
    }
}"""


def written(events, dice):
    """Say events as a server may: any end of line, comments, fields of other kinds, data in several lines."""
    lines, end = [], dice.choice(ENDS)
    for event in events:
        lines += [": here"] * dice.randint(0, 1) + [dice.choice(["id: 7", "retry:100", "data2: no", "event-"])]
        lines += [f"event: {event['name']}"] + [f"data: {line}" for line in event["data"].split("\n")] + [""]
    return "".join(line + end for line in lines)


def cut(text, dice):
    places = sorted(dice.sample(range(len(text) + 1), k=min(len(text), dice.randint(0, 12))))
    return [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]


def test_a_stream_of_events_is_read_whole_wherever_it_is_cut(phone):
    one, dice = phone("android").open(), random.Random(6202)
    said = ["{}", '{"approvals": []}', "a\nb", "承認：😀", " led by a space", "a: colon"]
    cases = [[{"name": "approvals", "data": dice.choice(said)} for _ in range(dice.randint(0, 4))] for _ in range(400)]
    one.have("event_stream.js")
    assert one.page.evaluate(PARSE, [cut(written(case, dice) + "data: unended", dice) for case in cases]) == cases
    assert one.page.evaluate(ENDLESS) == "RangeError"
