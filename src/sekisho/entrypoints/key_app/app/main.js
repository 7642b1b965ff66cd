/**
 * Sekisho Key, the phone app: it opens without a network, in the state in which it was left, and answers a Challenge Code.
 * A link of a QR code brings a Session ID or a login to be approved behind the #, which is taken out of the address at once.
 */

import { startNow } from "./choices.js";
import { awaitOffer } from "./installing.js";
import { listen } from "./listening.js";
import { begin, go, redraw } from "./navigation.js";
import { approve } from "./screens/approve.js";
import { authenticate } from "./screens/authenticate.js";
import { decided, undecided } from "./screens/decided.js";
import { bound, finish, unbound } from "./screens/finish.js";
import { home } from "./screens/home.js";
import { inside, twoFactor } from "./screens/inside.js";
import { login } from "./screens/login.js";
import { move, moveAnswer } from "./screens/move.js";
import { name, names, removal } from "./screens/names.js";
import { notMe } from "./screens/not_me.js";
import { pin, pinChanged } from "./screens/pin.js";
import { register } from "./screens/register.js";
import { response } from "./screens/response.js";
import { help, settings } from "./screens/settings.js";
import { stuck } from "./screens/stuck.js";
import { keepOffline } from "./updates.js";
import { showWaiting } from "./waiting.js";

const SCREENS = {
  approve, authenticate, bound, decided, finish, help, home, inside, login, move, moveAnswer, name, names, notMe, pin, pinChanged, register,
  removal, response, settings, stuck, twoFactor, unbound, undecided,
};
const QUIET = new Set(["home", "inside", "settings"]); // screens that may be drawn anew without taking anything from anybody
const APPROVAL = /^apv_[A-Za-z0-9_-]{1,100}$/;

start();

async function start() {
  const link = takeLink();
  await begin(SCREENS, startNow(), () => open(takeLink()));
  showWaiting();
  void listen();
  open(link);
  const refresh = () => QUIET.has(document.body.dataset.screen) && redraw();
  awaitOffer(refresh);
  await keepOffline(refresh);
}

/** Read what a QR code's address brings, and take it away from there. @returns {URLSearchParams} */
function takeLink() {
  const found = new URLSearchParams(location.hash.slice(1));
  if (location.hash || location.search) history.replaceState(history.state, "", location.pathname);
  return found;
}

function open(link) {
  const session = link.get("register");
  if (session) go("register", { session });
  const [id] = APPROVAL.exec(link.get("approve") ?? "") ?? [];
  if (id) go("approve", { id, isLinked: true });
}
