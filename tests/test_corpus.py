"""The shipped briefs: complete, in our own words, and every quotation in them an official's own and attributed."""

import os
import re
from pathlib import Path

import pytest
import yaml

CORPUS = Path(__file__).parent.parent / "corpus"
BRIEFS = sorted(CORPUS.glob("*.md"))
KEYS = {
    "title", "kind", "authors", "speaker", "office", "organisation", "country", "date", "venue", "language", "source",
    "rights",
}  # fmt: skip
REQUIRED = {"title", "kind", "date", "language", "source", "rights"}
WHOSE = {"authors", "speaker", "organisation"}
KINDS = {"article", "statement", "resolution", "communiqué", "speech", "remarks", "brief", "chronology", "report"}
LONGEST_SHARED_RUN = 11

# File stem → who says it, as the same sentence names them → the phrases.
PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "2017-09-11-security-council-resolution-2375": {},
    "2017-11-28-freeland-statement-by-canada": {
        "Canada": ("in the strongest terms", "unwavering", "is essential and possible"),
        "Freeland": (
            "a reckless and dangerous act",
            "a direct threat to the world",
            "cannot be tolerated",
            "to address this most pressing international security threat",
        ),
    },
    "2017-11-28-tillerson-press-statement": {
        "Tillerson": (
            "Diplomatic options remain viable and open, for now.",
            "remains committed to finding a peaceful path to denuclearization and to ending belligerent actions by"
            " North Korea",
            "including the right to interdict maritime traffic",
            "will convene a meeting of the United Nations Command Sending States",
            "can counter North Korea's threat to international peace",
        ),
    },
    "2017-11-28-trump-mattis-remarks-on-the-launch": {
        "Trump": ("we will take care of it", "It is a situation that we will handle."),
        "Mattis": ("went higher, frankly, than any previous shot they've taken",),
    },
    "2017-11-29-dprk-government-hwasong-15": {},
    "2017-11-29-haley-security-council": {
        "Haley": (
            "brings us closer to war, not farther from it",
            "brings the world closer to war",
            "will be utterly destroyed",
        ),
        "Nebenzya": ("inflame an already explosive situation",),
    },
    "2017-11-29-trump-tax-rally": {"Trump": ("rocket fuel", "Little rocket man!", "a sick puppy")},
    "2017-12-08-berger-canada-poised": {
        "Trump": ("sick puppy",),
        "Freeland": ("to address this most pressing international threat",),
        "Canada": ("important implicated countries",),
        "Canadian ministers": ("possible and essential and possible",),
        "Tillerson": ("United Nations Command Sending States", "remain viable and open, for now", "counter"),
        "Haley": ("closer to war",),
    },
    "2017-12-12-tillerson-atlantic-council": {
        "Tillerson": (
            "We are ready to have the first meeting without precondition.",
            "Let's just meet",
            "not realistic",
            "have too much invested in it",
        ),
    },
    "2017-12-13-white-house-nsc-response": {
        "Sanders": ("The President's views on North Korea have not changed.",),
        "National Security Council spokesperson": (
            "sincere and meaningful actions toward denuclearization",
            "clearly now is not the time",
        ),
    },
    "2017-12-19-freeland-tillerson-ottawa": {
        "Freeland": (
            "A diplomatic solution is both essential and possible",
            "a global challenge that affects us all",
            "the pressure will increase until the behaviour changes",
        ),
        "Tillerson": (
            "to advance the pressure campaign",
            "We will not accept you as a nuclear weapons nation.",
            "full and complete and verifiable denuclearization",
            "We can't talk unless North Korea is ready to talk",
            "will not abate",
        ),
    },
    "2017-12-22-security-council-resolution-2397": {
        "Haley": ("further defiance will invite further punishment and isolation",),
    },
    "2018-01-15-lavrov-reaction-of-russia": {
        "Lavrov": ("destructive", "outright lies", "would be a great result already"),
    },
    "2018-01-15-mattis-en-route-to-vancouver": {
        "Mattis": (
            "the sending states conference",
            "sobering",
            "is designed to still make progress diplomatically",
            "are backed up by the force of arms",
            "a positive indicator",
        ),
    },
    "2018-01-16-opening-remarks-vancouver": {
        "Kono": (
            "It is not the time to ease pressure or to reward North Korea",
            "blinded by North Korea's charm offensive",
        ),
        "Tillerson": ("comes to the table for credible negotiations",),
        "Freeland": ("We cannot stand by and let this threat persist.", "true progress"),
    },
    "2018-01-16-vancouver-co-chairs-summary": {
        "co-chairs": (
            "will never be accepted as a nuclear power",
            "that a diplomatic solution is both essential and possible",
            "importance and special responsibility",
        ),
    },
    "2018-01-17-china-reaction": {
        "Lu Kang": ("cold war mentality", "It will only create divisions in the international community."),
    },
    "2018-06-12-what-came-after": {"North Korea": ("commits to work toward complete denuclearization",)},
}

