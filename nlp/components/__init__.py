"""The spaCy components, one file each, in reading order."""
