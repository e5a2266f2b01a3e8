"""Writes Fixtures/*.safetensors, which the tests beside this file read: python3 make_fixtures.py [NAME ...], with NumPy and PyTorch 1.13.

The numbers are computed in 64 bits. Everything is computed in 32 bits as well, and the distance between the two is printed: that is what
PyTorch itself loses to rounding."""
import json
import struct
import sys
from itertools import product
from pathlib import Path

import numpy as np
import torch

import deterministic
import networks
import reference as ref

FOLDER = Path(__file__).parent / "Fixtures"
PICTURE = (65, 97)
SMALL = (49, 65)
HEADS = ["binary", "conditional", "per class"]
FORMS = ["cross entropy", "least squares"]


def numbers(name, *shape, scale=1.0):
    """A tensor of the default type whose elements 32 bits hold exactly."""
    values = (scale * deterministic.unit(name, int(np.prod(shape)))).astype(np.float32)
    return torch.from_numpy(values.reshape(shape)).to(torch.get_default_dtype())


def array(tensor):
    return tensor.detach().numpy()


def forward():
    """Whole logits, and a sketch of the features."""
    result = {}
    for network in networks.BLOCKS:
        for stride in (8, 16):
            for mode in ("frozen", "learned"):
                model = networks.create(networks.Shape(network, 19, stride, mode)).train()
                images, _ = ref.batch("forward", 1, *PICTURE, 19)
                with torch.no_grad():
                    features, logits = model(images)
                result[f"{network}.{stride}.{mode}.logits"] = array(logits[0])
                result[f"{network}.{stride}.{mode}.features"] = deterministic.sketch("features", array(features), 512)
    return result


def discriminators():
    result = {"global": array(networks.fill(networks.GlobalDiscriminator(19), "global.")(numbers("prediction", 2, 19, *PICTURE, scale=3).softmax(1)))}
    for head in HEADS:
        result[f"semantic.{head}"] = array(networks.fill(networks.SemanticDiscriminator(64, 19, head), "semantic.")(numbers("vectors", 7, 64)))
    return result


def losses():
    _, labels = ref.batch("losses", 2, *PICTURE, 19)
    result = {"cross entropy": ref.cross_entropy(numbers("logits", 2, 19, 9, 13, scale=4), labels)}
    for weights in ("nearest", "share"):
        vectors, ids = ref.class_vectors(numbers("features", 2, 16, 9, 13), labels, 19, weights)
        result |= {f"class vectors.{weights}": vectors, f"classes.{weights}": ids}
    classes = torch.arange(11) * 7 % 19
    for form, (domain, word), smoothing in product(FORMS, enumerate(("source", "target")), (0, 0.1)):
        name = f"{form}.{word}{'.smoothed' if smoothing else ''}"
        result[f"global.{name}"] = ref.adversarial(numbers("patches", 2, 1, 3, 4, scale=3), domain, form, smoothing)
        for head, outputs in zip(HEADS, (1, 38, 19)):
            judged = numbers(f"judged.{head}", 11, outputs, scale=3)
            result[f"semantic.{head}.{name}"] = ref.semantic_adversarial(judged, classes, domain, head, form, smoothing)
    return {name: array(value) for name, value in result.items()}


def prototypes():
    """Distances of the same vectors in three steps; class 1 has a prototype from the second step on, class 4 never."""
    means, vectors, ids = ref.Prototypes(5, 6), numbers("target", 4, 6).requires_grad_(), torch.tensor([0, 1, 4, 2])
    result = {}
    for step, of_step in enumerate(([0, 0, 2], [1, 2, 3, 0], [0, 2])):
        means.take(numbers(f"source.{step}", len(of_step), 6), torch.tensor(of_step))
        distance = means.distance(vectors, ids)
        result |= {f"distance.{step}": array(distance), f"gradient.{step}": array(torch.autograd.grad(distance, vectors)[0])}
    return result


