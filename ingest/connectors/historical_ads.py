"""Ads of earlier years: zip files with an ad a line, read as a stream; a sample is enough for most.

    /annonser/historiska/berikade/exempel/2024_beta1_1_percent_jsonl.zip → 2024_beta1_1_percent.jsonl
    {"id": "…", "original_id": "28…", "headline": "…", "occupation": [{"concept_id": "…", "label": "…"}], …}

Here `id` is made of the content and `original_id` is that of Platsbanken; a field that is one thing in
JobSearch may be a list. Files are named in the options and seldom change: one that has not is not read again.
"""

from __future__ import annotations

import zlib

from ingest.connectors import ads
from ingest.connectors.base import Job
from ingest.fetching import archives
from ingest.fetching.addresses import check_origin

_UNPACKED = 12_000_000_000
"""Bytes that a year of ads may unpack to; they are never held at once."""


def fetch(job: Job) -> None:
    """Options: `files` below the base; of each, one ad in `one_in`, and no more than `most_ads`."""
    mask = job.masking()
    shape = ads.shape()
    host = check_origin(job.source.base, job.source.origins)
    read: dict[str, str] = job.checkpoint.setdefault("read", {})
    wanted = list(job.source.options["files"])
    most, one_in = int(job.source.options.get("most_ads", 5_000)), int(job.source.options.get("one_in", 1))
    names: dict[str, list[str]] = job.checkpoint.setdefault("names", {})
    for path in wanted:
        with job.attempt(path):
            for name in names.get(path, ()):
                job.box.keep(name)
            with job.file(job.url(f"/{path}"), kind="zip", private=True).file as file:
                # the central directory of a zip lies at its end and holds a checksum of every member
                file.seek(-min(65_536, file.seek(0, 2)), 2)
                mark = f"{zlib.crc32(file.read()):08x} {most} {one_in}"
                if read.get(path) == mark:
                    continue
                file.seek(0)
                taken: list[str] = []
                for number, line in enumerate(archives.lines(file, ".jsonl", host, _UNPACKED), start=1):
                    if not line.strip() or zlib.crc32(line) % one_in:
                        continue
                    if len(taken) >= most:
                        break
                    record = ads.parsed(line, host, f"{path}, line {number}")
                    if shape.fits(record):
                        ad = ads.read(record, mask)
                        job.box.put(ad.name, ad.text)
                        taken.append(ad.name)
            read[path], names[path] = mark, taken
    shape.tell(job)
    for path in set(names) - set(wanted):
        del names[path], read[path]
