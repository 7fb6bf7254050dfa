"""The fixtures of the store, for the tests beside this file."""

from tests.server.stores import client, local_store, store, store_url

__all__ = ["client", "local_store", "store", "store_url"]
