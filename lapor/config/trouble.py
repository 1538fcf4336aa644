"""What the console program tells a person in one sentence, without a traceback."""


class Trouble(Exception):
    """It cannot go on. Carries the whole sentence, in Indonesian, with the one command or setting that helps."""


class Remark(str):
    """A sentence of the doctor about something to do that is not wrong: the desk runs well without it."""
