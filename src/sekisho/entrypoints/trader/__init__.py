"""The demo's trading login window: the same login at the other surface, and a plain word of what it opened."""
