"""Numbers that Python and C# make alike from a name, so that weights and pictures need not be stored (DeterministicNumbers.cs is the twin)."""
import math

import numpy as np

U64 = np.uint64


def bits(name, count):
    """splitmix64, started from the FNV-1a hash of a name."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    z = U64(seed) + np.arange(1, count + 1, dtype=U64) * U64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> U64(30))) * U64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> U64(27))) * U64(0x94D049BB133111EB)
    return z ^ (z >> U64(31))


def unit(name, count):
    """Numbers from -1 to below 1 that are exact in 32 bits."""
    return (bits(name, count) >> U64(40)).astype(np.float64) / 2**23 - 1


def weights(name, shape, shift=0):
    """A tensor of a network, as 32-bit floats: what its name and shape say it is decides the scale.

    Batch norms shift by +-shift. 3 deviations keep what a rectifier is given clearly on one side of where it bends; near the bend rounding
    decides which side a number is on, and the gradient jumps."""
    u = unit(name, math.prod(shape))
    if name.endswith("running_var"):
        values = 1 + 0.5 * u
    elif name.endswith("running_mean"):
        values = 0.1 * u
    elif name.endswith("bias") and (".bn" in name or "downsample" in name):
        values = np.where(u < 0, -shift, shift) + 0.1 * u
    elif name.endswith("bn3.weight") and not shift:
        values = 0.3 + 0.1 * u  # stored statistics do not rein in what 33 blocks add up to
    elif len(shape) == 1:
        values = 0.75 + 0.25 * u if name.endswith("weight") else 0.1 * u
    elif "conv2d_list" in name or name == "network.classifier.weight":
        values = 0.02 * u
    else:
        values = math.sqrt(6 / math.prod(shape[1:])) * u
    return values.astype(np.float32).reshape(shape)


def picture(name, height, width):
    """Bytes (H, W, 3): blocks of 8x8 pixels of one colour, with noise."""
    y, x = np.mgrid[0:height, 0:width]
    block = y // 8 * 32 + x // 8
    colours = (bits(name + "/blocks", 3 * (block.max() + 1)) >> U64(56)).astype(np.int64).reshape(-1, 3)
    noise = (bits(name, height * width * 3) >> U64(56)).astype(np.int64).reshape(height, width, 3)
    return ((3 * colours[block] + noise) // 4).astype(np.uint8)


def labels(name, height, width, classes):
    """Train ids (H, W) in blocks of 8x8 pixels; one block in about classes + 1 is ignored (255)."""
    y, x = np.mgrid[0:height, 0:width]
    block = y // 8 * 32 + x // 8
    ids = ((bits(name + "/labels", block.max() + 1) >> U64(33)) % U64(classes + 1)).astype(np.int64)[block]
    return np.where(ids == classes, 255, ids).astype(np.uint8)


def sketch(name, values, size=32):
    """Folds a tensor into a few sums of its elements with pseudo-random signs. It is linear and keeps lengths on average, so the
    distance between two sketches measures that between the tensors. A tensor that is small enough is kept whole."""
    flat = np.array(values, dtype=np.float64).reshape(-1)  # a copy: gradients are overwritten
    if flat.size <= size:
        return flat
    signed = np.where(unit(name + "/sign", flat.size) < 0, -flat, flat)
    return np.pad(signed, (0, -flat.size % size)).reshape(-1, size).sum(0)
