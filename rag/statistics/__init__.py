"""The number ledger: figures from tables, never from prose.

question → request (what is asked) → plan (which table, which cells, what is missing) → points (cells)
         → claims (sentences with quantities and citations) and a chart
"""

from rag.statistics.descriptor import describe
from rag.statistics.ledger import Ledger

__all__ = ["Ledger", "describe"]