def self_training():
    """The loss on mixed images, its gradient, and the share of confident pixels, for every trust and form of pseudo-labels."""
    probabilities = numbers("teacher", 2, 5, *SMALL, scale=6).softmax(1)
    logits = numbers("student", 2, 5, *SMALL, scale=3).requires_grad_()
    origins = torch.from_numpy((deterministic.bits("origins", 2 * SMALL[0] * SMALL[1]) >> np.uint64(33)).astype(np.int64) % 3).view(2, *SMALL)
    given = ref.batch("pasted", 2, *SMALL, 5)[1]
    result = {}
    for trust, form in product(("pixels", "images", "classes"), ("hard", "soft")):
        wanted, counts, confident = ref.pseudo_labels(probabilities, given, origins, trust, 0.9, form == "soft")
        loss = ref.weighted_cross_entropy(logits, wanted, counts)
        gradient = deterministic.sketch("student", array(torch.autograd.grad(loss, logits)[0]), 256)
        result |= {f"{trust}.{form}.loss": array(loss), f"{trust}.{form}.gradient": gradient, f"{trust}.{form}.confident": array(confident)}
    return result


def upsampling():
    x = numbers("upsampling", 1, 2, 5, 7)
    return {f"align corners {flag}".lower(): array(ref.upsample(x, (33, 49), flag)) for flag in (False, True)}


def confusion(truth, predicted, classes):
    known = truth != 255
    matrix = np.bincount(truth[known].astype(np.int64) * classes + predicted[known], minlength=classes**2).reshape(classes, classes)
    union = matrix.sum(0) + matrix.sum(1) - np.diag(matrix)
    with np.errstate(invalid="ignore"):
        iou = np.diag(matrix) / union
    return {"confusion": matrix, "iou": iou, "mean iou": np.nanmean(iou)}


def evaluation():
    """Two classes of 21 occur nowhere, one only in the truth."""
    truth = np.stack([deterministic.labels(f"evaluation.{i}", *PICTURE, 19) for i in range(3)])
    predicted = (deterministic.bits("predicted", truth.size) >> np.uint64(33)).astype(np.int64).reshape(truth.shape) % 18
    predicted = np.where((truth < 18) & (predicted % 3 > 0), truth, predicted)
    return confusion(truth, predicted, 21)


def prediction(align_corners):
    """From a picture to the confusion matrix; the best class leads the second by far more than rounding can change."""
    model = networks.create(networks.Shape("resnet18", 19, 8, "frozen")).eval()
    with torch.no_grad():
        logits = ref.upsample(model(ref.batch("forward", 1, *PICTURE, 19)[0])[1][0], PICTURE, align_corners)
    best = logits.topk(2, dim=1).values[0]
    assert (best[0] - best[1]).min() > 1e-5 * logits.abs().max(), "choose another picture"
    return confusion(deterministic.labels("forward.0", *PICTURE, 19), array(logits.argmax(1)[0]), 19)


def training(shape, settings, count=1, picture=PICTURE, steps=5):
    """The first step's losses and gradients, and by how much each parameter and running statistic has moved after all steps."""
    def run():
        game = ref.Training(shape, settings)
        streams = [ref.batch(name, count, *picture, shape.classes, settings.pixels) for name in ("source", "target", "unlabelled")]
        result = {}
        for step in range(steps):
            found = game.learn(*streams[0], *streams[1], streams[2][0])
            if step == 0:
                result |= {f"loss.{name}": array(value) for name, value in found.items()}
                result |= {f"gradient.{name}": deterministic.sketch(name, array(p.grad)) for name, p in game.parameters().items()}
            game.move(step, steps)
        moved = {"moved": game.parameters(), "teacher": game.averages()} | ({"statistics": game.statistics()} if shape.batch_norm == "frozen affine" else {})
        for kind, tensors in moved.items():
            for name, now in tensors.items():
                start = deterministic.weights(name, tuple(now.shape), game.network.shift)
                result[f"{kind}.{name}"] = deterministic.sketch(name, array(now) - start)
        return result
    return run


