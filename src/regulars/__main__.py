"""`python -m regulars`: the command line."""

from regulars.cli.main import main

if __name__ == "__main__":
    main()
