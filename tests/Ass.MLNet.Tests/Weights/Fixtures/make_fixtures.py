#!/usr/bin/python3
"""Makes the weight files that the tests read: python3 make_fixtures.py (Debian 12's python3-torch 1.13 and numpy).

The values that a reader must find are in expected.json: name -> shape and values. The files with bad in their name ask for os.system; nothing
runs when they are written.
"""
import json
import os
import struct
from collections import OrderedDict

import numpy as np
import torch

os.chdir(os.path.dirname(os.path.abspath(__file__)))
torch.manual_seed(1)


def tensors():
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 8
    shared = torch.randn(40)
    return OrderedDict([
        ("dense", torch.randn(2, 3, 3, 3)),
        ("transposed", base.permute(2, 0, 1)),
        ("sliced", base[1:, ::2, 1:3]),
        ("expanded", torch.randn(3, 1).expand(3, 4)),
        ("channels_last", torch.randn(2, 3, 4, 5).to(memory_format=torch.channels_last)),
        ("sparse_rows", torch.randn(64, 16)[::13, ::5]),
        ("shared_front", shared[:8]),
        ("shared_back", shared[8:].view(4, 8)),
        ("scalar", torch.tensor(2.5)),
        ("empty", torch.zeros(0, 3)),
        ("parameter", torch.nn.Parameter(torch.randn(4))),
        ("half", torch.randn(5).half()),
        ("bfloat16", torch.randn(5).bfloat16()),
        ("double", torch.randn(5).double()),
        ("int64", torch.tensor([-3, 0, 1 << 20])),
        ("int32", torch.tensor([-3, 7], dtype=torch.int32)),
        ("int16", torch.tensor([-3, 300], dtype=torch.int16)),
        ("int8", torch.tensor([-3, 100], dtype=torch.int8)),
        ("uint8", torch.tensor([3, 200], dtype=torch.uint8)),
        ("bool", torch.tensor([True, False, True])),
    ])


def checkpoint(state):
    optimizer = {"state": {0: {"momentum_buffer": torch.randn(2)}}, "param_groups": [{"lr": 0.1, "params": [0]}]}
    return {"epoch": 3, "best": 0.5, "name": "a run", "huge": 1 << 40, "none": None, "optimizer": optimizer,
            "state_dict": OrderedDict(("module." + name, value) for name, value in state.items())}


class Bad:
    def __reduce__(self):
        return os.system, ("touch /tmp/this-must-never-exist",)


def save(value, name, **options):
    torch.save(value, name + "-zip.pth", **options)
    torch.save(value, name + "-legacy.pth", _use_new_zipfile_serialization=False, **options)


def save_safetensors(state, name):
    """Written without the safetensors package, to have a second opinion on the format."""
    types = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64", torch.int64: "I64",
             torch.int32: "I32", torch.int16: "I16", torch.int8: "I8", torch.uint8: "U8", torch.bool: "BOOL"}
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for key, value in state.items():
        value = value.detach().contiguous()
        raw = value.view(torch.int16) if value.dtype == torch.bfloat16 else value
        chunk = raw.numpy().tobytes()
        header[key] = {"dtype": types[value.dtype], "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(chunk)]}
        data += chunk
    text = json.dumps(header).encode()
    with open(name, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


state = tensors()
save(state, "plain")
save(checkpoint(state), "checkpoint")
torch.save(state, "protocol4-zip.pth", pickle_protocol=4)
module = torch.nn.Sequential(torch.nn.Conv2d(3, 2, 3), torch.nn.BatchNorm2d(2))
save(module.state_dict(), "module")
save({"state_dict": state, "extra": Bad()}, "bad")
save_safetensors(state, "plain.safetensors")
state.update(module.state_dict())
with open("expected.json", "w") as file:
    json.dump({key: {"shape": list(value.shape), "values": value.detach().float().flatten().numpy().astype(np.float64).tolist()}
               for key, value in state.items()}, file)
