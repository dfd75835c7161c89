"""CLAP whole, as the Hub has it for transformers.js: one configuration, one tokenizer, a file for each side."""

import json
from pathlib import Path

import numpy as np
import torch
from transformers import ClapAudioModelWithProjection, ClapConfig, ClapTextModelWithProjection

import small_tokenizers
from audio_models import audio_golden, clap_audio_config, clap_extractor
from exporting import export, randomized
from text_models import LENGTHS, LIMIT, clap_text_config, example_inputs, save, text_golden

WIDTH = 24
WORDS = "{0}, then length 1, as ClapModel gives it"


def unit(vectors, mask=None):
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def clap(root: Path):
    folder = root / "models" / "clap"
    tokenizer, extractor = small_tokenizers.roberta_tokenizer(LIMIT), clap_extractor()
    audio_config, text_config = clap_audio_config(WIDTH), clap_text_config(len(tokenizer), WIDTH)
    audio = randomized(ClapAudioModelWithProjection(audio_config), 401, gain=1)
    text = randomized(ClapTextModelWithProjection(text_config), 402)
    save(text, tokenizer, folder, older=True)
    extractor.save_pretrained(folder)
    whole = ClapConfig(
        audio_config=audio_config.to_dict(), text_config=text_config.to_dict(), projection_dim=WIDTH,
        architectures=["ClapModel"],
    )
    whole.save_pretrained(folder)
    preprocessor = folder / "preprocessor_config.json"
    settings = {**json.loads(preprocessor.read_text()), "processor_class": "ClapProcessor"}
    preprocessor.write_text(json.dumps(settings, indent=2, sort_keys=True) + "\n")

    path = folder / "onnx" / "audio_model.onnx"
    export(audio, path, {"input_features": torch.randn(2, 1, 1001, 64)}, ["audio_embeds"], {}, opset=17)
    poolings = {"audio_embeds": ("audio_embeds", unit, WORDS.format("audio_embeds"))}
    audio_golden(root, folder, audio, extractor, path, poolings, side="audio")

    path = folder / "onnx" / "text_model.onnx"
    inputs = example_inputs(["input_ids", "attention_mask"], len(tokenizer))
    export(text, path, inputs, ["text_embeds"], {port: LENGTHS for port in inputs}, opset=17)
    poolings = {"text_embeds": ("text_embeds", unit, WORDS.format("text_embeds"))}
    text_golden(root, folder, text, path, poolings, side="text")
