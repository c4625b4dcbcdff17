"""HTTP for guests: polite, bounded, resumable, and never to an address that is not the source's own.

client.py     one request, start to end: redirects, retries, cache, deadline
transport.py  connects to checked addresses only; no read outlives the deadline
addresses.py  which hosts and addresses may be reached
transfer.py   bytes of a body: resumed, counted, unpacked within bounds
cache.py      what was fetched, with what a conditional request needs
limits.py     turns and rates per host, bytes of a run
waiting.py    how long to wait before trying again
robots.py     what a site lets programs fetch of its pages
archives.py   the lines of a zip file, within bounds
"""
