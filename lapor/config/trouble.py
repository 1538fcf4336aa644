"""What the console program tells a person when it cannot go on: one sentence, no traceback."""


class Trouble(Exception):
    """Carries the whole sentence, in Indonesian, with the one command or setting that helps."""
