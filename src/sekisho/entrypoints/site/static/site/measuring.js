// How well a picture was taken, from its grey pixels alone: the same measures as the server's, which docs/pictures.md says in words
// and tests/core/intake/coach_vectors.json in examples. What needs a reader (lines, signs) only the server knows.

const TILE = 40;
const REACH = 4;
const MOST_SAMPLED = 200;
const LEAST_CONTRAST = 0.12;
const LEAST_STEP = 12;
const STEEP = 0.2;
const BURNT = 250;
const WHITE = 235;
const DIRECTIONS = [[0, 1], [1, 0], [1, 1], [1, -1]]; // down, across
const NEAR = 2;
const SCANNED = 0.9;
const PAPER = 0.6;

export const WORKING_SIDE = 1600;

// Gives the measures of `width` by `height` greys, row by row; null where there is nothing to measure at. `isPageAlone`: where a
// page stands out from what it lies on, the squares on it alone are looked at, as the server does where it finds a page.
export function measure(grey, width, height, { isPageAlone = false } = {}) {
  const squares = cutUp(grey, width, height);
  const inked = squares.list.filter((one) => one.isInked);
  const page = isPageAlone ? findPage(squares, inked) : null;
  const seen = page ? page.inked : inked;
  if (!seen.length) {
    const light = squares.list.length ? percentile(squares.list.map((one) => one.paper), 50) : null;
    return { softness: null, shake: null, light, evenness: null, step: null, glare: null, out: null };
  }
  const papers = seen.map((one) => one.paper);
  const [dim, bright] = [10, 90].map((level) => Math.max(percentile(papers, level), 1));
  const found = sharpness(grey, width, seen);
  return {
    softness: Math.max(...found),
    shake: Math.max(...found) / Math.max(Math.min(...found), 0.01),
    light: bright,
    evenness: dim / bright,
    step: steepest(squares, seen) / bright,
    glare: dim >= WHITE ? 0 : glare(squares, seen),
    out: bordering(squares, page ? page.patch : joined(squares, seen)),
  };
}

// Gives the greys of pixels as a canvas has them: four bytes each.
export function toGrey(pixels) {
  const grey = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = Math.round(0.299 * pixels[4 * at] + 0.587 * pixels[4 * at + 1] + 0.114 * pixels[4 * at + 2]);
  }
  return grey;
}

function cutUp(grey, width, height) {
  const [rows, columns] = [Math.floor(height / TILE), Math.floor(width / TILE)];
  const list = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) list.push(square(grey, width, row, column));
  }
  return { rows, columns, list };
}

function square(grey, width, row, column) {
  const counts = new Uint32Array(256);
  for (let y = row * TILE; y < (row + 1) * TILE; y += 1) {
    for (let x = column * TILE; x < (column + 1) * TILE; x += 1) counts[grey[y * width + x]] += 1;
  }
  const [ink, middle, paper] = [5, 50, 90].map((share) => ranked(counts, TILE * TILE * share / 100));
  const contrast = paper - ink;
  const isInked = contrast > Math.max(LEAST_STEP, LEAST_CONTRAST * paper) && middle - ink > contrast / 2;
  return { row, column, ink, paper, contrast, isInked };
}

function ranked(counts, rank) {
  let before = 0;
  for (let level = 0; level < 256; level += 1) {
    before += counts[level];
    if (before > rank) return level;
  }
  return 255;
}

