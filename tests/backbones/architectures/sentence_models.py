"""Models for text as sentence-transformers has them, with goldens that sentence-transformers itself computes."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.base.modules import Dense
from transformers import (
    AutoTokenizer, BertConfig, BertModel, MPNetConfig, MPNetModel, Qwen2Config, Qwen2Model, T5EncoderModel,
)

import small_tokenizers
from exporting import close, described, export, randomized, run, session_of
from goldens import write_golden
from text_models import (
    LENGTHS, LIMIT, TRANSFORMER, example_inputs, masked_mean, padded, read_texts, save, t5_config, tokenized,
)

OLD_MODULES = "sentence_transformers.models"
POOLINGS = ["cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken"]


def write_json(path: Path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_modules(folder: Path, kinds, package=OLD_MODULES):
    """modules.json, as all versions have it, with the classes' names of a version's package."""
    names = ["", *[f"{index}_{kind}" for index, kind in enumerate(kinds, 1)]]
    write_json(folder / "modules.json", [
        {"idx": index, "name": str(index), "path": name, "type": f"{package}.{kind}"}
        for index, (name, kind) in enumerate(zip(names, ["Transformer", *kinds]))
    ])


def write_old_pooling(folder: Path, pooling):
    """The configuration of versions before 6: a flag for each pooling."""
    flags = {f"pooling_mode_{name}": name == pooling for name in POOLINGS}
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 32, **flags, "include_prompt": True})


def sentence_golden(root: Path, folder: Path, model, finish, words, limit, left=False, output="last_hidden_state"):
    """
    Writes the golden that sentence-transformers computes for the folder with its weights, and asserts that it is what
    comes from ONNX Runtime's output by `finish`, a pooling and all that follows it.
    """
    texts, path = read_texts(root), folder / "onnx" / "model.onnx"
    with TemporaryDirectory() as temporary:
        whole = Path(temporary) / folder.name
        shutil.copytree(folder, whole)
        config = (whole / "config.json").read_bytes()
        model.save_pretrained(whole)
        (whole / "config.json").write_bytes(config)
        python = SentenceTransformer(str(whole), device="cpu")
        rows = python.encode(texts, batch_size=len(texts), normalize_embeddings=False)
        singly = np.concatenate([python.encode([text]) for text in texts])
    close(singly, rows, f"{folder.name}, singly")
    tokenizer = AutoTokenizer.from_pretrained(folder)
    ids = tokenized(folder, tokenizer, texts, limit)
    batch = padded(ids, tokenizer.pad_token_id, left)
    found = finish(run(session_of(path), batch)[output], batch["attention_mask"])
    write_golden(root, folder, "", {
        "architecture": type(model).__name__,
        "poolings": {"sentence": (output, None, words)},
        "rows": {"sentence": rows},
        "about": {"texts": "texts.json", "maxTokens": limit, "padId": tokenizer.pad_token_id, "ids": ids},
        "onnx": described(path),
        "worst": close(found, rows, folder.name),
    })


def normalized(vectors):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def mpnet(root: Path):
    """
    As all-mpnet-base-v2: mean and norm. Its tokenizer.json truncates and pads to 16 tokens, as that of many a model of
    this kind does by mistake; sentence_bert_config.json rules, with fewer tokens than the model could take.
    """
    folder, limit = root / "models" / "mpnet", 24
    tokenizer = small_tokenizers.mpnet_tokenizer(LIMIT)
    config = MPNetConfig(
        **TRANSFORMER, vocab_size=len(tokenizer), max_position_embeddings=LIMIT + 2, pad_token_id=1,
        bos_token_id=0, eos_token_id=2,
    )
    model = randomized(MPNetModel(config, add_pooling_layer=False), 301)
    save(model, tokenizer, folder, older=True)
    path = folder / "tokenizer.json"
    write_json(path, {
        **json.loads(path.read_text()),
        "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst", "stride": 0},
        "padding": {
            "strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 1,
            "pad_type_id": 0, "pad_token": "<pad>",
        },
    })
    write_modules(folder, ["Pooling", "Normalize"])
    write_old_pooling(folder, "mean_tokens")
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": limit, "do_lower_case": False})
    inputs = example_inputs(["input_ids", "attention_mask"], len(tokenizer))
    lengths = {port: LENGTHS for port in [*inputs, "last_hidden_state"]}
    export(model, folder / "onnx" / "model.onnx", inputs, ["last_hidden_state"], lengths, opset=12)
    words = "mean of last_hidden_state over the tokens that are not padding, then length 1"
    sentence_golden(root, folder, model, lambda hidden, mask: normalized(masked_mean(hidden, mask)), words, limit)


class Pooled(torch.nn.Module):
    """A model whose file pools, too, as Optimum exports those of sentence-transformers."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, **inputs):
        hidden = self.model(**inputs).last_hidden_state
        embedding = torch.nn.functional.normalize(hidden[:, 0], dim=-1)
        return type("Outputs", (), {"token_embeddings": hidden, "sentence_embedding": embedding})


