"""Documents that tests write on the spot, and what the parts of a library know of them."""

from collections.abc import Sequence

from bot.library import Condition, Library
from bot.library.rows import KEY_BITS
from bot.loading import read_bytes
from bot.records import Answer, Citation, Document, Sentence
from bot.terms import content_terms


def written(text: str, name: str = "note.txt", origin: str | None = None) -> Document:
    """A document of that text, as if read from a file called `name`."""
    return read_bytes(text.encode(), name, origin or f"/files/{name}")


def front_matter(body: str, **keys: str) -> str:
    """A Markdown source with a complete front matter, in which `keys` win; an empty one is left out."""
    known = {"title": "A test statement", "kind": "statement", "speaker": "Ada Example", "office": "Minister"}
    known |= {"organisation": "Foreign Ministry", "country": "Freedonia", "date": "2017-05-06", "language": "en"}
    known |= {"source": "the test itself", "rights": "ours"} | keys
    head = "\n".join(f"{key}: {value}" for key, value in known.items() if value)
    return f"---\n{head}\n---\n\n{body}\n"


def near(library: Library, vector: Sequence[float], limit: int) -> list[tuple[int, float]]:
    """What Chroma finds of a library: where passages are few, the library itself compares what its catalogue has."""
    library._listing.follow()
    generation = library._listing.parts_generation
    return library._listing.found(lambda: library._filtering.search(vector, limit, Condition(), generation))


def holders(library: Library, word: str) -> dict[str, list[str]]:
    """The documents in which the catalogue and the word index find a word, and all that have vectors.

    A version that the catalogue does not list has its number for an id.
    """
    sources = library.sources
    vector = library.embedder.embed_query(word)
    listed = [source.id for source in sources.values()]

    def ids(hits: list[tuple[int, float]]) -> list[str]:
        numbers = {key >> KEY_BITS for key, _ in hits}
        return sorted(sources[number].id if number in sources else str(number) for number in numbers)

    return {
        "catalogue": sorted(name for name in listed if word in library.document(name).text),
        "vectors": ids(near(library, vector, 1000)),
        "words": ids(library.search_words(content_terms(word), 1000, Condition())),
    }


def answered_question(question: str) -> Answer:
    """An answer of one sentence with its citation."""
    citation = Citation("d", "T", "article", "2017", "Ann", None, 3, 8, "words", "H › I", 2, "Ann, “T”.")
    return Answer(question, question, False, None, 0.75, (Sentence("Words.", False, (citation,)),))
