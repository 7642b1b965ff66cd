"""A signal is acted upon whatever the interrupted thread holds."""

import os
import signal
import threading

from sekisho.entrypoints.site.signals import relayed


def test_a_signal_ends_a_wait_even_where_the_waiting_thread_holds_the_event_s_lock():
    stop = threading.Event()
    before = signal.signal(signal.SIGUSR1, relayed(stop.set))
    try:
        with stop._cond:
            os.kill(os.getpid(), signal.SIGUSR1)
        assert stop.wait(10)
    finally:
        signal.signal(signal.SIGUSR1, before)
