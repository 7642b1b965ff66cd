"""The web server's frame: URL map, middleware, health and metrics; no rule lives here."""
