"""The Flask service that answers over HTTP, and the command line."""
