// Buttons that use or make a passkey. The browser may never answer (no authenticator, a closed window, a lost telephone):
// the page gives up by its own clock, can be told to stop, and always says in words how it stands.

const PATIENCE = 125000;

export function offerPasskeys(root) {
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-begin]");
    if (!window.PublicKeyCredential || !navigator.credentials || !button) continue;
    form.querySelector("[data-without]").hidden = true;
    button.hidden = false;
    button.addEventListener("click", () => begin(form, button));
  }
}

async function begin(form, button) {
  const state = form.querySelector("[data-state]");
  const say = (word) => { state.textContent = state.dataset[word]; };
  const stop = form.querySelector("[data-stop]");
  const ending = new AbortController();
  const clock = setTimeout(() => ending.abort(), PATIENCE);
  const end = () => ending.abort();
  stop.addEventListener("click", end);
  addEventListener("pagehide", end);
  button.disabled = true;
  stop.hidden = false;
  say("waiting");
  try {
    const options = JSON.parse(form.dataset.passkey);
    const made = await credential(form.dataset.kind, options, ending.signal);
    form.querySelector("input[name=" + form.dataset.field + "]").value = JSON.stringify(made);
    say("sending");
    form.submit();
  } catch (error) {
    button.disabled = false;
    say(wordFor(error));
    button.focus();
  } finally {
    clearTimeout(clock);
    stop.hidden = true;
    stop.removeEventListener("click", end);
    removeEventListener("pagehide", end);
  }
}

function wordFor(error) {
  if (error.name === "SecurityError") return "elsewhere";
  if (error.name === "InvalidStateError") return "known";
  if (error.name === "NotSupportedError" || error.name === "ConstraintError") return "unfit";
  return "stopped"; // NotAllowedError, AbortError: cancelled, too late, or no such passkey; browsers do not tell which
}

async function credential(kind, options, signal) {
  if (kind === "make") {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: options.excludeCredentials.map(known),
    };
    const made = await navigator.credentials.create({ publicKey, signal });
    const transports = made.response.getTransports ? made.response.getTransports() : [];
    return { ...named(made), response: { ...texts(made.response, ["clientDataJSON", "attestationObject"]), transports } };
  }
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: options.allowCredentials.map(known),
  };
  const used = await navigator.credentials.get({ publicKey, signal });
  return { ...named(used), response: texts(used.response, ["clientDataJSON", "authenticatorData", "signature"]) };
}

function known(credential) {
  return { ...credential, id: bytes(credential.id) };
}

function named(credential) {
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type };
}

function texts(response, names) {
  return Object.fromEntries(names.map((name) => [name, text(response[name])]));
}

function bytes(value) {
  const padded = value.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const signs = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