# File stem → the figures, dates and names without which a fact would be missing.
PARTICULARS: dict[str, tuple[str, ...]] = {
    "2017-09-11-security-council-resolution-2375": (
        "11 September 2017", "unanimously", "nuclear test", "condensates", "natural gas liquids", "textile",
        "500,000 barrels for the last quarter of 2017", "two million barrels a year from 2018", "flag state",
        "work permits",
    ),
    "2017-11-28-freeland-statement-by-canada": (
        "28 November 2017", "Security Council", "Japan, South Korea", "sanctions", "China", "visit to Asia", "co-host",
        "date and the place",
    ),
    "2017-11-28-tillerson-press-statement": (
        "28 November 2017", "intercontinental ballistic missile", "maritime security", "Republic of Korea, Japan",
    ),
    "2017-11-28-trump-mattis-remarks-on-the-launch": ("28 November 2017", "research and development", "everywhere"),
    "2017-11-29-dprk-government-hwasong-15": (
        "Hwasong 15", "super-heavy warhead", "whole of the US mainland", "02:48 on 29 November 2017", "53 minutes",
        "4,475 kilometres", "950 kilometres", "accomplished", "steep trajectory",
    ),
    "2017-11-29-haley-security-council": (
        "29 November 2017", "never sought war", "cut their ties", "oil", "restraint", "December 2017",
    ),
    "2017-11-29-trump-tax-rally": ("29 November 2017", "St. Charles, Missouri", "tax cuts", "Kim Jong Un"),
    "2017-12-08-berger-canada-poised": (
        "8 December 2017", "Middlebury Institute of International Studies", "Senior Fellow", "28 November 2017",
        "unlikely to be invited", "main trading partners", "atmospheric nuclear test", "Japan and South Korea",
        "Mattis", "replacement", "another war",
    ),
    "2017-12-12-tillerson-atlantic-council": (
        "12 December 2017", "ready to give up", "period of quiet", "he will himself have failed", "military options",
    ),
    "2017-12-13-white-house-nsc-response": ("12 December 2017", "13 December 2017", "refrain from provocations"),
    "2017-12-19-freeland-tillerson-ottawa": (
        "19 December 2017", "16 January 2018", "1950–53", "South Korea, Japan, India and Sweden",
    ),
    "2017-12-22-security-council-resolution-2397": (
        "22 December 2017", "unanimously", "tenth", "since 2006", "2371 of 5 August 2017", "2375 of 11 September 2017",
        "500,000 barrels a year", "89 %", "four million barrels a year", "24 months", "maritime smuggling",
        "intercontinental ballistic missile",
    ),
    "2018-01-15-lavrov-reaction-of-russia": (
        "15 January 2018", "Moscow and Beijing", "Greece, Belgium, Colombia and Luxembourg", "nothing productive",
    ),
    "2018-01-15-mattis-en-route-to-vancouver": ("15 January 2018", "co-hosts", "reinforce diplomacy", "Olympics"),
    "2018-01-16-opening-remarks-vancouver": (
        "16 January 2018", "Kang Kyung-wha", "sanctions and pressure", "increasing the cost", "irreversibly abandons",
    ),
    "2018-01-16-vancouver-co-chairs-summary": (
        "16 January 2018", "20 countries", "decisive, irreversible steps", "China and Russia", "hostile intent",
        "regime change", "instability", "accelerated unification", "smuggling", "ship to ship", "unilateral sanctions",
        "dialogue", "sustained easing of tensions",
    ),
    "2018-01-17-china-reaction": ("17 January 2018", "UN Command", "six-party", "Security Council", "legality"),
    "2018-06-12-what-came-after": (
        "13 March 2018", "Mike Pompeo", "27 April 2018", "Panmunjom Declaration", "Moon Jae-in", "12 June 2018",
        "Singapore", "new relations", "lasting peace regime", "recovery of remains", "security guarantees",
    ),
}  # fmt: skip


