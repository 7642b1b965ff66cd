/**
 * Reading `text/event-stream` from a fetched body: `EventSource` can send no bearer value. What the HTML standard says of fields,
 * ends of lines and comments holds here; ids and `retry` are not used.
 */

const LONGEST = 100_000; // signs of one event; a stream that never ends a line must not fill the phone

/**
 * @param {(event: {name: string, data: string}) => void} onEvent
 * @returns {(text: string) => void} takes the stream piece by piece, cut anywhere
 */
export function makeParser(onEvent) {
  let rest = "";
  let name = "";
  let data = [];

  function take(line) {
    if (line === "") {
      if (data.length) onEvent({ name: name || "message", data: data.join("\n") });
      name = "";
      data = [];
      return;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line); // a comment has no field
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }

  return (text) => {
    rest += text;
    const held = rest.endsWith("\r") ? "\r" : ""; // its "\n" may come with the next piece
    const lines = rest.slice(0, rest.length - held.length).split(/\r\n|\n|\r/);
    rest = lines.pop() + held;
    for (const line of lines) take(line);
    if (rest.length + data.join("").length > LONGEST) throw new RangeError("an event without an end");
  };
}

/**
 * Read a body to its end, or until it is broken off.
 * @param {ReadableStream<Uint8Array>} body
 * @param {{onEvent: (event: {name: string, data: string}) => void, onSign: () => void}} given onSign: whatever came, a comment as well
 */
export async function readEvents(body, { onEvent, onSign }) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const parse = makeParser(onEvent);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onSign();
    parse(value);
  }
}
