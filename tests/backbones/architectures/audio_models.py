"""Models for audio: small ones of transformers' own classes, their folders as the Hub has them, and their goldens."""

import json
from pathlib import Path

import numpy as np
import torch
from transformers import (
    ASTConfig, ASTFeatureExtractor, ASTModel, ClapAudioConfig, ClapAudioModelWithProjection, ClapFeatureExtractor,
    HubertConfig, HubertModel, SEWConfig, SEWModel, Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2Model,
    WhisperConfig, WhisperFeatureExtractor, WhisperModel,
)

from exporting import close, described, export, randomized, run, session_of
from goldens import write_golden
from sounds import read_sounds

TRANSFORMER = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48}
SPEECH = {
    **TRANSFORMER, "conv_dim": [16, 16, 16, 16, 24, 24, 24], "num_conv_pos_embeddings": 16,
    "num_conv_pos_embedding_groups": 4, "vocab_size": 32,
}


def audio_golden(root: Path, folder: Path, model, extractor, path: Path, poolings, inputs=(), side=""):
    """
    Writes the golden of a model for audio, computed by PyTorch, a sound at a time, and asserts that ONNX Runtime
    gives the same from the exported file.

    poolings: by name, the output that is pooled, how, and what that is in words; the first is the one to take.
    inputs: what the extractor makes and the model takes besides the features.
    """
    rows, features, worst, session = {name: [] for name in poolings}, [], 0.0, session_of(path)
    sounds = read_sounds(root, extractor.sampling_rate)
    for sound, wave in sounds.items():
        made = extractor(wave, sampling_rate=extractor.sampling_rate, return_tensors="pt")
        values = made[extractor.model_input_names[0]]
        features.append(described_features(sound, values))
        given = {name: value for name, value in made.items() if name in ("attention_mask", *inputs)}
        with torch.no_grad():
            outputs = model(**{extractor.model_input_names[0]: values, **given})
        found = run(session, {extractor.model_input_names[0]: values, **given})
        for name, (output, pool, _) in poolings.items():
            rows[name].append(pool(outputs[output].numpy()))
            worst = max(worst, close(pool(found[output]), rows[name][-1], f"{folder.name}, {name}, {sound}"))
    rows = {name: np.concatenate(vectors) for name, vectors in rows.items()}
    if "attention_mask" in [port.name for port in session.get_inputs()]:
        assert_mask_heeded(model, extractor, path, sounds, rows["mean"])
    write_golden(root, folder, side, {
        "architecture": type(model).__name__,
        "poolings": poolings,
        "rows": rows,
        "about": {"sounds": list(sounds), "rate": extractor.sampling_rate, "features": features},
        "onnx": described(path),
        "worst": worst,
    })


def assert_mask_heeded(model, extractor, path, sounds, rows):
    """All sounds as one padded batch: the mean over the frames of each is what it is for the sound alone."""
    batch = extractor(list(sounds.values()), sampling_rate=extractor.sampling_rate, padding=True, return_tensors="pt")
    hidden = run(session_of(path), batch)["last_hidden_state"]
    frames = model._get_feat_extract_output_lengths(batch["attention_mask"].sum(dim=1)).tolist()
    means = np.stack([row[:count].mean(axis=0) for row, count in zip(hidden, frames)])
    close(means, rows, f"{path}, padded")


