"""Writes what PyTorch gives for losses, optimizers, clipping, schedules and averages of weights.

Run with Debian's python3-torch: /usr/bin/python3 make_golden.py
It writes losses_golden.json and optimizers_golden.json beside itself.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F
from torch import nn, optim

HERE = pathlib.Path(__file__).parent
torch.manual_seed(5)
torch.set_num_threads(1)


def rounded(tensor):
    return [float(f"{value:.8g}") for value in tensor.detach().reshape(-1).tolist()]


def draw(*shape):
    return torch.tensor(rounded(torch.randn(*shape))).reshape(shape)


# Losses

def by_sample(values):
    return values.reshape(values.shape[0], -1).mean(1)


def contrastive(a, b, same, margin):
    """PyTorch has none; the formula of Hadsell, Chopra and LeCun with PyTorch's distance."""
    d = F.pairwise_distance(a, b)
    return (same * d**2 + (1 - same) * F.relu(margin - d) ** 2) / 2


def info_nce(a, b, temperature):
    scores = F.normalize(a, dim=1) @ F.normalize(b, dim=1).T / temperature
    return F.cross_entropy(scores, torch.arange(len(a)), reduction="none")


def dice(x, y, smooth):
    """PyTorch has none; the formula of Milletari, Navab and Ahmadi without squares."""
    p = torch.sigmoid(x)
    return 1 - (2 * (p * y).sum(1) + smooth) / (p.sum(1) + y.sum(1) + smooth)


x, y = draw(5, 3), draw(5, 3)
classes = torch.tensor([0.0, 2, 1, 2, 0])
yes = (draw(5, 3) > 0).float()
chances = torch.tensor(rounded(torch.softmax(draw(5, 3), 1))).reshape(5, 3)
zero = torch.tensor([[0.0, 1, 0]]).repeat(5, 1)
steps = draw(2, 4, 3)
words = torch.tensor([[0.0, 1, 2, 1], [2, -100, 0, -100]])
anchor, pair, other = draw(5, 4), draw(5, 4), draw(5, 4)
same = torch.tensor([1.0, 0, 1, 0, 0])
signs = yes * 2 - 1


def masked_words(s):
    """The mean over the places of each sample that count."""
    each = F.cross_entropy(s.transpose(1, 2), words.long(), reduction="none")
    return each.sum(1) / (words >= 0).sum(1)


def multi_margin(s):
    return F.multi_margin_loss(s, classes.long(), reduction="none")


losses = [
    ("mse", {}, [x, y], lambda a, b: by_sample(F.mse_loss(a, b, reduction="none"))),
    ("mae", {}, [x, y], lambda a, b: by_sample(F.l1_loss(a, b, reduction="none"))),
    ("huber", {}, [x, y], lambda a, b: by_sample(F.huber_loss(a, b, reduction="none"))),
    ("huber", {"delta": 0.3}, [x, y],
     lambda a, b: by_sample(F.huber_loss(a, b, reduction="none", delta=0.3))),
    ("crossEntropy", {}, [x, classes],
     lambda a, b: F.cross_entropy(a, b.long(), reduction="none")),
    ("crossEntropy", {}, [x, chances], lambda a, b: F.cross_entropy(a, b, reduction="none")),
    ("crossEntropy", {"smoothing": 0.2}, [x, classes],
     lambda a, b: F.cross_entropy(a, b.long(), reduction="none", label_smoothing=0.2)),
    ("crossEntropy", {}, [steps, words], lambda a, b: masked_words(a)),
    ("binaryCrossEntropy", {}, [x, yes],
     lambda a, b: by_sample(F.binary_cross_entropy_with_logits(a, b, reduction="none"))),
    ("binaryCrossEntropy", {"positiveWeight": 3}, [x, yes],
     lambda a, b: by_sample(F.binary_cross_entropy_with_logits(
         a, b, reduction="none", pos_weight=torch.tensor([3.0])))),
    ("hinge", {}, [x, signs], lambda a, b: by_sample(F.relu(1 - a * b))),
    ("hinge", {"squared": True, "margin": 0.5}, [x, yes],
     lambda a, b: by_sample(F.relu(0.5 - a * (2 * b - 1)) ** 2)),
    ("hinge", {}, [x, classes], lambda a, b: multi_margin(a)),
    ("klDivergence", {}, [x, chances],
     lambda a, b: F.kl_div(F.log_softmax(a, 1), b, reduction="none").sum(1)),
    ("klDivergence", {}, [x, zero],
     lambda a, b: F.kl_div(F.log_softmax(a, 1), b, reduction="none").sum(1)),
    ("cosine", {}, [x, y],
     lambda a, b: F.cosine_embedding_loss(a, b, torch.ones(5), reduction="none")),
    ("contrastive", {"margin": 2.5}, [anchor, pair, same],
     lambda a, b, s: contrastive(a, b, s, 2.5)),
    ("triplet", {}, [anchor, pair, other],
     lambda a, b, c: F.triplet_margin_loss(a, b, c, reduction="none")),
    ("triplet", {"margin": 0.4, "swap": True}, [anchor, pair, other],
     lambda a, b, c: F.triplet_margin_loss(a, b, c, margin=0.4, swap=True, reduction="none")),
    ("triplet", {"margin": 0.4, "distance": "cosine"}, [anchor, pair, other],
     lambda a, b, c: F.triplet_margin_with_distance_loss(
         a, b, c, margin=0.4, reduction="none",
         distance_function=lambda s, t: 1 - F.cosine_similarity(s, t))),
    ("infoNCE", {}, [anchor, pair], lambda a, b: info_nce(a, b, 0.1)),
    ("infoNCE", {"temperature": 0.5, "symmetric": True}, [anchor, pair],
     lambda a, b: (info_nce(a, b, 0.5) + info_nce(b, a, 0.5)) / 2),
    ("dice", {}, [x, yes], lambda a, b: dice(a, b, 1)),
    ("dice", {"smooth": 0.01}, [x, yes], lambda a, b: dice(a, b, 0.01)),
]


