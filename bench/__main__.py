"""Run the first table: python -m bench."""

from bench.engine import main

if __name__ == "__main__":
    main()
