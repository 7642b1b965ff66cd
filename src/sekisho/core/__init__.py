"""The rules of Sekisho: pure, standard library only. No clock, no dice, no I/O, no sentences."""
