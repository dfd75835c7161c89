"""PyTorch on the CPU."""

import numpy
import torch

from contestant import CannotRun
from torch_training import contrastive_loss, train


def open_peer(threads):
    torch.set_num_threads(threads)
    blas = "MKL" if torch.backends.mkl.is_available() else "its own BLAS"
    return f"{blas}, {torch.backends.cpu.get_cpu_capability()}, threads: {threads}", prepare


def prepare(work, inputs, setting):
    given = {name: torch.from_numpy(numpy.load(path)) for name, path in inputs.items()}
    match work["family"]:
        case "matrix-multiply":
            return multiply(work, given)
        case "training-step":
            return train(work, given, setting)
        case "contrastive-loss":
            return loss(work, given)
        case "search":
            return search(work, given)
    raise CannotRun(f"has no {work['family']}")


def multiply(work, given):
    left = given["left"].T if work["transpose"] == "left" else given["left"]
    right = given["right"].T if work["transpose"] == "right" else given["right"]
    product = torch.empty(work["rows"], work["columns"])

    def run(count):
        for _ in range(count):
            torch.mm(left, right, out=product)
        return product.numpy().ravel()

    return run


def loss(work, given):
    inputs = [given[name].requires_grad_() for name in ("audio", "text", "logScale")]

    def run(count):
        for _ in range(count):
            gradients = torch.autograd.grad(contrastive_loss(*inputs), inputs)
        return gradients[0].numpy().ravel()

    return run


def search(work, given):
    database = given["database"].T

    def run(count):
        for _ in range(count):
            best = torch.topk(given["queries"] @ database, work["k"])
        return best.indices.numpy().ravel()

    return run
