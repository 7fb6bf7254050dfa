"""What goes wrong with the store, in words an operator can act on."""


class StoreError(Exception):
    """The store cannot be used; ``field`` is the setting at fault and ``fix`` what to do about it."""

    def __init__(self, message: str, *, field: str, fix: str) -> None:
        super().__init__(message)
        self.field = field
        self.fix = fix
