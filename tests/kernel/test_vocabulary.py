"""Closed lists of words: the value is what is kept and sent, the labels are for people."""

import json

from app.kernel.vocabulary import Vocabulary
from tests.support.samples import RESOURCES


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


def test_every_word_of_the_house_is_labelled_in_both_languages() -> None:
    assert RESOURCES, "the rooms, and their vocabularies with them, are imported"
    vocabularies = [one for one in Vocabulary.__subclasses__() if one.__module__.startswith("app.")]
    assert len(vocabularies) > 10
    for vocabulary in vocabularies:
        for word in vocabulary:
            assert "" not in (word.en.strip(), word.cy.strip()), f"{vocabulary.__name__}.{word.name}"
        assert len({word.en for word in vocabulary}) == len(vocabulary)
        assert len({word.cy for word in vocabulary}) == len(vocabulary)
