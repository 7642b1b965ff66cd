"""The program `sekisho` of this very interpreter, for `python -m`: the benches start no other that may lie on the path."""

from sekisho.entrypoints.cli.main import main

if __name__ == "__main__":
    main()
