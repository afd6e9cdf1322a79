"""The command line: a door that parses, calls a journey, and prints.

In:   what was typed.
Out:  results on stdout, talk on stderr, an exit code: 0 done, 1 failed, 2 usage, 3 bad input, 130 Ctrl-C.
Not here: arithmetic. Heavy packages are imported inside commands, so that `covey --help` answers at once.
Next: program.py, then one file per command.
"""

from covey.cli.program import main

__all__ = ["main"]