def straight(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def parts(brief: Path) -> tuple[dict, str]:
    before, front, body = brief.read_text(encoding="utf-8").split("---\n", 2)
    assert before == ""
    return yaml.safe_load(front), body.strip()


def sentences(body: str) -> list[str]:
    return [sentence for line in body.splitlines() for sentence in re.split(r'(?<=[.!?])"? +(?=[A-Z"])', line)]


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[-,.:']\w+)*", straight(text).lower())


def values(entry: object) -> list:
    return entry if isinstance(entry, list) else [entry]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


each_brief = pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.stem)


def test_there_is_one_brief_for_each_known_source():
    assert {brief.stem for brief in BRIEFS} == set(PHRASES) == set(PARTICULARS)
    assert len(BRIEFS) == 18


@each_brief
def test_the_front_matter_has_the_required_keys_and_no_unknown_ones(brief):
    front, _ = parts(brief)
    assert set(front) <= KEYS
    assert set(front) >= REQUIRED
    assert set(front) & WHOSE
    assert front["kind"] in KINDS
    assert front["language"] == "en"
    texts = [value for key, entry in front.items() if key != "date" for value in values(entry)]
    assert all(isinstance(text, str) and text.strip() for text in texts)


@each_brief
def test_each_speaker_has_an_office_where_offices_are_given(brief):
    front, _ = parts(brief)
    if "office" in front:
        assert len(values(front["office"])) == len(values(front["speaker"]))


@each_brief
def test_the_file_name_begins_with_the_date_of_the_work(brief):
    front, _ = parts(brief)
    assert brief.stem.startswith(front["date"].isoformat() + "-")


@each_brief
def test_the_body_opens_with_the_title_as_its_only_main_heading(brief):
    front, body = parts(brief)
    assert [line for line in body.splitlines() if line.startswith("# ")] == ["# " + front["title"]]
    assert body.startswith("# ")


@each_brief
def test_a_brief_has_150_to_500_words_below_its_title(brief):
    _, body = parts(brief)
    assert 150 <= len(words(body.split("\n", 1)[1])) <= 500


@each_brief
def test_a_brief_says_that_it_is_one_and_where_the_original_is(brief):
    last = parts(brief)[1].splitlines()[-1]
    assert "This is a brief" in last
    assert "original" in last


@each_brief
def test_each_key_phrase_is_quoted_verbatim_in_a_sentence_that_names_its_speaker(brief):
    found = sentences(straight(parts(brief)[1]))
    for speaker, phrases in PHRASES[brief.stem].items():
        for phrase in phrases:
            quoting = [sentence for sentence in found if f'"{phrase}' in sentence]
            assert quoting, phrase
            assert all(speaker in sentence for sentence in quoting), (speaker, phrase)


@each_brief
def test_a_brief_quotes_nothing_but_the_key_phrases_and_titles(brief):
    front, body = parts(brief)
    known = {phrase for phrases in PHRASES[brief.stem].values() for phrase in phrases} | {front["title"]}
    assert {straight(quoted) for quoted in re.findall(r"“([^”]*)”", body)} <= known
    assert '"' not in body
    assert body.count("“") == body.count("”")


@each_brief
def test_the_particulars_of_each_fact_are_in_the_brief(brief):
    _, body = parts(brief)
    assert [particular for particular in PARTICULARS[brief.stem] if particular not in body] == []


def test_the_article_and_the_statement_keep_their_different_wordings():
    article = parts(CORPUS / "2017-12-08-berger-canada-poised.md")[1]
    statement = parts(CORPUS / "2017-11-28-freeland-statement-by-canada.md")[1]
    assert "international security threat" not in article
    assert "international threat" not in statement
    assert "possible and essential" not in statement


def test_the_catalogue_lists_each_brief_once_and_nothing_else():
    works = yaml.safe_load((CORPUS / "catalogue.yaml").read_text(encoding="utf-8"))["works"]
    assert [work["id"] for work in works] == [brief.stem for brief in BRIEFS]
    assert [work["brief"] for work in works] == [brief.name for brief in BRIEFS]
    assert all(set(work) - {"addresses", "phrases"} == {"id", "brief", "titles", "texts"} for work in works)


def test_each_work_is_known_by_the_title_of_its_brief_and_no_title_or_text_names_two_works():
    works = yaml.safe_load((CORPUS / "catalogue.yaml").read_text(encoding="utf-8"))["works"]
    assert all(work["titles"][0] == parts(CORPUS / work["brief"])[0]["title"] for work in works)
    titles = [" ".join(words(title)) for work in works for title in work["titles"]]
    texts = [text for work in works for text in work["texts"]]
    assert len(titles) == len(set(titles))
    assert len(texts) == len(set(texts))
    assert all(re.fullmatch(r"[0-9a-f]{64}", text) for text in texts)


@each_brief
def test_no_brief_shares_a_long_run_of_words_with_the_article(brief):
    folder = os.environ.get("BOT_EVAL_DATA")
    original = Path(folder or "") / "article" / "canada-north-korea-2017-12-08.txt"
    if not folder or not original.is_file():
        pytest.skip("BOT_EVAL_DATA names no folder with article/canada-north-korea-2017-12-08.txt")
    body = parts(brief)[1].split("\n", 1)[1]
    length = LONGEST_SHARED_RUN + 1
    assert runs(body, length) & runs(original.read_text(encoding="utf-8"), length) == set()
