"""From an everyday title to its concept, and what the taxonomy says of it."""

from rag.occupations.answer import Occupations

__all__ = ["Occupations"]
