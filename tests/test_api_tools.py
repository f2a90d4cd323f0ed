"""The tools for other programs, called by the stock client of the protocol's SDK over the running `ui.py`."""

import asyncio
import json
import shutil

import httpx
import pytest
from mcp import Client
from pydantic import TypeAdapter
from serving import running

from bot.api import shapes

pytestmark = pytest.mark.slow

FREELAND = "What did Freeland say about a diplomatic solution?"
SHAPES = {
    "ask": shapes.Answer,
    "search": shapes.Passages,
    "compare": shapes.Positions,
    "check_quotation": shapes.QuotationCheck,
    "documents": shapes.Sources,
}


@pytest.fixture(scope="module")
def address(shipped, tmp_path_factory):
    library = tmp_path_factory.mktemp("tools") / "library"
    shutil.copytree(shipped, library)
    with running(library) as address:
        yield address


@pytest.fixture
def call(address):
    """Calls a tool; gives the whole result."""

    def called(tool, **arguments):
        async def session():
            async with Client(f"{address}/mcp") as client:
                return await client.call_tool(tool, arguments)

        return asyncio.run(session())

    return called


def plain(given):
    """A result as JSON has it."""
    return json.loads(json.dumps(given))


def test_the_server_lists_its_tools_with_the_shapes_of_what_they_take_and_give(address):
    async def listed():
        async with Client(f"{address}/mcp") as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(listed())}
    assert tools.keys() == SHAPES.keys()
    for name, tool in tools.items():
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["properties"].keys() == SHAPES[name].__annotations__.keys()
    assert tools["ask"].input_schema["required"] == ["question"]


def test_each_result_is_the_json_of_the_bot(call, bot):
    expected = {
        "ask": ({"question": FREELAND}, bot.ask(FREELAND)),
        "compare": (
            {"topic": "diplomacy", "speakers": ["Freeland", "Tillerson"]},
            bot.compare("diplomacy", ["Freeland", "Tillerson"]),
        ),
        "check_quotation": ({"quote": "closer to war"}, bot.check_quote("closer to war")),
    }
    for tool, (arguments, result) in expected.items():
        found = call(tool, **arguments)
        assert not found.is_error
        assert found.structured_content == plain(result.to_dict())
        assert TypeAdapter(SHAPES[tool]).validate_python(found.structured_content)
    listed = call("documents").structured_content["documents"]
    assert listed == [source.to_dict() for source in bot.documents()]


def test_passages_are_found_with_their_exact_places(call, bot):
    found = call("search", query="maritime interdiction", top_k=3).structured_content["passages"]
    assert len(found) == 3
    for each in found:
        assert bot.document(each["document"]).text[each["start"] : each["end"]] == each["text"]


def test_declining_is_a_result_not_an_error(call):
    found = call("ask", question="What did Angela Merkel say about the meeting?")
    assert (found.is_error, found.structured_content["declined"]) == (False, True)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("ask", {"question": FREELAND, "speaker": "Nobody Atall"}, "has the speaker “Nobody Atall”"),
        ("ask", {"question": ""}, "question"),
        ("ask", {}, "question"),
        ("compare", {"topic": "diplomacy", "speakers": ["Freeland"]}, "two"),
        ("search", {"query": "sanctions", "top_k": 1000}, "top_k"),
        ("check_quotation", {"quote": "war"}, "too short"),
    ],
)
def test_what_cannot_be_used_is_told_in_words(call, tool, arguments, told):
    found = call(tool, **arguments)
    assert found.is_error
    assert told in found.content[0].text
    assert "Traceback" not in found.content[0].text


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_another_sites_page_may_call_no_tool(address, headers):
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepts = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(f"{address}/mcp", json=asked, headers=accepts).status_code == 200
    assert httpx.post(f"{address}/mcp", json=asked, headers=accepts | headers).status_code == 403


@pytest.mark.parametrize("verb", ["GET", "DELETE", "PUT"])
def test_nothing_waits_for_a_stream_that_would_be_empty(address, verb):
    refused = httpx.request(verb, f"{address}/mcp", headers={"Accept": "text/event-stream"})
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