def loss_case(name, options, given, call):
    first = given[0].clone().requires_grad_()
    values = call(first, *given[1:])
    values.sum().backward()
    return {
        "name": name,
        "options": options,
        "given": [{"shape": list(t.shape), "data": rounded(t)} for t in given],
        "values": rounded(values),
        "slopes": rounded(first.grad),
    }


def write(name, content):
    lines = ",\n".join(json.dumps(case) for case in content)
    (HERE / name).write_text(f"[\n{lines}\n]\n")


write("losses_golden.json", [loss_case(*case) for case in losses])


# Training of outputs = x w, by mean squared error

ROWS = draw(8, 3)
GOALS = draw(8, 2)
FIRST = draw(3, 2)


def train(make, steps=6, clip=None, accumulate=1, average=None):
    """Weights after each batch of four rows, in turn."""
    weight = FIRST.clone().requires_grad_()
    optimizer = make([weight])
    mean, found = weight.detach().clone(), []
    for step in range(steps):
        rows = slice(0, 4) if step % 2 == 0 else slice(4, 8)
        (F.mse_loss(ROWS[rows] @ weight, GOALS[rows]) / accumulate).backward()
        if (step + 1) % accumulate == 0:
            if clip is not None:
                clip([weight])
            optimizer.step()
            optimizer.zero_grad()
            if average is not None:
                mean = average * mean + (1 - average) * weight.detach()
        found.append(rounded(mean if average is not None else weight))
    return found


def training_case(optimizer, make, options=None, **how):
    return {
        "kind": "training",
        "optimizer": optimizer,
        "options": options or {},
        "weights": train(make, **how),
    }


def plan(name, **options):
    return {"name": name, "options": options}


def sgd(rate=0.1, **options):
    return lambda weights: optim.SGD(weights, lr=rate, **options)


trainings = [
    training_case(plan("sgd", learningRate=0.1), sgd()),
    training_case(plan("momentum", learningRate=0.1, momentum=0.8), sgd(momentum=0.8)),
    training_case(plan("momentum", learningRate=0.1, momentum=0.8, nesterov=True),
                  sgd(momentum=0.8, nesterov=True)),
    training_case(plan("adam", learningRate=0.1, epsilon=1e-7),
                  lambda w: optim.Adam(w, lr=0.1, eps=1e-7)),
    training_case(plan("adamW", learningRate=0.1, epsilon=1e-7, weightDecay=0.3),
                  lambda w: optim.AdamW(w, lr=0.1, eps=1e-7, weight_decay=0.3)),
    training_case(plan("sgd", learningRate=0.1), sgd(weight_decay=0.5), {"weightDecay": 0.5}),
    training_case(plan("sgd", learningRate=0.1), sgd(), {"clip": {"norm": 0.7}},
                  clip=lambda w: nn.utils.clip_grad_norm_(w, 0.7)),
    training_case(plan("sgd", learningRate=0.1), sgd(), {"clip": {"value": 0.2}},
                  clip=lambda w: nn.utils.clip_grad_value_(w, 0.2)),
    training_case(plan("sgd", learningRate=0.1), sgd(weight_decay=0.5),
                  {"clip": {"norm": 0.7}, "weightDecay": 0.5},
                  clip=lambda w: nn.utils.clip_grad_norm_(w, 0.7)),
    training_case(plan("adam", learningRate=0.1, epsilon=1e-7),
                  lambda w: optim.Adam(w, lr=0.1, eps=1e-7), {"accumulate": 2}, accumulate=2),
    training_case(plan("sgd", learningRate=0.1), sgd(), {"average": 0.75}, average=0.75),
]