WEIGHTS = dict(source_weight=0.7, target_weight=1.3, global_weight=0.5, semantic_weight=0.4)
FIXTURES = {
    "forward": forward,
    "discriminators": discriminators,
    "losses": losses,
    "prototypes": prototypes,
    "self-training": self_training,
    "upsampling": upsampling,
    "evaluation": evaluation,
    "prediction": lambda: prediction(False),
    "prediction-aligned": lambda: prediction(True),
    "resnet18-frozen": training(
        networks.Shape("resnet18", 5, 16, "frozen"), ref.Settings("conditional", rate=5e-4, discriminator_rate=2e-5, weight_decay=0.01, **WEIGHTS)),
    "resnet18-learned": training(
        networks.Shape("resnet18", 5, 8, "learned"), ref.Settings("binary", "output", "least squares", rate=2.5e-3, weight_decay=0.01, **WEIGHTS), 2, SMALL),
    "resnet18-adam": training(
        networks.Shape("resnet18", 5, 8, "frozen"),
        ref.Settings("per class", optimizer="adam", rate=5e-5, head_factor=2, discriminator_rate=2e-5, weight_decay=0.01, **WEIGHTS), 1, SMALL),
    "resnet18-joint": training(networks.Shape("resnet18", 5, 16, "frozen"), ref.Settings(rate=2.5e-3, weight_decay=0.01, adversaries=False)),
    "swiftnet": training(
        networks.Shape("resnet18", 5, 32, "frozen", decoder=True),
        ref.Settings(
            rate=2.5e-4, discriminator_rate=2e-5, weight_decay=0.01, class_vectors="share", smoothing=0.1, labelled_as_source=True,
            prototype_weight=0.3, self_training_weight=0.6, teacher_decay=0.7, **WEIGHTS)),
    "resnet101-frozen": training(networks.Shape("resnet101", 19, 16, "frozen"), ref.Settings()),
    "resnet101-learned": training(networks.Shape("resnet101", 19, 8, "learned"), ref.Settings(), 1, PICTURE, 2),
    "paper": training(
        networks.Shape("resnet101", 19, 8, "frozen affine", stride_first=True, ceil_mode=True, branches=2, multi_level=True),
        ref.Settings(backbone_factor=3, align_corners=True, pixels="caffe"), 1, (64, 96), 2),
}


def write(path, arrays):
    """safetensors: length of the header, header, data. Sums and pictures need 32 bits; ratios that are compared exactly need 64."""
    header, data = {}, b""
    for name, values in arrays.items():
        wide = name in ("confusion", "iou", "mean iou") or name.startswith("loss") or values.ndim == 0
        raw = np.ascontiguousarray(values, "<f8" if wide else "<f4").tobytes()
        header[name] = {"dtype": "F64" if wide else "F32", "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def compare(exact, rounded):
    """By group of names: the relative distance over the group, and that of its worst tensor. Tensors next to nothing do not count: a shift before
    another batch norm, for instance, has a gradient of 0."""
    groups = {}
    for name in exact:
        groups.setdefault(".".join(name.split(".")[:2]), []).append(name)
    for group, names in groups.items():
        off = {n: np.nan_to_num(np.asarray(rounded[n], float) - exact[n]) for n in names}
        size = lambda arrays: sum((np.nan_to_num(np.asarray(a, float)) ** 2).sum() for a in arrays) ** 0.5
        whole = size(exact[n] for n in names)
        ratios = {n: size([off[n]]) / size([exact[n]]) for n in names if size([exact[n]]) > 1e-3 * whole}
        worst = max(ratios, key=ratios.get)
        print(f"  {group}: {size(off.values()) / whole:.1e}, worst {ratios[worst]:.1e} ({worst})")


def main():
    for name in sys.argv[1:] or FIXTURES:
        results = []
        for dtype in (torch.float64, torch.float32):
            torch.set_default_dtype(dtype)
            results.append({key: np.asarray(value) for key, value in FIXTURES[name]().items()})
        write(FOLDER / f"{name}.safetensors", results[0])
        print(f"{name}: {(FOLDER / f'{name}.safetensors').stat().st_size / 1024:.0f} kB; 32 bits against 64:")
        compare(*results)


main()
