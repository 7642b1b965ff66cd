"""Phones before the app: an iPhone 15 with its lock, a Pixel 7, each a browser window of its own with storage of its own."""

from playwright.sync_api import TimeoutError as PlaywrightTimeout

IPHONE = {
    "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "viewport": {"width": 393, "height": 659},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
PIXEL = {
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    "viewport": {"width": 412, "height": 839},
    "device_scale_factor": 2.625,
    "is_mobile": True,
    "has_touch": True,
}
SYSTEMS = {"ios": IPHONE, "android": PIXEL}
LOCK = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
    "hasPrf": True,
}
MODULES = """async (names) => {
    for (const name of names) {
        const address = document.querySelector(`link[rel=modulepreload][href$="/${name}"]`).href;
        window.app = { ...window.app, ...await import(address) };
    }
}"""
HOLD = """async ({ id, username, suite, key }) => {
    const at = (name) => import(document.querySelector(`link[rel=modulepreload][href$="/${name}"]`).href);
    const [bind, vault, ocra] = await Promise.all(["bind.js", "vault.js", "ocra.js"].map(at));
    const guard = await bind.makeGuard(ocra.asksPin(suite));
    if (guard.trouble) throw new Error(guard.trouble);
    const bytes = Uint8Array.from(key.match(/../g), (pair) => parseInt(pair, 16));
    const registration = { id, token: "spent", username, suite, key: bytes, challenge: "100000", isMove: false, notBefore: null };
    await bind.receive(registration, guard);
    await vault.confirmEntry(id, { device: id, username, listening: "" });
    return bytes.every((byte) => byte === 0);
}"""
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
STORED = """async () => {
    const opened = await new Promise((resolve, reject) => {
        const request = indexedDB.open("sekisho-key", 1);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const entries = await new Promise(resolve => {
        const request = opened.transaction("entries").objectStore("entries").getAll();
        request.onsuccess = () => resolve(request.result);
    });
    opened.close();
    const plain = (_, value) => value instanceof CryptoKey
        ? { type: value.type, extractable: value.extractable, usages: value.usages, ...value.algorithm }
        : value instanceof ArrayBuffer ? [...new Uint8Array(value)] : ArrayBuffer.isView(value) ? [...value] : value;
    const kept = [];
    for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
    }
    return { entries: JSON.parse(JSON.stringify(entries, plain)), local: { ...localStorage }, kept };
}"""


class Phone:
    """One phone with the app open, and whoever holds it."""

    def __init__(self, visitor, system, lock):
        self.visitor, self.page, self.system = visitor, visitor.page, system
        self.page.set_default_timeout(20_000)
        if lock is not None:
            self.lock = self.page.context.new_cdp_session(self.page)
            self.lock.send("WebAuthn.enable", {"enableUI": False})
            self.lock_id = self.lock.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK | lock})[
                "authenticatorId"
            ]

    def open(self, fragment=""):
        self.page.goto(f"{self.visitor.origin}/key/{fragment}")
        self.at("register" if fragment else None)
        return self

    def at(self, screen=None):
        self.page.wait_for_selector(f"body[data-screen={screen}]" if screen else "body[data-screen]")
        return self

    @property
    def screen(self):
        return self.page.get_attribute("body", "data-screen")

    def press(self, label):
        """Press what is called so, as its holder reads it."""
        self.page.get_by_text(label, exact=True).locator("visible=true").first.click()

    def lead(self, *labels, to):
        for label in labels:
            self.press(label)
        return self.at(to)

    def hold(self, person):
        """Have the key of a person of the demo on this phone, taken in by the app's own code; true if its bytes are overwritten."""
        factor = next(factor for factor in person["factors"] if factor["kind"] == "key_app")
        given = {"id": factor["id"], "username": person["username"], "suite": factor["suite"], "key": factor["key_hex"]}
        return self.page.evaluate(HOLD, given)

    def respond(self, challenge, *, pin=None):
        """Type the challenge, and the PIN where one is asked; give the response as it is shown."""
        self.at("authenticate")
        if pin is not None:
            self.page.fill("#pin", pin)
        self.page.fill("#challenge", challenge)
        self.page.keyboard.press("Enter")
        self.at("response")
        return "".join(self.page.locator("[data-response] span").all_text_contents())

    def keep_offline(self):
        """Wait until the app can open without a network; if a file of it did not come, open it once more, as its holder would."""
        try:
            self.page.wait_for_function(CONTROLLED)
        except PlaywrightTimeout:
            self.page.reload()
            self.page.wait_for_function(CONTROLLED)

    def go_offline(self):
        self.page.context.set_offline(True)

    def have(self, *modules):
        """Have what these modules of the app export at hand as `app`."""
        self.page.evaluate(MODULES, modules)

    def show(self, screen):
        """Show a screen as if the app had just been opened there."""
        self.have("navigation.js")
        self.page.evaluate("screen => app.restart(screen)", screen)
        return self.at(screen)

    def stored(self):
        """Everything that a copy of the app's storage holds."""
        return self.page.evaluate(STORED)
