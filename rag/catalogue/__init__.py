"""The dataset advisor: find, show, judge, combine and ask for datasets.

door        question → what it asks of the catalogue        finding   need → ranked datasets
showing     a dataset as people read it, how to get it      quality   points that can be added up again
wanting     whether data are wanted, or a text              fitness   whether a need is met, or a gap
joining     code lists that two datasets share              gaps      what is missing, who owns it, why
letters     a draft of a request, with its grounds          demand    gaps counted, without questions
"""

from rag.catalogue.advisor import ALONE, BEHIND, Catalogue
from rag.catalogue.demand import Demand

__all__ = ["ALONE", "BEHIND", "Catalogue", "Demand"]
