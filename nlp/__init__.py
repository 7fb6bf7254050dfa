"""Osteotome's reader: an operative note in, an Annotation with its proof out."""

from nlp.annotation import Annotation
from nlp.pipeline import annotate, load

__all__ = ["Annotation", "annotate", "load"]
