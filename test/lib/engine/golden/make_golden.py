"""Trains four small networks with PyTorch and writes the loss of each of 20 steps.

Weights and batches come from integer formulas that `formula.ts` has too, so the file holds losses
only. Run with Debian's python3-torch: /usr/bin/python3 make_golden.py
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

STEPS = 20
CLASSES = 10
VOCABULARY = 65
WIDTH = 128
CONTEXT = 64
HEADS = 4
BLOCKS = 4
ROWS = 4
# The one constant in which tf.train.adam differs from torch.optim.Adam by default.
EPSILON = 1e-7


def noise(count, seed):
    """Numbers in [-1, 1) with 24 bits each, from a hash of seed and index."""
    h = np.arange(count, dtype=np.uint64) + np.uint64(seed * 0x9E3779B1)
    h = h.astype(np.uint32)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    h = h ^ (h >> np.uint32(16))
    return (h >> np.uint32(8)).astype(np.float64) / 2**23 - 1


class Weights:
    """Makes the n-th tensor from the seed n, in the shape that tfjs gives it."""

    def __init__(self):
        self.made = []

    def draw(self, *shape, scale=None, around=0.0):
        fan_in = int(np.prod(shape[:-1]))
        scale = fan_in**-0.5 if scale is None else scale
        count = int(np.prod(shape))
        values = around + noise(count, len(self.made) + 1) * scale
        tensor = torch.tensor(values.astype(np.float32).reshape(shape), requires_grad=True)
        self.made.append(tensor)
        return tensor


def images(step):
    rows, size = 16, 12
    x = noise(rows * size * size * 2, 1000 + step).astype(np.float32)
    x = torch.tensor(x.reshape(rows, size, size, 2))
    return x, labels_of(x)


def labels_of(x):
    """The class is where the sum of squares falls, which a network can learn."""
    energy = (x.reshape(len(x), -1)[:, :7] > 0).long()
    return (energy * torch.arange(1, 8)).sum(1) % CLASSES


def mlp():
    w = Weights()
    a, b = w.draw(288, 64), w.draw(64, scale=0.1)
    c, d = w.draw(64, 32), w.draw(32, scale=0.1)
    e, f = w.draw(32, CLASSES), w.draw(CLASSES, scale=0.1)

    def loss(step):
        x, y = images(step % 4)
        h = torch.relu(x.reshape(len(x), -1) @ a + b)
        h = torch.tanh(h @ c + d)
        return F.cross_entropy(h @ e + f, y)

    return loss, torch.optim.Adam(w.made, lr=0.01, eps=EPSILON)


def cnn():
    w = Weights()
    a, b = w.draw(3, 3, 2, 8), w.draw(8, scale=0.1)
    c, d = w.draw(3, 3, 8, 16), w.draw(16, scale=0.1)
    e, f = w.draw(6 * 6 * 16, CLASSES), w.draw(CLASSES, scale=0.1)

    def conv(x, kernel, bias):
        return F.conv2d(x, kernel.permute(3, 2, 0, 1), bias, padding=1)

    def loss(step):
        x, y = images(step % 4)
        h = torch.relu(conv(x.permute(0, 3, 1, 2), a, b))
        h = F.max_pool2d(torch.relu(conv(h, c, d)), 2)
        return F.cross_entropy(h.permute(0, 2, 3, 1).flatten(1) @ e + f, y)

    return loss, torch.optim.SGD(w.made, lr=0.05, momentum=0.9)


def lstm():
    units, steps, width = 24, 9, 6
    w = Weights()
    kernel, recurrent, bias = w.draw(width, 4 * units), w.draw(units, 4 * units), w.draw(4 * units)
    e, f = w.draw(units, CLASSES), w.draw(CLASSES, scale=0.1)
    zero = torch.zeros(4 * units)

    def loss(step):
        x = noise(16 * steps * width, 2000 + step % 4).astype(np.float32)
        x = torch.tensor(x.reshape(16, steps, width))
        state = torch.zeros(1, 16, units), torch.zeros(1, 16, units)
        # Gates are input, forget, cell, output in both; PyTorch has a second bias, held at zero.
        flat = [kernel.t(), recurrent.t(), bias, zero]
        _, h, _ = torch._VF.lstm(x, state, flat, True, 1, 0.0, True, False, True)
        return F.cross_entropy(h[0] @ e + f, labels_of(x))

    return loss, torch.optim.Adam(w.made, lr=0.02, eps=EPSILON)


def characters(count):
    """A noisy walk through the vocabulary: the next character is nearly a function of the last."""
    jumps = ((noise(count, 3000) + 1) * 1.5).astype(np.int64)
    text = np.zeros(count, dtype=np.int64)
    for at in range(1, count):
        text[at] = (text[at - 1] * 5 + 3 + jumps[at]) % VOCABULARY
    return torch.tensor(text)


def gpt():
    w = Weights()
    tokens = w.draw(VOCABULARY, WIDTH, scale=0.02)
    places = w.draw(CONTEXT, WIDTH, scale=0.02)
    blocks = []
    for _ in range(BLOCKS):
        blocks.append(dict(
            first=(w.draw(WIDTH, scale=0.1, around=1), w.draw(WIDTH, scale=0.1)),
            qkv=(w.draw(WIDTH, 3 * WIDTH), w.draw(3 * WIDTH, scale=0.1)),
            mix=(w.draw(WIDTH, WIDTH), w.draw(WIDTH, scale=0.1)),
            second=(w.draw(WIDTH, scale=0.1, around=1), w.draw(WIDTH, scale=0.1)),
            wide=(w.draw(WIDTH, 4 * WIDTH), w.draw(4 * WIDTH, scale=0.1)),
            back=(w.draw(4 * WIDTH, WIDTH), w.draw(WIDTH, scale=0.1)),
        ))
    last = w.draw(WIDTH, scale=0.1, around=1), w.draw(WIDTH, scale=0.1)
    head = w.draw(WIDTH, VOCABULARY)
    text = characters(STEPS * ROWS * CONTEXT + 1)
    mask = torch.tril(torch.ones(CONTEXT, CONTEXT)) == 0

    def norm(x, parameters):
        return F.layer_norm(x, (WIDTH,), *parameters, eps=1e-5)

    def attend(x, qkv, mix):
        parts = (x @ qkv[0] + qkv[1]).reshape(ROWS, CONTEXT, 3, HEADS, WIDTH // HEADS)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5
        mixed = torch.softmax(scores.masked_fill(mask, -1e9), -1) @ v
        return mixed.permute(0, 2, 1, 3).reshape(ROWS, CONTEXT, WIDTH) @ mix[0] + mix[1]

    def loss(step):
        begin = step * ROWS * CONTEXT
        x = text[begin : begin + ROWS * CONTEXT].reshape(ROWS, CONTEXT)
        y = text[begin + 1 : begin + 1 + ROWS * CONTEXT]
        h = F.embedding(x, tokens) + places
        for block in blocks:
            h = h + attend(norm(h, block["first"]), block["qkv"], block["mix"])
            wide = F.gelu(norm(h, block["second"]) @ block["wide"][0] + block["wide"][1])
            h = h + wide @ block["back"][0] + block["back"][1]
        return F.cross_entropy((norm(h, last) @ head).reshape(-1, VOCABULARY), y)

    return loss, torch.optim.Adam(w.made, lr=0.003, eps=EPSILON)


def train(make):
    loss, optimizer = make()
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        value = loss(step)
        value.backward()
        optimizer.step()
        losses.append(round(value.item(), 7))
    return losses


def main():
    torch.set_num_threads(1)
    losses = {make.__name__: train(make) for make in (mlp, cnn, lstm, gpt)}
    content = {"torch": torch.__version__, "losses": losses}
    path = pathlib.Path(__file__).with_name("losses.json")
    path.write_text(json.dumps(content, indent=2) + "\n")


main()
