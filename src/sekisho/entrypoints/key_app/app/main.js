/**
 * Sekisho Key, the phone app: it opens without a network, in the state in which it was left, and answers a Challenge Code.
 * A link from the portal's QR code brings a Session ID behind the #, which is taken out of the address at once.
 */

import { startNow } from "./choices.js";
import { awaitOffer } from "./installing.js";
import { begin, go, redraw } from "./navigation.js";
import { authenticate } from "./screens/authenticate.js";
import { bound, finish, unbound } from "./screens/finish.js";
import { home } from "./screens/home.js";
import { inside, twoFactor } from "./screens/inside.js";
import { login } from "./screens/login.js";
import { move, moveAnswer } from "./screens/move.js";
import { name, names, removal } from "./screens/names.js";
import { pin, pinChanged } from "./screens/pin.js";
import { register } from "./screens/register.js";
import { response } from "./screens/response.js";
import { help, settings } from "./screens/settings.js";
import { stuck } from "./screens/stuck.js";
import { keepOffline } from "./updates.js";

const SCREENS = {
  authenticate, bound, finish, help, home, inside, login, move, moveAnswer, name, names, pin, pinChanged, register, removal, response,
  settings, stuck, twoFactor, unbound,
};
const QUIET = new Set(["home", "inside", "settings"]); // screens that may be drawn anew without taking anything from anybody

start();

async function start() {
  const session = takeSession();
  await begin(SCREENS, startNow(), () => open(takeSession()));
  open(session);
  const refresh = () => QUIET.has(document.body.dataset.screen) && redraw();
  awaitOffer(refresh);
  await keepOffline(refresh);
}

/** Read the Session ID of the QR code's address, and take it away from there. @returns {string} */
function takeSession() {
  const found = new URLSearchParams(location.hash.slice(1)).get("register") ?? "";
  if (location.hash || location.search) history.replaceState(history.state, "", location.pathname);
  return found;
}

function open(session) {
  if (session) go("register", { session });
}
