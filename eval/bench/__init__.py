"""Our retriever beside others, from one run: quality with paired intervals, speed as ratios.

    sets.py      what is asked: a set in BEIR layout, or the public cases over the current index
    adapters/    one system a file, with what it is at its own defaults and with Swedish settings
    worker.py    a process of its own for each system, spoken to in JSON lines
    measure.py   indexes and asks all systems of a set, in turn
    scores.py    rankings → scores, and ours minus theirs with intervals
    report.py    tables and JSON

A worker imports nothing but this room until it is told which system to be: it runs under any interpreter
that has the peer's packages.
"""
