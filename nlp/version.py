"""The version of Osteotome."""

VERSION = "0.1.0"