# Parameter groups, of outputs = x w + b

def train_groups(make, steps=6):
    """Weights and biases after each batch of four rows, in turn."""
    weight, bias = FIRST.clone().requires_grad_(), torch.ones(2, requires_grad=True)
    optimizers, found = make(weight, bias), []
    for step in range(steps):
        rows = slice(0, 4) if step % 2 == 0 else slice(4, 8)
        F.mse_loss(ROWS[rows] @ weight + bias, GOALS[rows]).backward()
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        found.append({"w": rounded(weight), "bias": rounded(bias)})
    return found


def groups_case(optimizer, options, make):
    return {"kind": "groups", "optimizer": optimizer, "options": options, "steps": train_groups(make)}


def spared(rate):
    return {"rate": rate, "except": ["bias"]}


groups = [
    groups_case(plan("adamW", learningRate=0.1, epsilon=1e-7, weightDecay=spared(0.3)), {},
                lambda w, b: [optim.AdamW([{"params": [w]}, {"params": [b], "weight_decay": 0}],
                                          lr=0.1, eps=1e-7, weight_decay=0.3)]),
    groups_case(plan("sgd", learningRate=0.1), {"weightDecay": spared(0.5)},
                lambda w, b: [optim.SGD([{"params": [w]}, {"params": [b], "weight_decay": 0}],
                                        lr=0.1, weight_decay=0.5)]),
    groups_case([{"parameters": ["bias"],
                  "optimizer": plan("momentum", learningRate=0.05, momentum=0.8)},
                 {"optimizer": plan("adam", learningRate=0.1, epsilon=1e-7)}], {},
                lambda w, b: [optim.Adam([w], lr=0.1, eps=1e-7),
                              optim.SGD([b], lr=0.05, momentum=0.8)]),
]


# Schedules

def rates(make, count=12, observed=None):
    optimizer = sgd(0.5)([torch.zeros(1, requires_grad=True)])
    schedule = make(optimizer)
    found = []
    for step in range(count):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step(*([] if observed is None else [observed[step]]))
    return found


def warmup(optimizer):
    up = optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=4)
    down = optim.lr_scheduler.CosineAnnealingLR(optimizer, 8, eta_min=0.05)
    return optim.lr_scheduler.SequentialLR(optimizer, [up, down], milestones=[4])


OBSERVED = [5, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3]
schedule_cases = [
    ("step", {"rate": 0.5, "every": 3, "factor": 0.5}, None,
     lambda o: optim.lr_scheduler.StepLR(o, 3, 0.5)),
    ("exponential", {"rate": 0.5, "factor": 0.9}, None,
     lambda o: optim.lr_scheduler.ExponentialLR(o, 0.9)),
    ("cosine", {"rate": 0.5, "updates": 12, "end": 0.1}, None,
     lambda o: optim.lr_scheduler.CosineAnnealingLR(o, 12, eta_min=0.1)),
    ("warmupCosine", {"rate": 0.5, "updates": 12, "warmup": 4, "from": 0.1, "end": 0.05}, None,
     warmup),
    ("oneCycle", {"rate": 0.5, "updates": 12}, None,
     lambda o: optim.lr_scheduler.OneCycleLR(o, 0.5, 12)),
    ("plateau", {"rate": 0.5, "factor": 0.5, "patience": 1, "cooldown": 1, "least": 0.1}, OBSERVED,
     lambda o: optim.lr_scheduler.ReduceLROnPlateau(
         o, factor=0.5, patience=1, cooldown=1, min_lr=0.1)),
]
schedules = [
    {
        "kind": "schedule",
        "name": name,
        "options": options,
        "observed": observed,
        "rates": rates(make, observed=observed),
    }
    for name, options, observed, make in schedule_cases
]
data = {"kind": "data", "rows": rounded(ROWS), "goals": rounded(GOALS), "first": rounded(FIRST)}
write("optimizers_golden.json", [data, *trainings, *groups, *schedules])
