"""Approving a login in the app: asked beside the challenge, answered on the phone, claimed by the browser that began it."""
