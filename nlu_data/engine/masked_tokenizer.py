"""Rasa component: jieba tokens of the message with item names masked."""

from __future__ import annotations

import re

import jieba
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.jieba_tokenizer import JiebaTokenizer
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge_base.linking.names import MENTION
from nlu_data.engine.item_linker import MASKED

_PLACEHOLDER = re.compile(f"({re.escape(MENTION)})")


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    start = 0
    for piece in _PLACEHOLDER.split(text):
        if piece == MENTION:
            tokens.append(Token(piece, start))
        else:
            tokens += [Token(word, start + begin) for word, begin, _ in jieba.tokenize(piece)]
        start += len(piece)
    return tokens


def words(text: str) -> tuple[str, ...]:
    """The words of a masked text. The template's names are words only once a tokenizer has read its dictionary."""
    return tuple(token.text for token in _tokens(text))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class MaskedJiebaTokenizer(JiebaTokenizer):
    """Rasa's jieba tokenizer, working on the masked text and keeping the placeholder in one piece."""

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of the masked message text; other attributes are tokenised as they are."""
        text = message.get(MASKED) if attribute == TEXT else None
        tokens = _tokens(text if text is not None else message.get(attribute))
        return self._apply_token_pattern(tokens) or [Token("□", 0)]
