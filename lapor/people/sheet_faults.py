"""Why a file is not taken as a list."""


class SheetRefused(Exception):
    """One sentence, in the language of the page."""
