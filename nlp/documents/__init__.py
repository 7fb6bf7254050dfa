"""Readers: bytes of one file format in, text with a map back to the source out."""
