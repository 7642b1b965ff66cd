"""What runs on a schedule: a loop in a process of its own, alone or beside the server."""
