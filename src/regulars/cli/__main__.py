"""`python -m regulars.cli` is the same as `regulars`."""

from regulars.cli.main import main

if __name__ == "__main__":
    main()
