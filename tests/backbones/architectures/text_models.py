"""Models for text: small ones of transformers' own classes, their folders as the Hub has them, and their goldens."""

import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import (
    AutoTokenizer, BertConfig, BertModel, ClapTextConfig, ClapTextModelWithProjection, CLIPTextConfig,
    CLIPTextModelWithProjection, RobertaConfig, RobertaModel, T5Config, T5EncoderModel,
)

import small_tokenizers
from exporting import close, described, export, randomized, run, session_of
from goldens import write_golden

LIMIT = 40
TRANSFORMER = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48}
LENGTHS = {1: "sequence_length"}


def read_texts(root: Path):
    return json.loads((root / "texts.json").read_text())


def example_inputs(names, vocabulary, mask_type=torch.int64):
    """Inputs of two texts of 9 tokens, the second of which is padded, to export by."""
    mask = torch.ones(2, 9, dtype=torch.int64)
    mask[1, 6:] = 0
    values = {
        "input_ids": torch.randint(5, vocabulary - 2, (2, 9)),
        "attention_mask": mask.to(mask_type),
        "token_type_ids": torch.zeros(2, 9, dtype=torch.int64),
        "position_ids": torch.arange(9).repeat(2, 1),
    }
    return {name: values[name] for name in names}


def save(model, tokenizer, folder: Path, older=False):
    """
    The files of a repository, without the weights, which ONNX's file has. older: the tokenizer's as transformers 4
    wrote them, which most of the Hub has.
    """
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    if not older:
        return
    path = folder / "tokenizer_config.json"
    config = json.loads(path.read_text())
    config.pop("backend", None)
    config["clean_up_tokenization_spaces"] = True
    config["added_tokens_decoder"] = {
        str(token["id"]): {key: value for key, value in token.items() if key != "id"}
        for token in json.loads((folder / "tokenizer.json").read_text())["added_tokens"]
    }
    path.write_text(json.dumps(config, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    special = {key: value for key, value in config.items() if key.endswith("_token") and isinstance(value, str)}
    (folder / "special_tokens_map.json").write_text(json.dumps(special, indent=2) + "\n")


def tokenized(folder: Path, tokenizer, texts, limit):
    """Ids of each text, asserted to be the same by transformers' class and by the file tokenizer.json alone."""
    alone = Tokenizer.from_file(str(folder / "tokenizer.json"))
    alone.no_padding()
    alone.enable_truncation(limit)
    ids = [tokenizer(text, truncation=True, max_length=limit)["input_ids"] for text in texts]
    assert ids == [encoding.ids for encoding in alone.encode_batch(texts)], folder.name
    assert max(map(len, ids)) == limit and min(map(len, ids)) < limit / 4, folder.name
    return ids


def padded(ids, pad, left=False):
    """All texts as one batch, with every input that any of the files has."""
    longest = max(map(len, ids))
    sides = [([], [0] * (longest - len(row))) for row in ids]
    sides = [(after, before) if left else (before, after) for before, after in sides]
    mask = np.array([[*before, *[1] * len(row), *after] for row, (before, after) in zip(ids, sides)])
    fill = lambda zeros: [pad] * len(zeros)
    return {
        "input_ids": np.array([[*fill(before), *row, *fill(after)] for row, (before, after) in zip(ids, sides)]),
        "attention_mask": mask,
        "token_type_ids": np.zeros_like(mask),
        "position_ids": np.maximum(np.cumsum(mask, axis=1) - 1, 0),
    }


def text_golden(root: Path, folder: Path, model, path: Path, poolings, limit=LIMIT, side=""):
    """
    Writes the golden of a model for text, computed by PyTorch, a text at a time and so without padding, and asserts
    that ONNX Runtime gives the same from the exported file for all texts in one padded batch.
    """
    texts, tokenizer, session = read_texts(root), AutoTokenizer.from_pretrained(folder), session_of(path)
    ids = tokenized(folder, tokenizer, texts, limit)
    rows = {name: [] for name in poolings}
    for row in ids:
        with torch.no_grad():
            outputs = model(input_ids=torch.tensor([row]), attention_mask=torch.ones(1, len(row), dtype=torch.int64))
        for name, (output, pool, _) in poolings.items():
            rows[name].append(pool(outputs[output].numpy(), np.ones((1, len(row)), dtype=np.int64)))
    rows = {name: np.concatenate(vectors) for name, vectors in rows.items()}
    batch = padded(ids, tokenizer.pad_token_id)
    found = run(session, batch)
    worst = max(
        close(pool(found[output], batch["attention_mask"]), rows[name], f"{folder.name}, {name}")
        for name, (output, pool, _) in poolings.items()
    )
    write_golden(root, folder, side, {
        "architecture": type(model).__name__,
        "poolings": poolings,
        "rows": rows,
        "about": {"texts": "texts.json", "maxTokens": limit, "padId": tokenizer.pad_token_id, "ids": ids},
        "onnx": described(path),
        "worst": worst,
    })


def masked_mean(hidden, mask):
    weights = mask[..., None].astype(hidden.dtype)
    return (hidden * weights).sum(axis=1) / weights.sum(axis=1)


MEAN = {"mean": ("last_hidden_state", masked_mean, "mean of last_hidden_state over the tokens that are not padding")}
CLS = {"cls": ("last_hidden_state", lambda hidden, mask: hidden[:, 0], "last_hidden_state at the first token")}
OUTPUT = lambda name, words: {name: (name, lambda value, mask: value, words)}


def bert(root: Path):
    """BERT, whose file has all three inputs."""
    folder, tokenizer = root / "models" / "bert", small_tokenizers.bert_tokenizer(LIMIT)
    config = BertConfig(**TRANSFORMER, vocab_size=len(tokenizer), max_position_embeddings=LIMIT)
    model = randomized(BertModel(config, add_pooling_layer=False), 201)
    save(model, tokenizer, folder, older=True)
    path = folder / "onnx" / "model.onnx"
    inputs = example_inputs(["input_ids", "attention_mask", "token_type_ids"], len(tokenizer))
    export(model, path, inputs, ["last_hidden_state"], {port: LENGTHS for port in [*inputs, "last_hidden_state"]})
    text_golden(root, folder, model, path, {**MEAN, **CLS})


def roberta(root: Path):
    """RoBERTa, whose positions start at 2, and which has one more output."""
    folder, tokenizer = root / "models" / "roberta", small_tokenizers.roberta_tokenizer(LIMIT)
    config = RobertaConfig(
        **TRANSFORMER, vocab_size=len(tokenizer), max_position_embeddings=LIMIT + 2, type_vocab_size=1,
    )
    model = randomized(RobertaModel(config), 202)
    save(model, tokenizer, folder)
    path = folder / "onnx" / "model.onnx"
    inputs = example_inputs(["input_ids", "attention_mask"], len(tokenizer))
    lengths = {port: LENGTHS for port in [*inputs, "last_hidden_state"]}
    export(model, path, inputs, ["last_hidden_state", "pooler_output"], lengths, opset=18, modern=True)
    pooler = OUTPUT("pooler_output", "pooler_output: a layer and tanh on the first token")
    text_golden(root, folder, model, path, {**MEAN, **CLS, **pooler})


def t5(root: Path):
    """T5's encoder, whose file takes the mask as floats."""
    folder, tokenizer = root / "models" / "t5", small_tokenizers.t5_tokenizer(LIMIT)
    model = randomized(T5EncoderModel(t5_config(len(tokenizer))), 203)
    save(model, tokenizer, folder)
    path = folder / "onnx" / "model.onnx"
    inputs = example_inputs(["input_ids", "attention_mask"], len(tokenizer), torch.float32)
    export(model, path, inputs, ["last_hidden_state"], {port: LENGTHS for port in [*inputs, "last_hidden_state"]})
    text_golden(root, folder, model, path, MEAN)


def t5_config(vocabulary):
    return T5Config(
        vocab_size=vocabulary, d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4, is_encoder_decoder=False,
        use_cache=False, relative_attention_num_buckets=16, relative_attention_max_distance=32,
        feed_forward_proj="gated-gelu",
    )


def clap_text_config(vocabulary, projection):
    return ClapTextConfig(
        **TRANSFORMER, vocab_size=vocabulary, max_position_embeddings=LIMIT + 2, projection_dim=projection,
    )


def clap_text(root: Path):
    """CLAP's text side alone, with RoBERTa's tokenizer."""
    folder, tokenizer = root / "models" / "clap_text", small_tokenizers.roberta_tokenizer(LIMIT)
    model = randomized(ClapTextModelWithProjection(clap_text_config(len(tokenizer), 24)), 204)
    save(model, tokenizer, folder, older=True)
    path = folder / "onnx" / "model.onnx"
    inputs = example_inputs(["input_ids", "attention_mask"], len(tokenizer))
    lengths = {port: LENGTHS for port in [*inputs, "last_hidden_state"]}
    export(model, path, inputs, ["text_embeds", "last_hidden_state"], lengths)
    text_golden(root, folder, model, path, OUTPUT("text_embeds", "text_embeds, as the model's projection gives it"))


def clip_text(root: Path):
    """CLIP's text side, whose file takes ids alone; the token that ends a text is also what pads it."""
    folder, tokenizer = root / "models" / "clip_text", small_tokenizers.clip_tokenizer(LIMIT)
    config = CLIPTextConfig(
        **TRANSFORMER, vocab_size=len(tokenizer), max_position_embeddings=LIMIT, projection_dim=24,
        pad_token_id=tokenizer.pad_token_id, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
    )
    model = randomized(CLIPTextModelWithProjection(config), 205)
    save(model, tokenizer, folder, older=True)
    path = folder / "onnx" / "model.onnx"
    inputs = example_inputs(["input_ids"], len(tokenizer))
    inputs["input_ids"][:, 6:] = tokenizer.eos_token_id
    lengths = {port: LENGTHS for port in [*inputs, "last_hidden_state"]}
    export(model, path, inputs, ["text_embeds", "last_hidden_state"], lengths)
    words = "text_embeds: the projection of the token that ends the text"
    text_golden(root, folder, model, path, OUTPUT("text_embeds", words))


TEXT_MODELS = [bert, roberta, t5, clap_text, clip_text]
