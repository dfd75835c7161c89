"""Exports CNN14, a twin of it and BERT to ONNX, as the cards beside this file expect them.

Needs torch, onnx and transformers; `models.py` and `pytorch_utils.py` of
https://github.com/qiuqiangkong/audioset_tagging_cnn (folder `pytorch`) on the path; and the checkpoints.

    python export.py Cnn14_mAP=0.431.pth twin.pth
"""
import sys
from pathlib import Path

import torch
from models import Cnn14
from transformers import AutoModel, AutoTokenizer

OUT = Path("models")


class FromLogMel(torch.nn.Module):
    """CNN14 after its spectrogram: Earnest's preset `panns` computes the log-mel rows that come in."""

    def __init__(self, model: Cnn14) -> None:
        super().__init__()
        self.model = model

    def forward(self, log_mel: torch.Tensor) -> torch.Tensor:
        model = self.model
        x = model.bn0(log_mel.transpose(1, 3)).transpose(1, 3)
        blocks = [getattr(model, f"conv_block{i}") for i in range(1, 7)]
        for i, block in enumerate(blocks):
            x = block(x, pool_size=(2, 2) if i < 5 else (1, 1), pool_type="avg")
        x = x.mean(dim=3)
        x = x.max(dim=2).values + x.mean(dim=2)
        return torch.relu(model.fc1(x))


def export_cnn14(checkpoint: str, name: str) -> None:
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]
    classes = state["fc_audioset.weight"].shape[0]
    model = Cnn14(32000, 1024, 320, 64, 50, 14000, classes)
    model.load_state_dict(state)
    axes = {"log_mel": {0: "batch", 2: "frames"}, "embedding": {0: "batch"}}
    torch.onnx.export(
        FromLogMel(model).eval(), (torch.zeros(1, 1, 501, 64),), OUT / name, opset_version=17,
        input_names=["log_mel"], output_names=["embedding"], dynamic_axes=axes, dynamo=False,
    )


def export_bert(reference: str = "google-bert/bert-base-uncased") -> None:
    model = AutoModel.from_pretrained(reference, attn_implementation="eager").eval()
    tokenizer = AutoTokenizer.from_pretrained(reference)
    tokenizer.backend_tokenizer.save(str(OUT / "tokenizer.json"))
    names = ["input_ids", "attention_mask", "token_type_ids"]
    inputs = tuple(tokenizer("a dog barks", return_tensors="pt")[name] for name in names)
    axes = {name: {0: "texts", 1: "tokens"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(
        model, inputs, OUT / "bert.onnx", opset_version=17, input_names=names,
        output_names=["last_hidden_state", "pooled"], dynamic_axes=axes, dynamo=False,
    )


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    export_cnn14(sys.argv[1], "cnn14.onnx")
    export_cnn14(sys.argv[2], "cnn14-twin.onnx")
    export_bert()
