"""The training step as a user of PyTorch writes it."""

import torch
from torch import nn
from torch.nn import functional


class Projector(nn.Module):
    """LayerNorm(e + dropout(W2 gelu(e) + b2)) with e = W1 x + b1."""

    def __init__(self, inputs, dim, dropout):
        super().__init__()
        self.linear1 = nn.Linear(inputs, dim)
        self.linear2 = nn.Linear(dim, dim)
        self.norm = nn.LayerNorm(dim)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        expanded = self.linear1(x)
        return self.norm(expanded + self.dropout(self.linear2(functional.gelu(expanded))))


class Model(nn.Module):
    """Both projectors and the logarithm of the logit scale."""

    def __init__(self, work):
        super().__init__()
        self.audio = Projector(work["audio"], work["dim"], work["dropout"])
        self.text = Projector(work["text"], work["dim"], work["dropout"])
        self.log_scale = nn.Parameter(torch.zeros(1, 1))


def contrastive_loss(audio, text, log_scale):
    """The mean cross-entropy of rows and columns; the targets lie on the diagonal."""
    scaled = functional.normalize(audio) * log_scale.exp()
    logits = scaled @ functional.normalize(text).T
    targets = torch.arange(len(logits))
    rows = functional.cross_entropy(logits, targets)
    return (rows + functional.cross_entropy(logits.T, targets)) / 2


def model_of(work, given):
    """Begins with the numbers that all contestants begin with."""
    model = Model(work)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(given[name].reshape(parameter.shape))
    return model


def train(work, given, setting):
    """Training steps; the answer is the loss of each."""
    model = model_of(work, given)
    optimizer = torch.optim.AdamW(
        model.parameters(),
        betas=tuple(setting["betas"]),
        weight_decay=setting["weightDecay"],
        fused=True,  # Of its implementations the fastest.
    )
    rates = setting["learningRates"]
    batches = given["batches"].long().reshape(len(rates), work["batch"])
    done = 0

    def step():
        nonlocal done
        at = done % len(rates)
        done += 1
        for group in optimizer.param_groups:
            group["lr"] = rates[at]
        rows = batches[at]
        optimizer.zero_grad()
        audio, text = model.audio(given["audio"][rows]), model.text(given["text"][rows])
        loss = contrastive_loss(audio, text, model.log_scale)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), setting["clipNorm"])
        optimizer.step()
        with torch.no_grad():
            model.log_scale.clamp_(0, setting["maximalLogScale"])
        return loss.detach()

    return lambda count: torch.stack([step() for _ in range(count)]).numpy()
