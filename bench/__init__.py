"""Speed, memory and accuracy of Osteotome beside its peers, in one run: ``python -m bench``."""
