"""The REST API over the real library and a real server: its JSON, its stream, its refusals, its documentation."""

import json
import re
import shutil
import threading
import time
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter
from serving import running, served

from bot import api
from bot.api import shapes
from bot.errors import LibraryDamaged, ModelError
from bot.guard import Guard
from bot.guard.bodies import MOST_BYTES
from bot.page import Opening
from bot.records import Answer, Event, Sentence
from bot.settings import Settings

pytestmark = pytest.mark.slow

FREELAND = "What did Freeland say about a diplomatic solution?"
UNANSWERABLE = "What did Angela Merkel say about the meeting?"
FOLDER = "/secret/folder"


def application(opening):
    app = FastAPI(openapi_url=None)
    api.mount(app, opening)
    return Guard(app, Settings())


def opened(bot):
    opening = Opening(lambda: bot)
    opening.begin()
    opening.bot()
    return opening


@pytest.fixture(scope="module")
def address(bot):
    with served(application(opened(bot))) as address:
        yield address


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=f"{address}/api/v1", timeout=60) as client:
        deadline = time.monotonic() + 10
        while client.get(f"{address}/readyz").status_code != 200:
            assert time.monotonic() < deadline
        yield client


def events(text):
    blocks = [block.split("\n") for block in text.strip().split("\n\n")]
    return [(kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for kind, data in blocks]


def fits(shape, given):
    """Whether some JSON is of a shape, with no field beside it."""
    found = TypeAdapter(shape).validate_python(given)
    return json.loads(json.dumps(found)) == given


# What it gives


def test_an_answer_is_the_json_of_the_bots_own(client, bot):
    answered = client.post("/ask", json={"question": FREELAND})
    assert answered.status_code == 200
    assert answered.json() == bot.ask(FREELAND).to_dict()
    assert answered.json()["sentences"][0]["citations"]


def test_declining_is_an_answer_not_an_error(client):
    answered = client.post("/ask", json={"question": UNANSWERABLE})
    assert (answered.status_code, answered.json()["declined"]) == (200, True)


def test_a_question_is_read_in_the_light_of_what_was_said(client, bot):
    history = [("user", FREELAND), ("assistant", bot.ask(FREELAND).text)]
    said = [{"role": role, "content": content} for role, content in history]
    answered = client.post("/ask", json={"question": "And Tillerson?", "history": said}).json()
    assert answered == bot.ask("And Tillerson?", history).to_dict()
    assert answered["standalone_question"] != answered["question"]


def test_a_filter_restricts_the_answer(client):
    answered = client.post("/ask", json={"question": "What was said about sanctions?", "country": "China"}).json()
    cited = [citation for sentence in answered["sentences"] for citation in sentence["citations"]]
    assert {citation["country"] for citation in cited} <= {"China"}


def test_the_stream_gives_each_sentence_then_the_whole_answer(client, bot):
    streamed = client.post("/ask", json={"question": FREELAND}, headers={"Accept": "text/event-stream"})
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert [(kind, data) for kind, data in events(streamed.text)] == [
        (event.kind, event.to_dict()) for event in bot.stream(FREELAND)
    ]


def test_a_wrong_question_is_refused_with_its_status_in_a_stream_too(client):
    wrong = {"question": FREELAND, "speaker": "Nobody Atall"}
    refused = client.post("/ask", json=wrong, headers={"Accept": "text/event-stream"})
    assert (refused.status_code, refused.json()["error"]["kind"]) == (422, "QuestionError")


def test_passages_come_with_scores_and_exact_offsets(client):
    found = client.post("/search", json={"query": "maritime interdiction", "top_k": 4}).json()["passages"]
    assert len(found) == 4
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    for each in found:
        text = client.get(f"/documents/{each['document']}").json()["text"]
        assert text[each["start"] : each["end"]] == each["text"]


def test_several_documents_may_answer(client, bot):
    ids = [each.id for each in bot.documents()][:2]
    found = client.post("/search", json={"query": "North Korea", "document": ids}).json()["passages"]
    assert {each["document"] for each in found} == set(ids)


def test_a_search_can_be_filtered(client):
    found = client.post("/search", json={"query": "sanctions", "kind": "resolution"}).json()["passages"]
    assert {each["kind"] for each in found} == {"resolution"}


def test_the_documents_are_listed_and_each_can_be_read(client, bot):
    listed = client.get("/documents").json()["documents"]
    assert listed == [source.to_dict() for source in bot.documents()]
    read = client.get(f"/documents/{listed[0]['id']}").json()
    assert read["text"] == bot.document(listed[0]["id"]).text
    assert {name: read[name] for name in listed[0]} == listed[0]


def test_positions_timelines_and_checks_are_those_of_the_bot(client, bot):
    sides = {"topic": "diplomacy", "speakers": ["Freeland", "Tillerson"]}
    assert client.post("/compare", json=sides).json() == bot.compare("diplomacy", ["Freeland", "Tillerson"]).to_dict()
    assert client.post("/timeline", json={"topic": "sanctions"}).json() == bot.timeline("sanctions").to_dict()
    quote = {"quote": "closer to war", "speaker": "Rex Tillerson"}
    checked = json.loads(json.dumps(bot.check_quote("closer to war", "Rex Tillerson").to_dict()))
    assert client.post("/quote", json=quote).json() == checked
    draft = "Haley said the launch “brings us closer to war”. Canada sent forty submarines."
    assert client.post("/draft", json={"text": draft}).json() == json.loads(
        json.dumps(bot.check_draft(draft).to_dict())
    )
    assert client.get("/verify").json()["sound"] is True


REQUESTS = [
    ("post", "/ask", {"question": FREELAND}, shapes.Answer),
    ("post", "/ask", {"question": UNANSWERABLE}, shapes.Answer),
    ("post", "/ask", {"question": "How do Freeland and Tillerson differ on diplomacy?"}, shapes.Answer),
    ("post", "/search", {"query": "sanctions"}, shapes.Passages),
    ("post", "/compare", {"topic": "diplomacy", "speakers": ["Freeland", "Tillerson"]}, shapes.Positions),
    ("post", "/timeline", {}, shapes.Timeline),
    ("post", "/quote", {"quote": "closer to war"}, shapes.QuotationCheck),
    ("post", "/draft", {"text": "Haley said it “brings us closer to war”."}, shapes.DraftCheck),
    ("get", "/documents", None, shapes.Sources),
    ("get", "/documents/{id}", None, shapes.Document),
    ("get", "/verify", None, shapes.Verification),
    ("get", "/log?limit=3", None, shapes.Log),
]


@pytest.mark.parametrize(("verb", "path", "body", "shape"), REQUESTS)
def test_what_is_documented_is_what_is_given(client, verb, path, body, shape):
    path = path.replace("{id}", client.get("/documents").json()["documents"][0]["id"])
    assert fits(shape, client.request(verb, path, json=body).json())


# What it refuses


def refused(response):
    assert response.json().keys() == {"error"}
    assert response.json()["error"].keys() == {"kind", "message", "hint"}
    assert "Traceback" not in response.text
    return response.status_code, response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": ""}, "question"),
        ({"question": 7}, "question"),
        ({"question": "x" * 20_001}, "question"),
        ({"question": "What?", "speakre": "Freeland"}, "speakre"),
        ({"question": "What?", "history": [{"role": "system", "content": "x"}]}, "history.0.role"),
        ({"question": "What?", "history": [["user", "x"]]}, "history.0"),
    ],
)
def test_a_wrong_field_is_named(client, body, field):
    status, message = refused(client.post("/ask", json=body))
    assert status == 422
    assert f"The field “{field}” " in message


