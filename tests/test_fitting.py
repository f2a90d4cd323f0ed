"""Fitting the weights on labelled sets."""

import json

import pytest

from bot.answering.signals import ANSWERABLE_SIGNALS, SENTENCE_SIGNALS
from bot.answering.support import SUPPORT_SIGNALS
from bot.answering.weights import read_weights
from bot.errors import BotError
from bot.fitting import fit
from bot.fitting_support import fit_support
from bot.fitting_whole import fit_whole
from bot.support.wholeness import WHOLE_SIGNALS

CROPS = {"wheat": "Ottawa", "rice": "Tokyo", "barley": "Oslo", "oats": "Dublin"}
FISH = {"salmon": "Norway", "tuna": "Japan", "cod": "Iceland", "herring": "Denmark"}


def write_set(folder, corpus, queries):
    folder.mkdir(parents=True)
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")


def document(topic, place):
    text = f"Notes on {topic} were taken. The trade in {topic} goes through {place} every year. Rain fell all week."
    return {"_id": topic, "title": f"About {topic}", "text": text}


def question(topic, place, **labels):
    return {"_id": f"q-{topic}", "text": f"Where does the trade in {topic} go through?", **labels}


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """Two small sets: one labelled with answers, the other with sentences, each with a question that has none."""
    folder = tmp_path_factory.mktemp("sets")
    none = {"relevant": {}, "answers": [], "unanswerable": True}
    write_set(
        folder / "crops",
        [document(*each) for each in CROPS.items()],
        [
            *(question(t, p, relevant={t: 1}, answers=[f"the {p}!"], unanswerable=False) for t, p in CROPS.items()),
            {"_id": "none", "text": "How many warships does the navy of Peru have?", **none},
        ],
    )
    gold = "The trade in {} goes through {} every year."
    write_set(
        folder / "fish",
        [document(*each) for each in FISH.items()],
        [
            *(
                question(t, p, relevant={t: 1}, gold_sentences=[gold.format(t, p)], unanswerable=False)
                for t, p in FISH.items()
            ),
            {"_id": "none", "text": "Who composed the opera about the moon?", **none},
        ],
    )
    write_set(folder / "unlabelled", [document("rye", "Riga")], [{"_id": "q", "text": "Rye?", "relevant": {"rye": 1}}])
    return folder


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(scope="module")
def fitted(sets, libraries, embedder):
    said = []
    return fit(sets, libraries, embedder, said.append), said


def test_the_data_file_has_every_signal_the_threshold_and_where_it_comes_from(fitted):
    data, _ = fitted
    assert set(data) == {"provenance", "sentence", "answerable", "threshold", "support", "whole"}
    assert list(data["sentence"]["weights"]) == list(SENTENCE_SIGNALS)
    assert list(data["answerable"]["weights"]) == list(ANSWERABLE_SIGNALS)
    assert 0 < data["threshold"] < 1
    provenance = data["provenance"]
    assert (provenance["command"], provenance["embedding"]) == ("python -m bot fit FOLDER", "minilm")
    assert set(provenance["auc_fitted_on_the_other_sets"]) == {"crops", "fish"}


def test_each_answerable_question_also_counts_without_its_documents(fitted):
    data, _ = fitted
    assert data["provenance"]["questions"] == {"crops": 9, "fish": 9}


def test_a_set_without_labels_is_left_out(fitted):
    _, said = fitted
    assert said == ["crops: indexing", "crops: asking", "fish: indexing", "fish: asking"]


def test_questions_that_are_answered_score_above_those_that_are_not(fitted):
    data, _ = fitted
    assert all(auc > 0.9 for auc in data["provenance"]["auc_fitted_on_the_other_sets"].values())


def test_the_data_file_is_read_as_weights(fitted):
    data, _ = fitted
    weights = read_weights(json.loads(json.dumps(data)))
    assert weights.threshold == data["threshold"]
    assert len(weights.sentence.weights) == len(SENTENCE_SIGNALS)


def test_the_same_sets_give_the_same_file_from_libraries_kept_and_new(fitted, sets, libraries, embedder, tmp_path):
    data, _ = fitted
    for folder in (libraries, tmp_path):
        again = fit(sets, folder, embedder, lambda message: None)
        again["provenance"]["date"] = data["provenance"]["date"]
        assert again == data


def test_support_is_fitted_on_claims_and_measured_on_those_left_out(tmp_path, embedder):
    noise = ["Rain fell all week.", "The mayor opened a bridge.", "Coffee was served at noon."]
    claims = [
        {
            "id": crop,
            "claim": f"The trade in {crop} goes through {place}.",
            "sentences": [*noise, f"Every year {crop} is traded through {place}."],
            "gold_sets": [[3]],
        }
        for crop, place in (*CROPS.items(), *FISH.items())
    ]
    (tmp_path / "trade").mkdir()
    lines = "\n".join(json.dumps(claim) for claim in claims)
    (tmp_path / "trade" / "claims.jsonl").write_text(lines, encoding="utf-8")
    part = fit_support(tmp_path, embedder)
    assert part["provenance"] == {
        "claims": 8,
        "fitted_on_the_other_claims": {"precision": 1.0, "recall": 1.0, "f1": 1.0},
    }
    assert list(part["weights"]) == list(SUPPORT_SIGNALS)


def test_too_few_claims_fit_nothing(tmp_path, embedder):
    assert fit_support(tmp_path, embedder) is None
    assert fit_whole(tmp_path, embedder) is None


def test_how_far_sources_say_all_of_a_claim_is_fitted_on_verdicts(tmp_path, embedder):
    def claim(topic, place, told):
        text = document(topic, place)["text"].split(". ")
        return {
            "claim": f"The trade in {topic} goes through {told} every year.",
            "sentences": text,
            "label": "supported" if place == told else "not_supported",
            "gold_sets": [[1]],
        }

    places = {**CROPS, **FISH}
    claims = [claim(topic, place, told) for topic, place in places.items() for told in (place, "Bombay")]
    (tmp_path / "trade").mkdir()
    lines = "\n".join(json.dumps(each) for each in claims)
    (tmp_path / "trade" / "claims.jsonl").write_text(lines, encoding="utf-8")
    part = fit_whole(tmp_path, embedder)
    perfect = {"balanced_accuracy": 1.0, "f1": 1.0, "auc": 1.0}
    assert part["provenance"]["claims"] == 16
    assert part["provenance"]["supported"] == 8
    assert part["provenance"]["fitted_on_the_other_claims"] == perfect
    assert 0 < part["threshold"] < 1
    assert list(part["weights"]) == list(WHOLE_SIGNALS)


def test_a_folder_without_labelled_sets_is_a_clear_error(tmp_path, embedder):
    write_set(tmp_path / "sets" / "plain", [document("rye", "Riga")], [{"_id": "q", "text": "Rye?"}])
    for folder in (tmp_path / "sets", tmp_path / "nowhere"):
        with pytest.raises(BotError, match="has no set") as caught:
            fit(folder, tmp_path / "libraries", embedder, print)
        assert caught.value.hint


def test_a_single_set_is_a_clear_error_since_figures_come_from_the_other_sets(tmp_path, embedder):
    rows = [question("rye", "Riga", relevant={"rye": 1}, answers=["Riga"], unanswerable=False)]
    write_set(tmp_path / "sets" / "one", [document("rye", "Riga")], rows)
    with pytest.raises(BotError, match="one labelled set, one"):
        fit(tmp_path / "sets", tmp_path / "libraries", embedder, print)
