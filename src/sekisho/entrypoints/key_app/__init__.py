"""The door of Sekisho Key: it serves the phone's app and nothing else. What the app asks of the server goes through the API."""