function percentile(values, level) {
  const sorted = Float64Array.from(values).sort();
  const at = (sorted.length - 1) * level / 100;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

// How little is lost by blurring again (Crété 2007), in each direction.
function sharpness(grey, width, seen) {
  const chosen = [...seen].sort((one, other) => other.contrast - one.contrast).slice(0, MOST_SAMPLED);
  const least = STEEP * percentile(chosen.map((one) => one.contrast), 50);
  return DIRECTIONS.map(([down, across]) => {
    const step = down * width + across;
    let [there, lost] = [0, 0];
    for (const one of chosen) {
      for (let y = REACH + 1; y < TILE - REACH - 1; y += 1) {
        for (let x = REACH + 1; x < TILE - REACH - 1; x += 1) {
          const at = (one.row * TILE + y) * width + one.column * TILE + x;
          const first = Math.abs(grey[at] - grey[at - step]);
          if (first <= least) continue;
          // nine in a row, less the nine before it, are the two ends
          const second = Math.abs(grey[at + REACH * step] - grey[at - (REACH + 1) * step]) / (2 * REACH + 1);
          there += first;
          lost += Math.max(first - second, 0);
        }
      }
    }
    return there ? 1 - lost / there : 1;
  });
}

// The largest patch of light squares, without its rim, where the table shines in.
function findPage({ rows, columns, list }, inked) {
  if (!list.length) return null;
  const light = percentile(list.map((one) => one.paper), 90);
  const left = new Set(list.filter((one) => one.paper > PAPER * light));
  const near = ({ row, column }) => [[row - 1, column], [row + 1, column], [row, column - 1], [row, column + 1]]
    .filter(([y, x]) => y >= 0 && x >= 0 && y < rows && x < columns).map(([y, x]) => list[y * columns + x]);
  let largest = new Set();
  while (left.size) {
    const patch = new Set();
    const waiting = [left.values().next().value];
    while (waiting.length) {
      const one = waiting.pop();
      if (!left.delete(one)) continue;
      patch.add(one);
      waiting.push(...near(one));
    }
    if (patch.size > largest.size) largest = patch;
  }
  const inner = [...largest].filter((one) => near(one).every((other) => largest.has(other)));
  if (!inner.length) return null;
  const figure = hull(inner.map((one) => [one.column, one.row]));
  const found = inked.filter((one) => isInside(figure, one.column, one.row));
  return found.length ? { inked: found, patch: largest } : null;
}

function steepest({ rows, columns, list }, seen) {
  const there = new Set(seen);
  const steps = [0];
  for (const one of list) {
    for (const [row, column] of [[one.row, one.column + NEAR], [one.row + NEAR, one.column]]) {
      if (row >= rows || column >= columns) continue;
      const other = list[row * columns + column];
      if (there.has(one) && there.has(other)) steps.push(Math.abs(one.paper - other.paper));
    }
  }
  return percentile(steps, 98.5);
}

// What is burnt out of the figure that the inked squares span.
function glare({ list }, seen) {
  const figure = hull(seen.map((one) => [one.column, one.row]));
  const inside = list.filter((one) => isInside(figure, one.column, one.row));
  return inside.filter((one) => one.ink >= BURNT).length / inside.length;
}

const turn = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

function hull(points) {
  const sorted = [...points].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const half = (some) => {
    const kept = [];
    for (const point of some) {
      while (kept.length > 1 && turn(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  const around = [...half(sorted), ...half(sorted.reverse())];
  return around.length ? around : points.slice(0, 1);
}

function isInside(figure, x, y) {
  if (figure.length < 3) { // a point or a line has no inside: its own box stands for it
    const [xs, ys] = [figure.map(([one]) => one), figure.map(([, one]) => one)];
    return x >= Math.min(...xs) && x <= Math.max(...xs) && y >= Math.min(...ys) && y <= Math.max(...ys);
  }
  return figure.every((from, at) => turn(from, figure[(at + 1) % figure.length], [x, y]) >= 0);
}

// The squares that inked ones are joined to by paper.
function joined({ rows, columns, list }, seen) {
  const light = percentile(seen.map((one) => one.paper), 50);
  const isLike = (one) => one.isInked || one.paper > PAPER * light;
  const there = new Set(seen);
  const waiting = [...seen];
  while (waiting.length) {
    const { row, column } = waiting.pop();
    for (const [y, x] of [[row - 1, column], [row + 1, column], [row, column - 1], [row, column + 1]]) {
      if (y < 0 || x < 0 || y >= rows || x >= columns) continue;
      const other = list[y * columns + x];
      if (there.has(other) || !isLike(other)) continue;
      there.add(other);
      waiting.push(other);
    }
  }
  return there;
}

// How much of the picture's border the paper reaches; 0 where that is all of it, as on scans.
function bordering({ rows, columns, list }, there) {
  const border = list.filter(({ row, column }) => row === 0 || column === 0 || row === rows - 1 || column === columns - 1);
  const reached = border.filter((one) => there.has(one)).length / border.length;
  return reached > SCANNED ? 0 : reached;
}
