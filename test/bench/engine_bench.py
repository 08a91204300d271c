"""PyTorch for engine_bench.ts: takes N steps of a model named on a line of its input, tells milliseconds a step."""

import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.before, self.mix, self.out = nn.LayerNorm(128), nn.Linear(128, 384), nn.Linear(128, 128)
        self.feed = nn.Sequential(nn.LayerNorm(128), nn.Linear(128, 512), nn.ReLU(), nn.Linear(512, 128))
        self.register_buffer("mask", torch.triu(torch.full((64, 64), -1e9), 1))

    def forward(self, x):
        q, k, v = (part.view(12, 64, 4, 32).transpose(1, 2) for part in self.mix(self.before(x)).split(128, -1))
        scores = q @ k.transpose(-2, -1) / 32**0.5 + self.mask
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(12, 64, 128)
        x = x + self.out(mixed)
        return x + self.feed(x)


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.places = nn.Embedding(65, 128), nn.Embedding(64, 128)
        self.rest = nn.Sequential(*(Block() for _ in range(4)), nn.LayerNorm(128), nn.Linear(128, 65))

    def forward(self, x):
        return self.rest(self.tokens(x) + self.places.weight).view(-1, 65)


def mlp():
    layers = nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10)
    return nn.Sequential(*layers), torch.randn(128, 784), torch.arange(128) % 10


def cnn():
    layers = nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Conv2d(16, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()
    return nn.Sequential(*layers, nn.Linear(32 * 12 * 12, 10)), torch.randn(64, 1, 28, 28), torch.arange(64) % 10


def gpt():
    return Gpt(), torch.arange(12 * 64).view(12, 64) * 7 % 65, torch.arange(12 * 64) % 65


def stepper(model, x, y):
    optimizer, measure = torch.optim.Adam(model.parameters(), 1e-3), nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        loss = measure(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


STEPS = {make.__name__: stepper(*make()) for make in (mlp, cnn, gpt)}

left, right = torch.randn(1024, 1024), torch.randn(1024, 1024)
STEPS["matmul"] = lambda: left @ right

print(f"PyTorch {torch.__version__}", flush=True)
for line in sys.stdin:
    name, steps = line.split()
    start = time.perf_counter()
    for _ in range(int(steps)):
        STEPS[name]()
    print((time.perf_counter() - start) * 1000 / int(steps), flush=True)
