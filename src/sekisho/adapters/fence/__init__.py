"""The fence: files from outside are opened in a process that can do nothing else, and whatever it becomes, it ends.

`warden` is this side of it, `nursery` and `opening` are the other: they import no numpy, no rows and no settings. What passes
back are bare pixels, which the warden measures before it believes them.
"""
