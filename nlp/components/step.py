"""What the components of the pipeline have in common."""

from abc import ABC, abstractmethod

from spacy.tokens import Doc

from nlp.reading import Reading


class Step(ABC):
    """A component that reads on where the ones before it stopped.

    All it needs is the Reading, so a note can be read with or without a Doc to carry it.
    """

    @abstractmethod
    def read(self, reading: Reading) -> None:
        """Add to ``reading`` what this step finds."""

    def __call__(self, doc: Doc) -> Doc:
        self.read(doc._.reading)
        return doc
