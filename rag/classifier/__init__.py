"""Which of the bundled sources a question is for: a linear classifier over its letters and words.

BM25 meets a question by whole words. Here every run of letters, every word and every pair of neighbours has a
weight for every source, learnt from the thousands of phrases that people would ask the sources with (`asked`,
`answers`, `everyday`) and from questions that no source answers. So "sparken" is known to be of dismissals
though no statute says it, and a question on the right subject that asks for what nobody tells is known too.

    features.py   a text as weighed runs of letters and words
    linear.py     the classifier: margins of a text for every source, and for none
    sources.npz   its weights, made by `python -m eval.fit_classifier`, with how they were made inside
"""

from rag.classifier.linear import DATASET, NOBODY, Classifier, Margins, margins, vector

__all__ = ["DATASET", "NOBODY", "Classifier", "Margins", "margins", "vector"]
