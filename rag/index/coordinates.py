"""From coordinates of a stored table to SQL: columns, conditions, what is grouped. Runs nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

MEASURE = "measure"
SEPARATOR = ","
"""Between the codes of one coordinate, where a coordinate stands for a sum: "0114,0115"."""


ROLLED = "_rolled"
"""What the name of a table of sums ends in."""


class Columns:
    """Where a table's dimensions and measures stand: our ids to column names."""

    def __init__(
        self,
        number: int,
        dimensions: Sequence[str],
        measures: Sequence[str],
        codes: Sequence[Sequence[str]],
        rolled: Sequence[str] = (),
        unmarked: Sequence[str] = (),
    ) -> None:
        """
        Args:
            number: Of the table in its file.
            dimensions: Their ids, in the order of the columns.
            measures: Their ids, in the order of the columns.
            codes: The codes that each dimension has rows for.
            rolled: Dimensions that a table of sums over all their codes is kept beside this one.
            unmarked: Measures whose cells are all numbers: nothing is suppressed.
        """
        self.codes = dict(zip(dimensions, map(frozenset, codes), strict=True))
        """The codes that each dimension has rows for."""
        self.name = f"cells_{number}"
        self.dimensions = {dimension: f"c{n}" for n, dimension in enumerate(dimensions)}
        self.rolled = frozenset(rolled)
        self.unmarked = frozenset(unmarked)
        self.measures = {measure: f"c{n}" for n, measure in enumerate(measures, len(dimensions))}

    @classmethod
    def read(cls, number: int, stored: str) -> Columns:
        loaded = json.loads(stored)
        return cls(
            number,
            loaded["dimensions"],
            loaded["measures"],
            loaded["codes"],
            loaded.get("rolled", ()),
            loaded.get("unmarked", ()),
        )

    def where(self, selections: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        unknown = set(selections) - {*self.dimensions, MEASURE}
        if unknown:
            raise ValueError(f"no dimension {sorted(unknown)}; there are {', '.join(self.dimensions)}")
        chosen = [(self.dimensions[d], list(codes)) for d, codes in selections.items() if d != MEASURE]
        if not chosen:
            return "", []
        conditions = [
            f"{column} IN ({', '.join('?' * len(codes))})" if codes else "false" for column, codes in chosen
        ]
        return " WHERE " + " AND ".join(conditions), [code for _, codes in chosen for code in codes]

    def sums(self, measure: str, selections: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
        """SQL and parameters for the sums over each combination of coordinates.

        A dimension asked for one coordinate is a condition, or none when that is all its codes; one asked for
        several codes groups by its column; only a dimension of several sums is joined to what each code
        belongs to. Sums over all of the rolled dimensions are read from the table that holds them.
        """
        self.where(dict.fromkeys(selections, ()))  # refuses unknown names
        keys: list[str] = []
        joins: list[str] = []
        conditions: list[str] = []
        groups: list[str] = []
        before: list[Any] = []
        within: list[Any] = []
        joined: list[Any] = []
        rolled = self._is_rolled(selections)
        for n, (dimension, column) in enumerate(self.dimensions.items()):
            coordinates = selections[dimension]
            if rolled and dimension in self.rolled:
                keys.append("?")
                before.append(coordinates[0])
                continue
            codes, belongs = _grouped(coordinates)
            if len(coordinates) == 1:
                keys.append("?")
                before.append(coordinates[0])
            elif codes == belongs:
                keys.append(column)
                groups.append(column)
            else:
                joins.append(
                    f"JOIN (SELECT unnest(?) AS code, unnest(?) AS coordinate) g{n} ON {column} = g{n}.code"
                )
                joined += [codes, belongs]
                keys.append(f"g{n}.coordinate")
                groups.append(keys[-1])
            if not self.codes[dimension] <= set(codes):
                conditions.append(f"{column} IN ({', '.join('?' * len(codes))})")
                within += codes
        fields = ", ".join((*keys, *self._totals(measure, rolled)))
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        by = f" GROUP BY {', '.join(groups)}" if groups else ""
        if rolled and not joins and groups and self._one_row_each(selections):
            by = ""
            fields = ", ".join((*keys, *(column for column in self._totals(measure, rolled, summed=False))))
        source = f"{self.name}{ROLLED}" if rolled else self.name
        sql = f"SELECT {fields} FROM {source} {' '.join(joins)}{where}{by}"  # noqa: S608 - own names
        return sql, [*before, *joined, *within]

    def _is_rolled(self, selections: Mapping[str, Sequence[str]]) -> bool:
        """Whether every rolled dimension is asked for the sum of all its codes."""
        return bool(self.rolled) and all(
            len(selections[d]) == 1 and self.codes[d] <= set(selections[d][0].split(SEPARATOR))
            for d in self.rolled
        )

    def _one_row_each(self, selections: Mapping[str, Sequence[str]]) -> bool:
        """Whether every combination of coordinates is one row of the table of sums."""
        kept = (d for d in self.dimensions if d not in self.rolled)
        return all(SEPARATOR not in code for d in kept for code in selections[d])

    def _totals(self, column: str, rolled: bool, *, summed: bool = True) -> tuple[str, str, str]:
        """The sum of a measure, how many cells it is of, and how many of them are no numbers."""
        value = column.replace("c", "v", 1)
        if rolled:
            kept = (value, column.replace("c", "p", 1), column.replace("c", "w", 1))
            first, second, third = kept
            return (f"sum({first})", f"sum({second})", f"sum({third})") if summed else kept
        measure = next(name for name, own in self.measures.items() if own == column)
        if measure in self.unmarked:  # the text of the cells need not be read
            return f"sum({value})", f"count({value})", "0"
        return f"sum({value})", f"count({column})", f"count({column}) - count({value})"


def _grouped(coordinates: Sequence[str]) -> tuple[list[str], list[str]]:
    """Codes beside the coordinate each belongs to."""
    pairs = [(code, coordinate) for coordinate in coordinates for code in coordinate.split(SEPARATOR)]
    return [code for code, _ in pairs], [coordinate for _, coordinate in pairs]
