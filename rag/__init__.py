"""Question → answer: the library that every program stands on. Start in `rag/assistant.py`."""
