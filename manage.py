#!/usr/bin/env python3
"""Django's own commands for developers, as the owner of the tables, with the private server running."""

import sys

from lapor.config.cli import manage

if __name__ == "__main__":
    sys.exit(manage(sys.argv[1:]))
