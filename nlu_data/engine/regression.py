"""Logistic regression, one class against the rest, small and fast enough for one message at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.linear_model import SGDClassifier

# Weights nearer to nothing than this are dropped: nine of ten, which together decide nothing.
_NEGLIGIBLE = 0.05


class Regression:
    """Learns with scikit-learn's stochastic descent, answers from a sparse copy of what was learned.

    Descent trains in seconds what the exact solver needs minutes for, at less than a point of accuracy; and where
    scikit-learn copies all weights for every single prediction, the sparse copy looks up only those of this row.
    """

    def __init__(self, rows: csr_matrix, classes: Sequence[str], *, alpha: float, epochs: int, balanced: bool) -> None:
        model = SGDClassifier(
            loss="log_loss",
            alpha=alpha,
            max_iter=epochs,
            tol=None,
            class_weight="balanced" if balanced else None,
            random_state=0,
            n_jobs=-1,
        )
        model.fit(rows, np.asarray(classes))
        self.classes: tuple[str, ...] = tuple(map(str, model.classes_))
        weights = model.coef_.T.astype(np.float32)
        weights[np.abs(weights) < _NEGLIGIBLE] = 0.0
        self._weights = csr_matrix(weights)
        self._offsets = model.intercept_.astype(np.float32)

    def probabilities(self, row: csr_matrix) -> dict[str, float]:
        """The probability of each class for one row; they add up to one."""
        scores: npt.NDArray[np.float32] = (row @ self._weights).toarray()[0] + self._offsets
        if len(self.classes) == 2:
            second = float(expit(scores[0]))
            return dict(zip(self.classes, (1 - second, second), strict=True))
        each = expit(scores)
        return dict(zip(self.classes, (each / each.sum()).tolist(), strict=True))
