"""`python -m covey`: the command line where no `covey` is on the path.

In:   the arguments of the command line.
Out:  what `covey` prints, and its exit code.
Next: cli/program.py.
"""

from covey.cli import main

if __name__ == "__main__":
    main()
