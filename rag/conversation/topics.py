"""What a turn was about, in words that another question can be asked of; and going back to an earlier one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag import texts
from rag.conversation.base import Past, sources
from rag.conversation.wording import as_question, bare, lower_first, own_words, shares
from rag.schema import Citation, Document, Turn
from rag.swedish.stems import stem
from rag.swedish.words import fold, tokenize

_BACK_TO = re.compile(
    r"^(?:(?:men|och|okej|ok)\W+)*(?:tillbaka till|åter till|för att återgå till|om vi går tillbaka till|"
    r"vi går tillbaka till|jag går tillbaka till|angående|apropå|"
    r"gå tillbaka till)\s+(?P<what>[^:,.?!–-]+?)\s*(?:(?:igen)?[:,.–-]\s*(?P<rest>.+)|igen\W*|\W*)$",
    re.IGNORECASE,
)
_SFS = re.compile(r"bet=((?:1[6-9]|20)\d\d:\d{1,4})|\b((?:1[6-9]|20)\d\d:\d{1,4})\b")
_AFTER_SECTION = re.compile(r"§\s+(?P<name>\S.{0,60})")
_ABOUT = re.compile(rf"^{texts.CONVERSATION_ABOUT.partition('{')[0]}(?P<topic>.+?): ")
_COMMON = frozenset({"rätt", "rätten"})
"""What sources of all subjects have."""
MAX_WORDS = 3
LEAST_ENDING = 5
"""Letters from which a word may be the end of another by more than chance."""


@dataclass(frozen=True, slots=True)
class Return:
    """Going back to an earlier turn."""

    turn: Turn
    rest: str
    """What is asked of it now; empty when only the topic is named."""
    what: str


def goes_back(question: str, past: Past) -> Return | None:
    """ "Tillbaka till piloterna: …": the newest turn that spoke of them; None when none did."""
    match = _BACK_TO.match(question.strip())
    if match is None:
        return None
    what = match["what"].strip()
    words = own_words(what) or [fold(token.text) for token in tokenize(what)]
    codes = {entity.code for entity in past.named(what)}
    for turn in past.turns:
        asked = turn.standalone_question
        if codes & {entity.code for entity in past.named(asked)} or shares(words, set(own_words(asked))):
            return Return(turn, (match["rest"] or "").strip(), what)
    return None


def about(turn: Turn, past: Past, question: str, level: int) -> str:
    """`question` asked about what a turn was about.

    Args:
        level: How many words of its own the question has. With none it stays with the source just cited; with
            one it keeps the subject and the act; with more the subject only.
    """
    topic = _topic(turn, past, level)
    asked = lower_first(_after_and(bare(question)).strip(" ?!."))
    return f"{texts.CONVERSATION_ABOUT.format(topic=topic)}{asked}?" if topic else as_question(question)


def about_source(source: Document, past: Past, question: str) -> str:
    """`question` asked of a source by its title."""
    name = _act_named(source.text, past) if source.act else ""
    asked = lower_first(_after_and(bare(question)).strip(" ?!."))
    return f"{texts.CONVERSATION_ABOUT.format(topic=_in_act(f'”{source.title}”', name))}{asked}?"


def shares_ending(question: str, turn: Turn) -> bool:
    """Whether a word of it is the end of a longer one that the turn used: "kassan" for "a-kassan"."""
    before = own_words(turn.standalone_question)
    return any(
        len(word) >= LEAST_ENDING and other != word and other.endswith(word)
        for word in own_words(question)
        for other in before
    )


def _topic(turn: Turn, past: Past, level: int) -> str:
    cited = sources(turn)
    if level == 0 and cited:
        return _in_act(f"”{_nearest(turn, cited).title}”", act_of(turn, past))
    root = _root(turn, past)
    words = keywords(root)
    if not words:
        return _in_act(f"”{cited[0].title}”", act_of(turn, past)) if cited else act_of(root, past)
    return _in_act(words, act_of(root, past)) if level < 2 else words


def _nearest(turn: Turn, cited: Sequence[Citation]) -> Citation:
    """The source whose title has most of the question's words; the first of those."""
    asked = {stem(word) for word in own_words(turn.standalone_question)}
    return max(cited, key=lambda citation: len(asked & {stem(word) for word in own_words(citation.title)}))


def _root(turn: Turn, past: Past) -> Turn:
    """The turn that opened the subject which `turn` goes on with."""
    at = past.turns.index(turn)
    return next((t for t in past.turns[at:] if not _ABOUT.match(t.standalone_question)), turn)


def keywords(turn: Turn) -> str:
    """The words of a turn's question that its sources have too, most of them with only small words between;
    else its first."""
    asked = turn.standalone_question
    own = set(own_words(asked)) - _COMMON
    held = {
        stem(fold(token.text)) for citation in sources(turn)[:2] for token in tokenize(_telling(citation))
    }
    runs: list[list[str]] = [[]]
    others: list[str] = []
    for token in tokenize(asked):
        word = fold(token.text)
        if word in own and stem(word) in held:
            runs[-1].append(token.text)
        elif word in own:
            runs.append([])
            others.append(token.text)
    longest = max(reversed(runs), key=lambda run: (len(run), sum(map(len, run))))
    return " ".join(longest[:MAX_WORDS] or others[:1])


def act_of(turn: Turn, past: Past) -> str:
    """The act that a turn was about, by the name its source uses: "LAS", "öppna datalagen"; else empty."""
    for citation in sources(turn)[:1]:
        number = _SFS.search(f"{citation.url} {citation.section}")
        named = _act_named(citation.quote, past)
        if named:
            return named
        if number:
            code = number[1] or number[2]
            label = next((e.label for e in past.named(code) if e.kind == "act"), "")
            return lower_first(label) if label != code else ""
    asked = turn.standalone_question
    return next((asked[e.start : e.end] for e in past.named(asked) if e.kind == "act"), "")


def _act_named(text: str, past: Past) -> str:
    """The act by the name that a text calls it after a paragraph: "… enligt 11 § LAS"; else empty."""
    name = _AFTER_SECTION.search(text)
    found = name and next((e for e in past.named(name["name"]) if e.kind == "act" and e.start <= 1), None)
    return name["name"][found.start : found.end] if name and found else ""


def _telling(citation: Citation) -> str:
    return f"{citation.title} {citation.quote}"


def _in_act(words: str, act: str) -> str:
    return f"{words} ({act})" if act and act.lower() not in words.lower() else words


def _after_and(question: str) -> str:
    """ "om de säger nej" is asked as "vad händer om de säger nej"; a bare thing as "hur är det med …"."""
    return f"vad gäller {question}" if re.match(r"om\b", question, re.IGNORECASE) else question
