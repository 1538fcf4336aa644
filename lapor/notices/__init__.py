"""Notices: which event tells whom, by which channel, when; and handing them to mail and messengers."""
