"""The command, for `python -m yiming.spark` and for spark-submit, which is given this file."""

import sys

from yiming.spark._command import main

if __name__ == "__main__":
    sys.exit(main())
