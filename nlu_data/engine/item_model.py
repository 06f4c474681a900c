"""Which item a sentence is about, learned from what people say of each item. Plain scikit-learn, no Rasa.

The live template finds items by their names and phrases, also those added a minute ago. This model is the memory of
many more sentences than a template can hold; it is one voice among the linker's, and silent about a new item.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge_base.linking import NO_ITEM
from knowledge_base.text import compact, sounds
from nlu_data.engine.regression import Regression

_FAINT = 0.02  # a weaker opinion says nothing


def _sounds(text: str) -> list[str]:
    return list(sounds(text))


class ItemModel:
    """Logistic regression over characters and, for voice input, over sounds."""

    def __init__(self, texts: Sequence[str], codes: Sequence[str], *, alpha: float, epochs: int) -> None:
        """Learns from sentences and the code of the item each is about, `NO_ITEM` where it is about none."""
        self._written = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
        self._heard = TfidfVectorizer(
            tokenizer=_sounds, token_pattern=None, lowercase=False, ngram_range=(2, 3), min_df=2, sublinear_tf=True
        )
        plain = [compact(text) for text in texts]
        rows = self._joined(self._written.fit_transform(plain), self._heard.fit_transform(plain))
        self._model = Regression(rows, codes, alpha=alpha, epochs=epochs, balanced=False)

    def opinions(self, text: str) -> Mapping[str, float]:
        """The probability of each item that is more than faintly possible, and of `NO_ITEM`."""
        plain = [compact(text)]
        row = self._joined(self._written.transform(plain), self._heard.transform(plain))
        return {
            code: probability
            for code, probability in self._model.probabilities(row).items()
            if code == NO_ITEM or probability >= _FAINT
        }

    @staticmethod
    def _joined(written: csr_matrix, heard: csr_matrix) -> csr_matrix:
        return hstack([written, 0.7 * heard], format="csr")
