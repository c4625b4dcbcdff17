"""regeringen.se through g0v.se, an open mirror that is renewed each night: the pages of chosen subjects.

    /api/latest_updated.json → {"latest_updated": "2026-01-29 04:18:37", "items": 44402, "codes": 412}
    /api/codes.json → {"1213": "Arbetsmarknad", …}
    /rapporter.json → [{"title": "…", "url": "/rapporter/2022/06/…/", "published": "2022-06-01",
        "updated": null, "types": ["1341"], "senders": ["1284"], "categories": ["1213"], "summary": "…",
        "id": null, "attachments": [{"name": "… (pdf 1 MB)", "url": "/contentassets/…"}]}]
    /rapporter/2022/06/….md → Markdown

When `latest_updated` is the one of the last time, nothing more is asked. Links lead to regeringen.se.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ingest.connectors.base import Job
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page
from ingest.connectors.shape import Shape, text, within
from rag import texts

PUBLISHED = "https://www.regeringen.se"
_PATH = re.compile(r"/[\w\-/.%~]{1,400}")


def fetch(job: Job) -> None:
    """Options: `routes`, `categories` (codes), `since` (ISO date), `most_new` pages a run."""
    latest = text(within(job.json(job.url("/api/latest_updated.json")), "latest_updated"))
    if not latest:
        raise job.no_shape("no latest_updated")
    settings = repr(sorted(job.source.options.items(), key=lambda option: option[0]))
    if job.checkpoint.get("latest") == latest and job.checkpoint.get("settings") == settings:
        job.box.keep_all()
        return
    codes = job.json(job.url("/api/codes.json"))
    shape = Shape(
        {"title": str, "url": str, "published": str},
        {"updated": str, "categories": list, "summary": str, "attachments": list},
    )
    marks: dict[str, str] = job.checkpoint.setdefault("marks", {})
    left = int(job.source.options.get("most_new", 300))
    waiting = 0
    for route in job.source.options["routes"]:
        with job.attempt(route):
            items = job.json(job.url(f"/{route}.json"))
            if not isinstance(items, list) or not items:
                raise job.no_shape(f"{route}: no list")
            chosen = [item for item in items if shape.fits(item) and _wanted(job, item)]
            for item in sorted(chosen, key=lambda item: item["published"], reverse=True):
                name = f"{file_name(item['url'].strip('/').replace('/', '_'))[-100:].lstrip('-_.')}.md"
                mark = text(item.get("updated")) or item["published"]
                if job.box.has(name):
                    job.box.keep(name)
                    if marks.get(name) == mark:
                        continue
                if left <= 0:
                    waiting += 1
                    continue
                left -= 1
                with job.attempt(item["title"]):
                    job.box.put(name, _page(job, item, codes))
                    marks[name] = mark
    shape.tell(job)
    if waiting:
        job.problem(texts.FETCH_WAITING.format(n=waiting))
    if job.complete:
        job.checkpoint.update(latest=latest, settings=settings)


def _wanted(job: Job, item: Mapping[str, Any]) -> bool:
    categories = item.get("categories")
    named = set(categories if isinstance(categories, list) else ())
    return (
        bool(_PATH.fullmatch(item["url"]))
        and bool(named & set(job.source.options["categories"]))
        and item["published"] >= str(job.source.options.get("since", ""))
    )


def _page(job: Job, item: Mapping[str, Any], codes: Any) -> str:
    title = item["title"].strip()
    said = job.page(job.url(f"{item['url'].rstrip('/')}.md")).strip().removeprefix(f"# {title}").strip()
    attachments = item.get("attachments")
    lines = [
        f"- {text(within(one, 'name'))}: {PUBLISHED}{text(within(one, 'url'))}"
        for one in (attachments if isinstance(attachments, list) else ())
        if text(within(one, "url")).startswith("/")
    ]
    attached = "## Bilagor\n\n" + "\n".join(lines) if lines else ""
    known = codes if isinstance(codes, dict) else {}
    kinds = [code for name in ("types", "senders", "categories") for code in item.get(name) or ()]
    number = text(item.get("id"))
    return page(
        f"{number}: {title}" if number and number not in title else title,
        "\n\n".join(filter(None, (said or text(item.get("summary")), attached))),
        url=PUBLISHED + item["url"],
        as_of=(text(item.get("updated")) or item["published"])[:10],
        keywords=[*filter(None, [number]), *(str(known[code]) for code in kinds if code in known)],
    )
