"""The demo: made-up people, a clock that can be moved, and the devices in their pockets, on this machine alone.

Not importable in a real installation: whoever wants these rooms must have been started as a demo.
"""

from sekisho.wiring import is_demo_process

if not is_demo_process():
    raise ImportError("this process was not started as a demo")
