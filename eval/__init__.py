"""Cases → answers → scores → report → gate. Start in `eval/runner.py`."""
