"""Registering a phone for the tests: the portal's side for programs, and what its holder does in the app."""

import httpx

from sekisho.testing.soft_devices import answer

PIN = "k4e!9"


class Portal:
    """The portal's side for programs: somebody logs in, has a Session ID shown, tries a response."""

    def __init__(self, origin):
        self.http = httpx.Client(
            base_url=origin.replace("localhost", "127.0.0.1") + "/api/v1", timeout=30, trust_env=False
        )

    def post(self, path, body=None, *, token=None):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.post(path, json=body or {}, headers=headers).json()

    def begin(self, person, factor=None):
        claim = {"username": person["username"], "password": person["password"], "surface": "portal", "mode": "live"}
        login = self.post("/logins", claim)
        if factor and login["challenge"]["factor"]["id"] != factor:
            login = self.http.put(f"/logins/{login['id']}/factor", json={"factor": factor}).json()
        return login

    def invite(self, person):
        """Give a Session ID, and the portal's own token."""
        login = self.begin(person, person["factors"][0]["id"])
        token = self.respond(login, answer(person, login["challenge"]))["grant"]["access_token"]
        again = {"username": person["username"], "password": person["password"]}
        asked = self.post("/me/devices/phones", again, token=token)
        given = {"proof": asked["id"], "response": answer(person, asked["challenge"])}
        return self.post("/me/devices/phones/response", given, token=token)["session_id"], token

    def respond(self, login, response):
        return self.post(f"/logins/{login['id']}/response", {"response": response})

    def take_up(self, login):
        """Go on after an approval in the app, as the page does by itself."""
        return self.post(f"/logins/{login['id']}/approval")

    def phone_of(self, token):
        listed = self.http.get("/me/devices", headers={"Authorization": f"Bearer {token}"}).json()
        return next(one["id"] for one in listed if one["kind"] == "key_app" and one["state"] == "active")


def tap(one, to=None):
    """Press the screen's one form's button."""
    one.page.click("button[type=submit]")
    if to:
        one.at(to)


def finish(one, pin=PIN, to="bound"):
    one.at("finish")
    if one.page.locator("#new_pin").count():
        one.page.fill("#new_pin", pin)
        one.page.fill("#again", pin)
    tap(one, to)


def register(one, session_id, *, pin=PIN):
    one.open(f"#register={session_id}")
    tap(one)
    finish(one, pin)
