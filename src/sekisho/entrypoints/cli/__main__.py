"""`python -m sekisho.entrypoints.cli` is `sekisho`."""

from sekisho.entrypoints.cli.main import main

if __name__ == "__main__":
    main()
