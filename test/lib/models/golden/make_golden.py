"""Writes what PyTorch's own modules give for the weights and inputs of `../golden_test.ts`.

The nth weight of a model is noise(size, n) / 2 in the order and shapes of our models; inputs are
noise(size, 99). Run with Debian's python3-torch: /usr/bin/python3 make_golden.py
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

ROWS, STEPS, FEATURES, HIDDEN = 2, 5, 3, 4
WIDTH, HEADS, VOCABULARY = 8, 2, 7


def noise(count, seed):
    """Numbers in [-1, 1) with 24 bits each, the same as in `../../engine/golden/formula.ts`."""
    h = np.arange(count, dtype=np.uint64) + np.uint64(seed * 0x9E3779B1)
    h = h.astype(np.uint32)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    h = h ^ (h >> np.uint32(16))
    return (h >> np.uint32(8)).astype(np.float64) / 2**23 - 1


def tensor(count, seed, shape):
    return torch.tensor((noise(count, seed)).astype(np.float32).reshape(shape))


class Weights:
    def __init__(self):
        self.count = 0

    def draw(self, *shape):
        self.count += 1
        return tensor(int(np.prod(shape)), self.count, shape) / 2


def sequence():
    return tensor(ROWS * STEPS * FEATURES, 99, (ROWS, STEPS, FEATURES))


def recurrent(kind, bidirectional, sequences):
    w = Weights()
    module = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[kind]
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[kind]
    net = module(FEATURES, HIDDEN, 2, batch_first=True, bidirectional=bidirectional)
    ways = ["", "_reverse"] if bidirectional else [""]
    for layer in range(2):
        width = FEATURES if layer == 0 else HIDDEN * len(ways)
        for way in ways:
            name = f"l{layer}{way}"
            put(net, f"weight_ih_{name}", w.draw(width, gates * HIDDEN).T)
            put(net, f"weight_hh_{name}", w.draw(HIDDEN, gates * HIDDEN).T)
            put(net, f"bias_ih_{name}", w.draw(gates * HIDDEN))
            second = w.draw(gates * HIDDEN) if kind == "gru" else torch.zeros(gates * HIDDEN)
            put(net, f"bias_hh_{name}", second)
    every, last = net(sequence())
    if sequences:
        return every
    state = last[0] if kind == "lstm" else last
    return torch.cat([state[-2], state[-1]], 1) if bidirectional else state[-1]


def put(module, name, value):
    parameter = module.get_parameter(name)
    assert parameter.shape == value.shape, (name, parameter.shape, value.shape)
    parameter.data = value.contiguous()


def signals():
    w = Weights()
    a, b = w.draw(1, 3, 2, 4), w.draw(4)
    c, d = w.draw(1, 3, 4, 3), w.draw(3)
    e, f = w.draw(3 * 3, 2), w.draw(2)
    x = tensor(ROWS * 2 * 13, 99, (ROWS, 2, 13))
    for kernel, bias in ((a, b), (c, d)):
        x = F.conv1d(x, kernel[0].permute(2, 1, 0), bias, stride=1, padding=1)
        x = F.max_pool1d(F.leaky_relu(x, 0.01), 2)
    return x.permute(0, 2, 1).flatten(1) @ e + f


def images():
    w = Weights()
    a, b = w.draw(3, 2, 2, 4), w.draw(4)
    e, f = w.draw(3 * 3 * 4, 2), w.draw(2)
    x = tensor(ROWS * 6 * 7 * 2, 99, (ROWS, 6, 7, 2)).permute(0, 3, 1, 2)
    x = F.max_pool2d(torch.relu(F.conv2d(x, a.permute(3, 2, 0, 1), b, padding=(1, 0))), 2)
    return x.permute(0, 2, 3, 1).flatten(1) @ e + f


def blocks(w, causal):
    layers = []
    for _ in range(2):
        layer = nn.TransformerEncoderLayer(
            WIDTH, HEADS, 4 * WIDTH, 0.0, "gelu", batch_first=True, norm_first=True
        )
        put(layer, "norm1.weight", w.draw(WIDTH))
        put(layer, "norm1.bias", w.draw(WIDTH))
        put(layer, "self_attn.in_proj_weight", w.draw(WIDTH, 3 * WIDTH).T)
        put(layer, "self_attn.in_proj_bias", w.draw(3 * WIDTH))
        put(layer, "self_attn.out_proj.weight", w.draw(WIDTH, WIDTH).T)
        put(layer, "self_attn.out_proj.bias", w.draw(WIDTH))
        put(layer, "norm2.weight", w.draw(WIDTH))
        put(layer, "norm2.bias", w.draw(WIDTH))
        put(layer, "linear1.weight", w.draw(WIDTH, 4 * WIDTH).T)
        put(layer, "linear1.bias", w.draw(4 * WIDTH))
        put(layer, "linear2.weight", w.draw(4 * WIDTH, WIDTH).T)
        put(layer, "linear2.bias", w.draw(WIDTH))
        layers.append(layer.train())
    scale, shift = w.draw(WIDTH), w.draw(WIDTH)
    mask = torch.triu(torch.full((STEPS, STEPS), float("-inf")), 1) if causal else None

    def run(x):
        for layer in layers:
            x = layer(x, mask)
        return F.layer_norm(x, (WIDTH,), scale, shift)

    return run


def encoder(causal):
    w = Weights()
    kernel, bias, places = w.draw(FEATURES, WIDTH), w.draw(WIDTH), w.draw(STEPS, WIDTH)
    return blocks(w, causal)(sequence() @ kernel + bias + places)


def gpt():
    w = Weights()
    table, places = w.draw(VOCABULARY, WIDTH), w.draw(STEPS, WIDTH)
    tokens = torch.arange(ROWS * STEPS).reshape(ROWS, STEPS) ** 2 % VOCABULARY
    return blocks(w, True)(table[tokens] + places) @ table.T


def main():
    torch.set_num_threads(1)
    cases = {
        f"{kind}{' both ways' if both else ''}{' each step' if each else ''}": recurrent(
            kind, both, each
        )
        for kind in ("rnn", "lstm", "gru")
        for both, each in ((False, False), (True, False), (True, True))
    }
    cases |= {"signals": signals(), "images": images(), "gpt": gpt()}
    cases |= {"encoder": encoder(False), "causal encoder": encoder(True)}
    golden = {
        name: {"shape": list(out.shape), "values": [float(f"{v:.6g}") for v in out.flatten()]}
        for name, out in cases.items()
    }
    lines = [f"  {json.dumps(name)}: {json.dumps(case)}" for name, case in golden.items()]
    path = pathlib.Path(__file__).with_name("outputs.json")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    with torch.no_grad():
        main()
