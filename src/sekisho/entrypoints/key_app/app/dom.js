/**
 * Building elements without a word of markup: text is always text. The page's policy (trusted types) refuses everything else.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag `name` or `name.class.class`
 * @param {Record<string, unknown>} [properties] `onclick` and its like take functions; false and null leave an attribute out
 * @param {...(Node | string | null | undefined | false | Array<Node | string | null | undefined | false>)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) set(element, key, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/**
 * A picture drawn in strokes, of the look's own weight; it says nothing to a screen reader.
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  for (const d of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    picture.append(path);
  }
  return picture;
}

function set(element, key, value) {
  if (value === false || value === null || value === undefined) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else element.setAttribute(key, value === true ? "" : String(value));
}

const PATHS = {
  back: ["M15 5l-7 7 7 7"],
  forward: ["M9 5l7 7-7 7"],
  menu: ["M4 7h16M4 12h16M4 17h16"],
  close: ["M6 6l12 12M18 6L6 18"],
  key: ["M14.5 9.5a4.5 4.5 0 1 0-4.2 4.5l1.2 1.2H14v2h2v2h4v-3l-6-6z", "M8.8 9.3h.01"],
  home: ["M4 11l8-7 8 7v9h-5v-6H9v6H4z"],
  portfolio: ["M12 4a8 8 0 1 0 8 8h-8z", "M15.500 3.600a8 8 0 0 1 5 5h-5z"],
  list: ["M5 6h.01M5 12h.01M5 18h.01M9 6h11M9 12h11M9 18h11"],
  more: ["M5.500 12h.01M12 12h.01M18.500 12h.01"],
  person: ["M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6"],
  add: ["M12 5v14M5 12h14"],
  phone: ["M8 3h8a1.500 1.500 0 0 1 1.500 1.500v15A1.500 1.500 0 0 1 16 21H8a1.500 1.500 0 0 1-1.500-1.500v-15A1.500 1.500 0 0 1 8 3z", "M11 18h2"],
  move: ["M4 8h13l-3.500-3.500M20 16H7l3.500 3.500"],
  settings: ["M5 7h6M15 7h4M5 17h2M11 17h8", "M13 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4z"],
  help: ["M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17z", "M9.700 9.500c.2-1.300 1.100-2 2.300-2 1.300 0 2.300.8 2.300 2 0 1.800-2.300 1.900-2.300 3.700M12 16.500h.01"],
  copy: ["M9 9h10v11H9z", "M6 15H5V4h10v2"],
  done: ["M5 12.500l4.500 4.500L19 7.500"],
  shield: ["M12 3.500l7 2.500v5.500c0 4.500-3 7.500-7 9-4-1.500-7-4.500-7-9V6z", "M9 12l2.200 2.200L15.200 10"],
  pin: ["M6 11h12v9H6z", "M8.500 11V8a3.500 3.500 0 0 1 7 0v3M12 14.500v2"],
  face: ["M4 8V5.500A1.500 1.500 0 0 1 5.500 4H8M16 4h2.500A1.500 1.500 0 0 1 20 5.500V8M20 16v2.500a1.500 1.500 0 0 1-1.500 1.500H16M8 20H5.500A1.500 1.500 0 0 1 4 18.500V16", "M9 9.500v1M15 9.500v1M9 14.500c1.800 1.600 4.200 1.600 6 0"],
  outside: ["M13 5h6v6M19 5l-9 9M10 6H5v13h13v-5"],
  alert: ["M12 4l9 16H3z", "M12 10v4.500M12 17.500h.01"],
  offline: ["M4 4l16 16M8.500 15.500a5 5 0 0 1 6.200-.6M5.500 12.300a9 9 0 0 1 4-2.300M13.600 9.700a9 9 0 0 1 4.900 2.600M12 19h.01"],
};