def described_features(sound, values):
    """A few figures of what the extractor made, to see where a difference starts."""
    plane = values.numpy().astype(np.float64)[0]
    plane = plane[0] if plane.ndim == 3 else plane
    middle = plane[plane.shape[0] // 2]
    return {
        "sound": sound,
        "shape": list(values.shape),
        "mean": float(plane.mean()),
        "deviation": float(plane.std()),
        "middle": [float(value) for value in np.atleast_1d(middle)[:8]],
    }


def mean_of_frames(hidden):
    return hidden.mean(axis=1)


MEAN = {"mean": ("last_hidden_state", mean_of_frames, "mean of last_hidden_state over all frames of the sound alone")}


def save(model, extractor, folder: Path):
    """The configuration files of a repository, without the weights, which ONNX's file has."""
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    extractor.save_pretrained(folder)


def clap_extractor():
    # The settings of laion/clap-htsat-unfused.
    return ClapFeatureExtractor(truncation="rand_trunc", padding="repeatpad")


def clap_audio_config(projection):
    return ClapAudioConfig(
        hidden_size=64, patch_embeds_hidden_size=8, depths=[1, 2, 1, 1], num_attention_heads=[1, 2, 2, 4],
        mlp_ratio=2.0, projection_dim=projection, num_hidden_layers=4, num_classes=4,
    )


EMBEDS = lambda output: {output: (output, lambda value: value, f"{output}, as the model's projection gives it")}


def clap_audio(root: Path):
    """CLAP's audio side alone. Its second input, is_longer, says nothing to a model without fusion."""
    folder, extractor = root / "models" / "clap_audio", clap_extractor()
    model = randomized(ClapAudioModelWithProjection(clap_audio_config(24)), 101, gain=1)
    save(model, extractor, folder)
    inputs = {"input_features": torch.randn(2, 1, 1001, 64), "is_longer": torch.zeros(2, 1, dtype=torch.bool)}
    path = folder / "onnx" / "model.onnx"
    export(model, path, inputs, ["audio_embeds", "last_hidden_state"], {})
    audio_golden(root, folder, model, extractor, path, EMBEDS("audio_embeds"), ["is_longer"])


def ast(root: Path):
    """AST, with fewer frames and other statistics than AudioSet's."""
    folder = root / "models" / "ast"
    extractor = ASTFeatureExtractor(max_length=256, mean=-5.1, std=3.7)
    model = randomized(ASTModel(ASTConfig(**TRANSFORMER, max_length=256)), 102)
    save(model, extractor, folder)
    path = folder / "onnx" / "model.onnx"
    export(model, path, {"input_values": torch.randn(2, 256, 128)}, ["last_hidden_state", "pooler_output"], {})
    audio_golden(root, folder, model, extractor, path, {
        "pooler_output": ("pooler_output", lambda value: value, "pooler_output: mean of the two tokens, normed"),
        "mean": ("last_hidden_state", mean_of_frames, "mean of last_hidden_state over all tokens"),
    })


def speech(root: Path, name, model, extractor, seed, mask, mended=None, **export_options):
    """A model that hears the wave itself."""
    folder, path = root / "models" / name, root / "models" / name / "onnx" / "model.onnx"
    model = randomized(model, seed, gain=1)
    save(model, extractor, folder)
    if mended:
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps({**config, **mended}, indent=2, sort_keys=True) + "\n")
    # 49 frames: exports of SEW by an example of an even number leave out the frame that fills an odd number.
    inputs = {"input_values": torch.randn(2, 16_000)}
    if mask:
        inputs["attention_mask"] = torch.ones(2, 16_000, dtype=torch.int64)
        inputs["attention_mask"][1, 12_000:] = 0
    lengths = {port: {1: "sequence_length"} for port in inputs} | {"last_hidden_state": {1: "frames"}}
    export(model, path, inputs, ["last_hidden_state"], lengths, **export_options)
    audio_golden(root, folder, model, extractor, path, MEAN)


def wav2vec2(root: Path):
    """As wav2vec2-base: one norm over time in the first layer, no mask."""
    extractor = Wav2Vec2FeatureExtractor(do_normalize=True, return_attention_mask=False)
    speech(root, "wav2vec2", Wav2Vec2Model(Wav2Vec2Config(**SPEECH)), extractor, 103, mask=False)


def hubert(root: Path):
    """As hubert-large: norms in all layers, and a mask of samples."""
    config = HubertConfig(**SPEECH, feat_extract_norm="layer", conv_bias=True, do_stable_layer_norm=True)
    extractor = Wav2Vec2FeatureExtractor(do_normalize=True, return_attention_mask=True)
    speech(root, "hubert", HubertModel(config), extractor, 104, mask=True, opset=17)


def sew(root: Path):
    """SEW, which halves the frames between its layers, without normalization of the wave."""
    config = SEWConfig(**{**SPEECH, "conv_dim": [16] * 13}, squeeze_factor=2)
    extractor = Wav2Vec2FeatureExtractor(do_normalize=False, return_attention_mask=False)
    speech(root, "sew", SEWModel(config), extractor, 105, mask=False)


def mert(root: Path):
    """As MERT: HuBERT's network at 24,000 Hz, under a name that transformers itself does not know."""
    extractor = Wav2Vec2FeatureExtractor(sampling_rate=24_000, do_normalize=True, return_attention_mask=True)
    speech(root, "mert", HubertModel(HubertConfig(**SPEECH)), extractor, 106, mask=False, mended={
        "architectures": ["MERTModel"],
        "auto_map": {"AutoConfig": "configuration_MERT.MERTConfig", "AutoModel": "modeling_MERT.MERTModel"},
        "model_type": "mert_model",
        "sample_rate": 24_000,
    })


def whisper(root: Path):
    """Whisper's encoder, with 3 seconds for its 30. The mean over all positions is what transformers classifies by."""
    folder = root / "models" / "whisper"
    extractor = WhisperFeatureExtractor(chunk_length=3)
    config = WhisperConfig(
        vocab_size=64, d_model=32, encoder_layers=2, decoder_layers=1, encoder_attention_heads=4,
        decoder_attention_heads=4, encoder_ffn_dim=48, decoder_ffn_dim=48, max_source_positions=150,
        max_target_positions=16, pad_token_id=0, bos_token_id=0, eos_token_id=0, decoder_start_token_id=1,
        begin_suppress_tokens=[2, 3],
    )
    model = randomized(WhisperModel(config), 107).encoder
    save(model, extractor, folder)
    config = json.loads((folder / "config.json").read_text())
    config["architectures"] = ["WhisperForConditionalGeneration"]
    (folder / "config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    path = folder / "onnx" / "encoder_model.onnx"
    export(model, path, {"input_features": torch.randn(2, 80, 300)}, ["last_hidden_state"], {}, opset=18, modern=True)
    audio_golden(root, folder, model, extractor, path, {
        "mean": ("last_hidden_state", mean_of_frames, "mean of last_hidden_state over all 150 positions"),
    })


AUDIO_MODELS = [clap_audio, ast, wav2vec2, hubert, sew, mert, whisper]