def bge(root: Path):
    """
    As BGE: the first token and norm, with the files that sentence-transformers 6 writes, and a file that pools. Its
    tokenizer states no limit, so that of the positions counts.
    """
    folder, tokenizer = root / "models" / "bge", small_tokenizers.bert_tokenizer(10**30)
    config = BertConfig(**TRANSFORMER, vocab_size=len(tokenizer), max_position_embeddings=LIMIT)
    model = randomized(BertModel(config, add_pooling_layer=False), 302)
    save(model, tokenizer, folder)
    write_json(folder / "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.base.modules.transformer.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling",
         "type": "sentence_transformers.sentence_transformer.modules.pooling.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize",
         "type": "sentence_transformers.base.modules.normalize.Normalize"},
    ])
    write_json(folder / "1_Pooling" / "config.json", {
        "embedding_dimension": 32, "pooling_mode": "cls", "include_prompt": True,
    })
    write_json(folder / "sentence_bert_config.json", {
        "transformer_task": "feature-extraction",
        "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}},
        "module_output_name": "token_embeddings",
    })
    inputs = example_inputs(["input_ids", "attention_mask", "token_type_ids"], len(tokenizer))
    lengths = {port: LENGTHS for port in [*inputs, "token_embeddings"]}
    outputs = ["token_embeddings", "sentence_embedding"]
    export(Pooled(model), folder / "onnx" / "model.onnx", inputs, outputs, lengths, opset=17)
    words = "sentence_embedding, which is token_embeddings at the first token, then length 1"
    sentence_golden(root, folder, model, lambda pooled, mask: pooled, words, LIMIT, output="sentence_embedding")


def qwen(root: Path):
    """As Qwen3-Embedding: a decoder, whose last token stands for the text, padded at the left, with positions."""
    folder, limit = root / "models" / "qwen", LIMIT
    tokenizer = small_tokenizers.qwen_tokenizer(4096)
    config = Qwen2Config(
        **TRANSFORMER, num_key_value_heads=2, vocab_size=len(tokenizer), max_position_embeddings=128, use_cache=False,
        bos_token_id=tokenizer.eos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )
    model = randomized(Qwen2Model(config), 303)
    save(model, tokenizer, folder)
    write_modules(folder, ["Pooling", "Normalize"])
    write_old_pooling(folder, "lasttoken")
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": limit, "do_lower_case": False})
    write_json(folder / "config_sentence_transformers.json", {
        "prompts": {"query": "Instruct: find the sound\nQuery: ", "document": ""},
        "default_prompt_name": None, "similarity_fn_name": "cosine",
    })
    inputs = example_inputs(["input_ids", "attention_mask", "position_ids"], len(tokenizer))
    lengths = {port: LENGTHS for port in [*inputs, "last_hidden_state"]}
    export(model, folder / "onnx" / "model.onnx", inputs, ["last_hidden_state"], lengths, opset=18, modern=True)
    words = "last_hidden_state at the last token that is not padding, then length 1"
    sentence_golden(root, folder, model, lambda hidden, mask: normalized(hidden[:, -1]), words, limit, left=True)


def sentence_t5(root: Path):
    """As sentence-t5: the mean, a matrix that has a file of its own, and norm."""
    folder, tokenizer = root / "models" / "sentence_t5", small_tokenizers.t5_tokenizer(LIMIT)
    model = randomized(T5EncoderModel(t5_config(len(tokenizer))), 304)
    dense = randomized(Dense(32, 24, bias=False, activation_function=torch.nn.Identity()), 305)
    save(model, tokenizer, folder)
    write_modules(folder, ["Pooling", "Dense", "Normalize"])
    write_old_pooling(folder, "mean_tokens")
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": LIMIT, "do_lower_case": False})
    (folder / "2_Dense").mkdir(exist_ok=True)
    dense.save(str(folder / "2_Dense"))
    write_json(folder / "2_Dense" / "config.json", {
        "in_features": 32, "out_features": 24, "bias": False,
        "activation_function": "torch.nn.modules.linear.Identity",
    })
    inputs = example_inputs(["input_ids", "attention_mask"], len(tokenizer))
    lengths = {port: LENGTHS for port in [*inputs, "last_hidden_state"]}
    export(model, folder / "onnx" / "model.onnx", inputs, ["last_hidden_state"], lengths)
    matrix = dense.linear.weight.detach().numpy()
    words = "mean of last_hidden_state over the tokens that are not padding, times 2_Dense's matrix, then length 1"
    finish = lambda hidden, mask: normalized(masked_mean(hidden, mask) @ matrix.T)
    sentence_golden(root, folder, model, finish, words, LIMIT)


SENTENCE_MODELS = [mpnet, bge, qwen, sentence_t5]
