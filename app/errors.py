"""What keeps a command from being begun."""


class CannotStart(Exception):
    """The base of all reasons; the message is a sentence for the operator."""
