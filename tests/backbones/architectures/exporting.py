"""Weights from a seed, export to ONNX, and what ONNX Runtime makes of the export."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch.nn.utils import parametrize

# onnxruntime-web 1.30 reads it, and so do the runtimes of several years before.
IR_VERSION = 8
TOLERANCE = 1e-5
TYPES = {torch.bool: onnx.TensorProto.BOOL, torch.int64: onnx.TensorProto.INT64}


def randomized(model, seed, gain=1.5):
    """
    Gives all weights values at which each of them shows in the output: matrices keep the scale of what passes
    through times a gain, and offsets and norms are not those of a fresh model, zero and one.
    """
    generator = torch.Generator().manual_seed(seed)
    for module in model.modules():
        if parametrize.is_parametrized(module):  # A norm times a direction, which exports fold into one weight, too.
            parametrize.remove_parametrizations(module, "weight")
    with torch.no_grad():
        for module in model.modules():
            for name, parameter in module.named_parameters(recurse=False):
                noise = torch.randn(parameter.shape, generator=generator)
                if name == "weight" and isinstance(module, (torch.nn.Linear, torch.nn.Conv1d, torch.nn.Conv2d)):
                    parameter.copy_(gain * noise / parameter[0].numel() ** 0.5)
                elif name == "weight" and parameter.ndim == 1:
                    parameter.copy_(1 + 0.1 * noise)
                elif parameter.ndim == 1:
                    parameter.copy_(0.1 * noise)
                else:  # Tables: of tokens, of positions.
                    parameter.copy_(0.5 * noise)
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(-30, 5, generator=generator)
                module.running_var.uniform_(300, 1500, generator=generator)
    return model.eval()


class Ports(torch.nn.Module):
    """A model with inputs by name in a stated order, and outputs by name; a mask of floats becomes one of integers."""

    def __init__(self, model, inputs, outputs):
        super().__init__()
        self.model, self.inputs, self.outputs = model, inputs, outputs

    def forward(self, *values):
        given = dict(zip(self.inputs, values))
        if "attention_mask" in given:
            given["attention_mask"] = given["attention_mask"].long()
        made = self.model(**given)
        return tuple(getattr(made, output) for output in self.outputs)


def export(model, path: Path, inputs, outputs, lengths, opset=14, modern=False):
    """
    Writes an ONNX file, its weights within.

    inputs: example tensors by name, with a batch of 2; lengths: names of the inputs' and outputs' lengths other than
    the batch's, by port, as {port: {axis: name}}; modern: by torch.export, else by tracing, as most files of the Hub
    were made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    axes = {port: {0: "batch_size", **lengths.get(port, {})} for port in [*inputs, *outputs]}
    ports = Ports(model, list(inputs), list(outputs)).eval()  # Else the exporter leaves the model training.
    values = tuple(inputs.values())
    names = {"input_names": list(inputs), "output_names": list(outputs), "opset_version": opset}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        if modern:
            dynamic = {name: torch.export.Dim(name) for port in inputs for name in axes[port].values()}
            shapes = tuple({axis: dynamic[name] for axis, name in axes[port].items()} for port in inputs)
            torch.onnx.export(ports, values, path, dynamo=True, dynamic_shapes=(shapes,), external_data=False,
                              verbose=False, **names)
        else:
            torch.onnx.export(ports, values, path, dynamo=False, dynamic_axes=axes, **names)
    mend(path, inputs, axes)


def mend(path: Path, inputs, axes):
    """Names the axes as Optimum does, shortens the other names, and sets the IR's version."""
    model = onnx.load(path)
    # Tracing forgets an input that the model does not use.
    for name in list(inputs):
        if name not in [port.name for port in model.graph.input]:
            model.graph.input.append(onnx.helper.make_tensor_value_info(
                name, TYPES[inputs[name].dtype], list(inputs[name].shape)))
    assert [port.name for port in model.graph.input] == list(inputs), [port.name for port in model.graph.input]
    for port in [*model.graph.input, *model.graph.output]:
        for axis, name in axes[port.name].items():
            port.type.tensor_type.shape.dim[axis].dim_param = name
    for node in model.graph.node:
        node.name = node.doc_string = ""
        del node.metadata_props[:]
    rename_values(model.graph)
    del model.graph.value_info[:]
    del model.graph.metadata_props[:], model.metadata_props[:]
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    onnx.save(model, path)


def rename_values(graph):
    """Numbers what passes between nodes, whose long names would be a third of a small file."""
    kept = {port.name for port in [*graph.input, *graph.output]} | {""}
    short = {}
    for node in graph.node:
        assert not any(attribute.HasField("g") for attribute in node.attribute)
        for names in (node.input, node.output):
            names[:] = [name if name in kept else short.setdefault(name, f"v{len(short)}") for name in names]
    for weight in graph.initializer:
        weight.name = weight.name if weight.name in kept else short.setdefault(weight.name, f"v{len(short)}")


def session_of(path: Path):
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def run(session, inputs):
    """Outputs of ONNX Runtime by name, from tensors by name; each is given as the type that the file asks for."""
    types = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(bool)": bool}
    given = {port.name: np.asarray(inputs[port.name]).astype(types[port.type]) for port in session.get_inputs()}
    return dict(zip([port.name for port in session.get_outputs()], session.run(None, given)))


def close(found, expected, what):
    """The largest difference, which has to be under the tolerance."""
    difference = float(np.abs(np.asarray(found) - np.asarray(expected)).max())
    assert difference < TOLERANCE, f"{what}: {difference}"
    return difference


def described(path: Path):
    """Inputs, outputs and versions of an ONNX file, for the golden."""
    session, model = session_of(path), onnx.load(path)
    ports = lambda items: [{"name": item.name, "type": item.type, "shape": item.shape} for item in items]
    return {
        "file": "/".join(path.parts[-2:]),
        "inputs": ports(session.get_inputs()),
        "outputs": ports(session.get_outputs()),
        "opset": next(item.version for item in model.opset_import if item.domain == ""),
        "ir": model.ir_version,
    }
