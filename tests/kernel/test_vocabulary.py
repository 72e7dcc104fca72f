"""Closed lists of words: the value is what is kept and sent, the labels are for people."""

import json

from app.kernel.vocabulary import Vocabulary


class Light(Vocabulary):
    """A list of the tests."""

    RED = "red", "Red", "Coch"
    GREEN = "green", "Green", "Gwyrdd"


def test_word_is_its_value_and_has_labels() -> None:
    assert Light.RED.value == "red"
    assert Light("green") is Light.GREEN
    assert json.dumps([Light.RED]) == '["red"]'
    assert f"{Light.RED}" == "red"
    assert [(word.en, word.cy) for word in Light] == [("Red", "Coch"), ("Green", "Gwyrdd")]
