"""Turns Traditional-Chinese articles into tables: documents, tokens, mentions, entities.

>>> import yiming
>>> document = yiming.Pipeline().process("伊爾亞·蘇茨克維離開了OpenAI。")
>>> [token.token for token in document.tokens]
['伊爾亞·蘇茨克維', '離開', '了', 'OpenAI', '。']
>>> [(mention.surface, mention.entity_id) for mention in document.mentions]
[('伊爾亞·蘇茨克維', 'ilya-sutskever'), ('OpenAI', 'openai')]

Every offset counts code points of the text as it was given, so it is an index of a str.
"""

from . import names
from ._convert import convert
from ._document import Document
from ._native import DictionaryError, Table
from ._pipeline import Pipeline, segment
from .rows import DocumentRow, Mention, Token

__all__ = [
    "DictionaryError",
    "Document",
    "DocumentRow",
    "Mention",
    "Pipeline",
    "Table",
    "Token",
    "convert",
    "names",
    "segment",
]
