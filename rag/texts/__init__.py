"""Every Swedish sentence that a person is shown, but those made from sources. Du-tilltal, short, no blame.

One file a room; used as `texts.NAME`, whichever file the name stands in.
"""

from rag.texts.answers import *
from rag.texts.catalogue import *
from rag.texts.command import *
from rag.texts.conversation import *
from rag.texts.errors import *
from rag.texts.fetching import *
from rag.texts.letters import *
from rag.texts.occupations import *
from rag.texts.page import *
from rag.texts.quality import *
from rag.texts.sources import *
from rag.texts.statistics import *
