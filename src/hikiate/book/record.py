"""What every kind of record is, whatever it is about."""


class Record:
    """What every kind of record is."""

    __slots__ = ()
