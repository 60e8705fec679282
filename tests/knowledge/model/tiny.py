"""A language model of a few random numbers, and the real server (llama.cpp) that serves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WIDTH, HEADS, FEED = 32, 4, 64
CONTEXT = 8192
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant: "


def write_model(path: Path) -> None:
    """Write a llama of one layer that knows bytes and ASCII letters, with random weights."""
    import gguf
    import numpy as np

    special = [
        ("<unk>", gguf.TokenType.UNKNOWN),
        ("<s>", gguf.TokenType.CONTROL),
        ("</s>", gguf.TokenType.CONTROL),
    ]
    single = [(f"<0x{n:02X}>", gguf.TokenType.BYTE) for n in range(256)]
    letters = [(chr(n), gguf.TokenType.NORMAL) for n in range(33, 127)] + [("\u2581", gguf.TokenType.NORMAL)]
    tokens = [*special, *single, *letters]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([name for name, _ in tokens])
    writer.add_token_scores([-float(n) for n in range(len(tokens))])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template(TEMPLATE)
    random = np.random.default_rng(7)

    def tensor(name: str, *shape: int) -> None:
        writer.add_tensor(name, (random.standard_normal(shape) * 0.1).astype(np.float32))

    tensor("token_embd.weight", len(tokens), WIDTH)
    tensor("output.weight", len(tokens), WIDTH)
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        tensor(f"blk.0.{name}.weight", WIDTH, WIDTH)
    for name, shape in (("ffn_gate", (FEED, WIDTH)), ("ffn_up", (FEED, WIDTH)), ("ffn_down", (WIDTH, FEED))):
        tensor(f"blk.0.{name}.weight", *shape)
    for name in ("blk.0.attn_norm", "blk.0.ffn_norm", "output_norm"):
        writer.add_tensor(f"{name}.weight", np.ones(WIDTH, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@contextmanager
def llama(model: Path, *, embedding: bool = False) -> Iterator[str]:
    """Serve a model; yields the endpoint's address."""
    import xllamacpp  # type: ignore[import-untyped]  # it ships no types

    settings = xllamacpp.CommonParams()
    settings.model.path = str(model)
    settings.port = 0
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.n_gpu_layers = 0
    settings.warmup = False
    settings.verbosity = -1
    settings.embedding = embedding
    if embedding:
        settings.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
        settings.n_ubatch = settings.n_batch
    server = xllamacpp.Server(settings)
    yield f"{server.listening_address}/v1"
    del server
