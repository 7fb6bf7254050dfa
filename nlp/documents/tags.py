"""Sets of tag names."""


def words(names: str) -> frozenset[str]:
    """The names in ``names``, set apart by spaces."""
    return frozenset(names.split())