@pytest.mark.parametrize("top_k", [0, 101, "many"])
def test_the_number_of_passages_is_bounded(client, top_k):
    assert refused(client.post("/search", json={"query": "sanctions", "top_k": top_k}))[0] == 422


def test_a_body_that_is_no_json_is_a_bad_request(client):
    assert refused(client.post("/ask", content="{", headers={"Content-Type": "application/json"}))[0] == 400


def test_a_text_that_is_no_unicode_is_refused(client):
    sent = client.post("/ask", content='{"question": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert refused(sent)[0] in {400, 422}


def test_a_filter_that_nothing_has_is_refused_with_what_there_is(client):
    sent = client.post("/ask", json={"question": FREELAND, "since": "soon"})
    assert refused(sent) == (422, "“soon” (since) is no date.")


@pytest.mark.parametrize("path", ["/documents/none", "/documents/%2e%2e%2f..%2fetc%2fpasswd", "/nothing"])
def test_what_is_not_there_is_not_found(client, path):
    assert refused(client.get(path))[0] == 404


def test_a_wrong_verb_is_refused_with_the_right_one(client):
    sent = client.get("/ask")
    assert (refused(sent)[0], sent.headers["Allow"]) == (405, "POST")


def test_a_comparison_of_one_is_refused(client):
    assert refused(client.post("/compare", json={"topic": "diplomacy", "speakers": ["Freeland"]}))[0] == 422


def test_a_body_without_end_is_refused_before_it_is_read(client):
    def chunks():
        for _ in range(MOST_BYTES // 100_000 + 5):
            yield b" " * 100_000

    sent = client.post("/ask", content=chunks(), headers={"Content-Type": "application/json"})
    assert refused(sent)[0] == 413


# Before the library is open, and when it is not


def test_until_the_library_is_open_the_server_is_healthy_and_not_ready(caplog):
    release = threading.Event()

    def opener():
        release.wait(10)
        raise LibraryDamaged(f"The part {FOLDER} is damaged.", f"Mend {FOLDER}.")

    opening = Opening(opener)
    opening.begin()
    with served(application(opening)) as address, httpx.Client(base_url=address) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        early = client.post("/api/v1/ask", json={"question": FREELAND})
        assert refused(early)[0] == refused(client.get("/readyz"))[0] == 503
        assert early.headers["Retry-After"]
        assert not caplog.records
        release.set()
        while "Retry-After" in (late := client.get("/readyz")).headers:
            time.sleep(0.01)
        assert late.json()["error"]["kind"] == "LibraryDamaged"
        assert FOLDER not in late.text
        assert FOLDER not in client.get("/api/v1/documents").text


class Slow:
    """A bot whose stream goes on until it is closed, or fails on the way."""

    def __init__(self):
        self.closed = threading.Event()

    def stream(self, question, history=(), **filters):
        try:
            while True:
                yield Event("sentence", sentence=Sentence("On and on.", True, ()))
                if question == "fail":
                    raise ModelError(f"The model {FOLDER} is gone.", "Look there.")
                if question == "break":
                    raise ZeroDivisionError
                time.sleep(0.01)
        finally:
            self.closed.set()

    def ask(self, question, history=(), **filters):
        raise ZeroDivisionError(FOLDER)


@pytest.fixture
def slow():
    bot = Slow()
    with served(application(opened(bot))) as address, httpx.Client(base_url=f"{address}/api/v1") as client:
        while client.get(f"{address}/readyz").status_code != 200:
            time.sleep(0.01)
        yield bot, client


def test_a_reader_who_goes_stops_the_work(slow):
    bot, client = slow
    streaming = {"Accept": "text/event-stream"}
    with client.stream("POST", "/ask", json={"question": "go on"}, headers=streaming) as response:
        next(response.iter_lines())
        assert not bot.closed.is_set()
    assert bot.closed.wait(10)


@pytest.mark.parametrize(("question", "kind"), [("fail", "ModelError"), ("break", "BotError")])
def test_what_fails_on_the_way_ends_the_stream_with_an_error(slow, question, kind):
    bot, client = slow
    text = client.post("/ask", json={"question": question}, headers={"Accept": "text/event-stream"}).text
    found = events(text)
    assert [each for each, _ in found] == ["sentence", "error"]
    assert found[-1][1]["error"]["kind"] == kind
    assert FOLDER not in text
    assert bot.closed.wait(10)


def test_a_fault_of_the_bot_shows_nothing_of_itself(slow):
    _, client = slow
    failed = client.post("/ask", json={"question": "What?"})
    assert refused(failed) == (500, "Something went wrong in the bot itself.")
    assert FOLDER not in failed.text


# The documentation


class Links(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.tags, self.links, self.ids = set(), [], set()
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        given = dict(attrs)
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.ids.add(given.get("id"))


def test_the_documentation_names_every_route_and_needs_no_other_address(client):
    schema = client.get("/openapi.json").json()
    page = client.get("/docs").text
    assert len(schema["paths"]) == 10
    assert all(f"/api/v1{path}" in page for path in schema["paths"])
    found = Links(page)
    assert found.tags.isdisjoint({"script", "link", "img", "iframe"})
    assert all(link == "/api/v1/openapi.json" or link[1:] in found.ids for link in found.links)
    assert not re.findall(r"https?://(?!127\.0\.0\.1)", page)


def test_the_manual_names_every_route(client):
    manual = (Path(__file__).parents[1] / "docs" / "for-programs.md").read_text("utf-8")
    for path, verbs in client.get("/openapi.json").json()["paths"].items():
        assert all(f"`{verb.upper()} /api/v1{path}" in manual.replace(":path", "") for verb in verbs)


def test_every_route_documents_its_shapes(client):
    schema = client.get("/openapi.json").json()
    for verbs in schema["paths"].values():
        for operation in verbs.values():
            assert "$ref" in operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert "$ref" in operation["responses"]["422"]["content"]["application/json"]["schema"]


def test_the_page_serves_the_api_too(shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "library")
    with running(tmp_path / "library") as address:
        documents = httpx.get(f"{address}/api/v1/documents")
        assert documents.json()["documents"]
        assert "default-src 'self'" in documents.headers["Content-Security-Policy"]
        assert "gradio" in httpx.get(f"{address}/").text
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}


def test_the_answer_that_is_documented_has_every_field_of_the_record():
    sides = {"sides"}
    bare = Answer("q", "q", declined=True, reason=None, confidence=0.0, sentences=()).to_dict()
    assert shapes.Answer.__annotations__.keys() - sides == bare.keys()
