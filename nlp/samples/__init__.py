"""Annotated notes: their file format, scoring against them, and what a change made better or worse."""
