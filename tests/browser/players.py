"""Whoever plays a story of the demo in a browser: the holder, the desk's people, the post and the clock."""

import re

from sekisho.testing.soft_devices import answer

from .mirror import Mirror


class Player:
    """One play of one story, from its Start button on."""

    def __init__(self, visit, demo, *, number, language):
        self.visit, self.demo, self.number, self.language = visit, demo, number, language
        self.mirrors = []
        self.board = visit(language)
        self.board.page.goto(f"{self.board.origin}/demo/stories/{number}?lang={language}")
        with self.board.page.expect_navigation():
            self.board.page.click(".tale__start button")
        self.play = re.search(rf"/demo/stories/{number}/(\w+)", self.board.page.url)[1]

    # ── The story's page ──

    def done(self):
        """Read the page anew and give the keys of the steps that are ticked."""
        self.board.page.reload()
        ticked = self.board.page.locator(".move[data-state=done]")
        return [re.sub(r"-\d+$", "", one.get_attribute("id")) for one in ticked.all()]

    def next(self):
        """Press the button of the step that is to be taken now."""
        self.board.page.reload()
        with self.board.page.expect_navigation():
            self.board.page.click(".move[data-state=now] button")

    @property
    def is_over(self):
        self.board.page.reload()
        return self.board.page.locator(".note--done").count() == 1

    # ── The people ──

    def person(self, part="holder"):
        """Give a person of this play as he stands now."""
        mine = [one for one in self.demo.people() if one.get("play") == self.play]
        return next(one for one in mine if one["part"] == part)

    def at(self, root):
        """Open a window of its own at a door."""
        window = self.visit(self.language, root=root)
        self.mirrors.append(Mirror(window))
        return window

    def log_in(self, root, part="holder", *, kind=None, credentials=None, password=None, mode="live", type_as=str):
        """Type the password, choose the kind of proof if several are offered, and answer; gives the window."""
        person = self.person(part)
        window = self.at(root)
        window.enter(credentials or person, password=password, mode=mode)
        if kind and window.page.locator("#response").count():
            self.choose(window, person, kind)
        if window.page.locator("#response").count():
            window.type(type_as(answer(person, window.asked(person))))
        return window

    # ── The card, in the portal ──

    def print_card(self, window):
        """Go the way to the card, save it, and go on to its activation; gives the cells by their index numbers."""
        page = window.page
        window.go("settings/user/")
        with page.expect_navigation():
            page.click(".gear")
        with page.expect_navigation():
            page.click("form[action$='/code-card/'] button")
        with page.expect_download():
            page.click("form[action$='save']:has(input[value$='.png']) button")
        cells = dict(zip(
            page.locator(".reader__all th[scope=row]").all_text_contents(),
            page.locator(".reader__all td").all_text_contents(),
            strict=True,
        ))  # fmt: skip
        with page.expect_navigation():
            page.click("form[action$='/continue'] button")
        return cells

    def activate_card(self, window, cells):
        """Type both values into the one field; gives what the confirmation says."""
        asked = window.page.locator(".cells dd").all_text_contents()
        window.page.fill("#values", "".join(cells[index] for index in asked))
        with window.page.expect_navigation():
            window.page.click("form[action$='activation'] button")
        return window.page.inner_text("main")

    # ── The list of devices ──

    def bring_back(self, window, deed, device):
        """Activate or re-activate a device in the list, and answer with it where it is asked."""
        window.go("settings/user/security/secure-login-system/")
        with window.page.expect_navigation():
            window.page.click(f"form[action$='/{device}/{deed}'] button, a[href$='/{device}/{deed}']")
        window.verify(self.person())
        if window.page.locator("#response").count():
            window.answer(self.person())

    def device(self, *states, part="holder"):
        """Give the id of the Digital Security Card+ that is in one of these states."""
        held = self.person(part)["factors"]
        return next(one["id"] for one in held if one["kind"] == "dsc_plus" and one["state"] in states)

    # ── The desk ──

    def at_desk(self, role="agent"):
        """Log one of the desk's own people in."""
        staff = [one for one in self.demo.people() if one["role"] == role]
        agent = min(staff, key=lambda one: one["language"] != self.language)
        window = self.at("desk/")
        window.go()
        window.page.fill("#username", agent["username"])
        window.page.fill("#password", agent["password"])
        window.send()
        window.answer(agent)
        return window

    def find(self, desk, part="holder"):
        """Search the holder at the desk and open the sheet."""
        person = self.person(part)
        desk.go()
        desk.page.fill("#query", person["username"])
        with desk.page.expect_navigation():
            desk.page.keyboard.press("Enter")
        with desk.page.expect_navigation():
            desk.page.click(f"main a[href$='/holders/{person['account']}']")

    def open_call(self, desk, part="holder"):
        """Open a call about the holder."""
        self.find(desk, part)
        with desk.page.expect_navigation():
            desk.page.click("form[action$='/call'] button")

    def record(self, desk, *kinds):
        """Record that the caller passed."""
        for kind in kinds:
            with desk.page.expect_navigation():
                desk.page.click(f"form:has(input[name=kind][value={kind}]) button[value=passed]")

    def do(self, desk, deed, *, device=None):
        """Do a deed in the open call; gives the code that the agent reads out, "" where there is none."""
        with desk.page.expect_navigation():
            desk.page.click(f"a[href$='/deeds/{deed}']")
        if device:
            desk.page.check(f"input[name=device][value={device}]")
        desk.page.fill("#reason", "asked for on the telephone")
        with desk.page.expect_navigation():
            desk.page.click("form[action$='/review'] button[type=submit]")
        with desk.page.expect_navigation():
            desk.page.click("form[action$='/carry-out'] button")
        return "".join(desk.page.locator(".spell__sign").all_text_contents())

    def verified_call(self, desk, deed, *, part="holder", device=None):
        """Open a call, ring back, ask something more, and do the deed."""
        self.open_call(desk, part)
        self.record(desk, "call_back", "account_details")
        return self.do(desk, deed, device=device)

    def mailed_half(self, message, part="holder"):
        """Read the half of a code that came to an address on file, from the newest message of this name."""
        mails = [mail for mail in self.demo.mails(self.person(part)) if mail["message"] == message]
        return re.search(r"(?:値：|Value: )([2-9A-HJ-NP-Z]+)", mails[-1]["text"])[1]

    def type_code(self, root, code, part="holder", *, password=None):
        """Log in with a code that was noted by hand, such as a passcode; gives the window."""
        window = self.at(root)
        window.enter(self.person(part), password=password)
        window.type(code)
        return window

    def choose(self, window, person, kind):
        """Ask with the proof of this kind, unless it is asked already."""
        if window.asked(person)["kind"] == kind:
            return
        factor = next(one["id"] for one in person["factors"] if one["kind"] == kind)
        window.page.check(f"input[name=factor][value={factor}]")
        with window.page.expect_navigation():
            window.page.click(".switch button")
