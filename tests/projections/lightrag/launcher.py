"""Starts the real LightRAG server without internet: a tokenizer of bytes stands in for the one it would download."""

import tiktoken
from lightrag.api.lightrag_server import main

BYTES = tiktoken.Encoding(
    name="bytes", pat_str=r"(?s).", mergeable_ranks={bytes([byte]): byte for byte in range(256)}, special_tokens={}
)


def bytes_encoding(*_args: object, **_kwargs: object) -> tiktoken.Encoding:
    return BYTES


tiktoken.encoding_for_model = bytes_encoding
tiktoken.get_encoding = bytes_encoding
main()
