"""What a program may ask: the bodies of requests, with unknown fields refused and all lengths bounded."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from pydantic import BaseModel, ConfigDict, Field

from bot.library import Narrowing

Name = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Date = Annotated[str, Field(max_length=10, examples=["2017-11-28"])]

FILTERS = ("speaker", "organisation", "country", "kind", "document", "language", "since", "until")


class Request(BaseModel):
    """A body that has no field but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Filtered(Request):
    """A request that may be restricted to some documents; names match by their words, dates are ISO 8601."""

    speaker: Name | None = None
    organisation: Name | None = None
    country: Name | None = None
    kind: Name | None = None
    document: Name | Annotated[list[Name], Field(max_length=100)] | None = None
    language: Name | None = None
    since: Date | None = None
    until: Date | None = None

    @property
    def filters(self) -> Narrowing:
        """What the methods of the bot take as filters."""
        return cast("Narrowing", {name: getattr(self, name) for name in FILTERS})


class Said(Request):
    """What was said before the question, by one of the two."""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=20_000)]


class Ask(Filtered):
    """A question, with what was said before it, earliest first."""

    question: Text = Field(examples=["What did Freeland say about a diplomatic solution?"])
    history: Annotated[list[Said], Field(max_length=100)] = []

    @property
    def turns(self) -> list[tuple[str, str]]:
        """The history as the bot takes it."""
        return [(said.role, said.content) for said in self.history]


class Search(Filtered):
    """Words to find passages by."""

    query: Text = Field(examples=["maritime interdiction"])
    top_k: Annotated[int, Field(ge=1, le=100)] = 8


class Compare(Filtered):
    """A topic, and whose positions on it are put side by side."""

    topic: Text = Field(examples=["diplomacy"])
    speakers: Annotated[list[Name], Field(max_length=8, examples=[["Freeland", "Tillerson"]])] = []
    countries: Annotated[list[Name], Field(max_length=8)] = []


class Chronicle(Filtered):
    """A topic, or none for all that is dated."""

    topic: Text | None = Field(default=None, examples=["sanctions"])


class Quote(Request):
    """A quotation, and who is said to have said it."""

    quote: Text = Field(examples=["closer to war"])
    speaker: Name | None = None


class Draft(Request):
    """A text whose quotations and claims are checked."""

    text: Annotated[str, Field(min_length=1, max_length=400_000)]
