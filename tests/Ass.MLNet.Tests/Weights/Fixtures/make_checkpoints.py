#!/usr/bin/python3
"""Makes checkpoints with objects beside the weights, as training scripts save them: python3 make_checkpoints.py (Python alone, no PyTorch).

Python's own pickler writes them. The modules that are not installed are stood in for by functions of the same names, which the pickles then name.
"""
import argparse
import io
import os
import pickle
import struct
import sys
import types
import zipfile
from collections import OrderedDict, defaultdict

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def stand_in(module, name):
    def function(*_):
        raise RuntimeError("only named, never called")

    function.__module__, function.__qualname__, function.__name__ = module, name, name
    for depth in range(1, len(module.split(".")) + 1):
        sys.modules.setdefault(".".join(module.split(".")[:depth]), types.ModuleType(module))
    setattr(sys.modules[module], name, function)
    return function


rebuild = stand_in("torch._utils", "_rebuild_tensor_v2")
scalar = stand_in("numpy.core.multiarray", "scalar")
dtype = stand_in("numpy", "dtype")
FloatStorage = type("FloatStorage", (), {"__module__": "torch"})
sys.modules["torch"].FloatStorage = FloatStorage


class Storage:
    def __init__(self, key, values):
        self.key, self.values = key, values


class Reduced:
    def __init__(self, *reduced):
        self.reduced = reduced

    def __reduce__(self):
        return self.reduced


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        return ("storage", FloatStorage, value.key, "cpu", len(value.values)) if isinstance(value, Storage) else None


def tensor(storage):
    return Reduced(rebuild, (storage, 0, (len(storage.values),), (1,), False, OrderedDict()))


def save(path, protocol):
    storage = Storage("0", [1.0, 2.0, 3.0, 4.0])
    double = Reduced(dtype, ("f8", False, True), (3, "<", None, None, None, -1, -1, 0))
    content = {
        "args": argparse.Namespace(lr=0.1, layers=[1, 2], nested=argparse.Namespace(name="x")),
        "best": Reduced(scalar, (double, struct.pack("<d", 0.5))),
        "history": [Reduced(scalar, (double, struct.pack("<d", 0.25))), {1, 2}, frozenset([3]), complex(1, 2), defaultdict(list, {"a": [1]})],
        "noise": b"\xff" * 70_000,
        "state_dict": OrderedDict([("module.conv1.weight", tensor(storage))]),
    }
    pickled = io.BytesIO()
    Pickler(pickled, protocol).dump(content)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled.getvalue())
        archive.writestr("archive/data/0", struct.pack("<4f", *storage.values))


save("objects2-zip.pth", 2)
save("objects4-zip.pth", 4)
