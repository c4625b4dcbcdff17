"""Sources → index. Start in `ingest/pipeline.py`."""
