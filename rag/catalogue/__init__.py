"""The dataset advisor: find, show, judge, combine and ask for datasets."""

from rag.catalogue.advisor import Catalogue

__all__ = ["Catalogue"]
