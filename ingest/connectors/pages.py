"""A text of a publisher as Markdown with front matter, for the reader `markdown`."""

from __future__ import annotations

from collections.abc import Sequence

import yaml


def page(
    title: str,
    text: str,
    *,
    url: str = "",
    publisher: str = "",
    licence: str = "",
    as_of: str = "",
    section: str = "",
    sfs: str = "",
    act: str = "",
    in_force: bool = True,
    keywords: Sequence[str] = (),
) -> str:
    """The file; empty fields are left out, and no value can end the front matter early."""
    values = {
        "title": title,
        "url": url,
        "publisher": publisher,
        "licence": licence,
        "as_of": as_of,
        "section": section,
        "sfs": sfs,
        "act": act,
        "in_force": in_force,
        "keywords": list(keywords),
    }
    kept = {name: value for name, value in values.items() if value not in ("", [])}
    matter = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{matter}---\n{text.strip()}\n"
