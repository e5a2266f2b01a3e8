"""The method in plain PyTorch: what the library's networks, losses and training steps are compared with."""
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import deterministic

BLOCKS = {"resnet18": (False, [2, 2, 2, 2]), "resnet101": (True, [3, 4, 23, 3])}


@dataclass
class Shape:
    network: str = "resnet18"
    classes: int = 5
    stride: int = 8
    batch_norm: str = "learned"  # or "frozen", or "frozen affine": scale and shift frozen, batches' own statistics
    stride_first: bool = False  # a bottleneck's stride on its first 1x1 convolution instead of the 3x3
    ceil_mode: bool = False
    branches: int = 4
    multi_level: bool = False


class Block(nn.Module):
    def __init__(self, inputs, width, stride, dilation, bottleneck, stride_first):
        super().__init__()
        outputs = 4 * width if bottleneck else width
        if bottleneck:
            s1, s3 = (stride, 1) if stride_first else (1, stride)
            sizes = [(inputs, width, 1, s1, 1), (width, width, 3, s3, dilation), (width, outputs, 1, 1, 1)]
        else:
            sizes = [(inputs, width, 3, stride, dilation), (width, width, 3, 1, dilation)]
        self.count = len(sizes)
        for i, (a, b, k, s, d) in enumerate(sizes, 1):
            setattr(self, f"conv{i}", nn.Conv2d(a, b, k, s, padding=d * (k // 2), dilation=d, bias=False))
            setattr(self, f"bn{i}", nn.BatchNorm2d(b))
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            if i < self.count:
                y = F.relu(y)
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    def __init__(self, shape):
        super().__init__()
        bottleneck, blocks = BLOCKS[shape.network]
        self.conv1 = nn.Conv2d(3, 64, 7, 2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.channels, self.ceil_mode = 64, shape.ceil_mode
        stride, dilation = 4, 1
        for stage, count in enumerate(blocks, 1):
            step = 1
            if stage > 1 and stride < shape.stride:
                step, stride = 2, stride * 2
            elif stage > 1:
                dilation *= 2
            layers = []
            for i in range(count):
                layers.append(Block(self.channels, 32 * 2**stage, step if i == 0 else 1, dilation, bottleneck, shape.stride_first))
                self.channels = 32 * 2**stage * (4 if bottleneck else 1)
            setattr(self, f"layer{stage}", nn.Sequential(*layers))
            if stage == 3:
                self.middle_channels = self.channels

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, padding=1, ceil_mode=self.ceil_mode)
        middle = self.layer3(self.layer2(self.layer1(x)))
        return middle, self.layer4(middle)


class Classifier(nn.Module):
    def __init__(self, channels, shape):
        super().__init__()
        dilations = [d * 8 // shape.stride for d in (6, 12, 18, 24)]
        self.conv2d_list = nn.ModuleList(nn.Conv2d(channels, shape.classes, 3, padding=d, dilation=d) for d in dilations)
        self.branches = shape.branches

    def forward(self, x):
        return sum(conv(x) for conv in self.conv2d_list[:self.branches])


class DeepLabV2(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.backbone = ResNet(shape)
        self.classifier = Classifier(self.backbone.channels, shape)
        self.auxiliary = Classifier(self.backbone.middle_channels, shape) if shape.multi_level else None
        for norm in self.norms():
            norm.track_running_stats = shape.batch_norm == "frozen affine"  # with "learned", training leaves no trace in them
            norm.weight.requires_grad_(shape.batch_norm == "learned")
            norm.bias.requires_grad_(shape.batch_norm == "learned")

    @property
    def shift(self):
        """Batches' own statistics make numbers of 1 deviation, which stored ones do not."""
        return 0 if self.shape.batch_norm == "frozen" else 3

    def norms(self):
        return [m for m in self.modules() if isinstance(m, nn.BatchNorm2d)]

    def train(self, mode=True):
        super().train(mode)
        if self.shape.batch_norm == "frozen":
            for norm in self.norms():
                norm.eval()
        return self

    def forward(self, images):
        """Features, and logits of one classifier or of both."""
        middle, features = self.backbone(images)
        return features, [self.classifier(features)] + ([self.auxiliary(middle)] if self.auxiliary else [])


class GlobalDiscriminator(nn.Module):
    def __init__(self, classes):
        super().__init__()
        widths = [classes, 64, 128, 256, 512, 1]
        for name, a, b in zip(["conv1", "conv2", "conv3", "conv4", "classifier"], widths, widths[1:]):
            setattr(self, name, nn.Conv2d(a, b, 4, 2, padding=1))

    def forward(self, x):
        for conv in (self.conv1, self.conv2, self.conv3, self.conv4):
            x = F.leaky_relu(conv(x), 0.2)
        return self.classifier(x)


class SemanticDiscriminator(nn.Module):
    def __init__(self, channels, classes, head):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(channels, 256), nn.Linear(256, 256)
        self.classifier = nn.Linear(256, {"binary": 1, "conditional": 2 * classes, "per class": classes}[head])

    def forward(self, v):
        return self.classifier(F.leaky_relu(self.fc2(F.leaky_relu(self.fc1(v), 0.2)), 0.2))


def fill(module, prefix, shift=0):
    for name, value in module.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            value.copy_(torch.from_numpy(deterministic.weights(prefix + name, tuple(value.shape), shift)))
    return module


def create(shape):
    network = DeepLabV2(shape)
    return fill(network, "network.", network.shift)


def normalise(pictures, pixels="torchvision"):
    """Bytes (B, H, W, 3) in B, G, R -> (B, 3, H, W): in R, G, B for torchvision's networks, in B, G, R for Caffe's."""
    if pixels == "caffe":
        x = torch.from_numpy(pictures).to(torch.get_default_dtype()).permute(0, 3, 1, 2)
        return x - torch.tensor([104.00698793, 116.66876762, 122.67891434]).view(1, 3, 1, 1)
    x = torch.from_numpy(pictures[..., ::-1].copy()).to(torch.get_default_dtype()).permute(0, 3, 1, 2) / 255
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    return (x - mean.view(1, 3, 1, 1)) / std.view(1, 3, 1, 1)


def upsample(x, size, align_corners=False):
    return F.interpolate(x, size, mode="bilinear", align_corners=align_corners)


def cross_entropy(logits, labels, align_corners=False):
    return F.cross_entropy(upsample(logits, labels.shape[1:], align_corners), labels, ignore_index=255)


def adversarial(logits, domain, form):
    """domain: 0 = source, 1 = target."""
    wanted = torch.full_like(logits, domain)
    return F.binary_cross_entropy_with_logits(logits, wanted) if form == "cross entropy" else F.mse_loss(logits, wanted)


def semantic_adversarial(logits, classes, domain, head, form):
    if head == "binary":
        return adversarial(logits, domain, form)
    if head == "per class":
        return adversarial(logits[torch.arange(len(classes)), classes], domain, form)
    wanted = classes + domain * logits.shape[1] // 2
    if form == "cross entropy":
        return F.cross_entropy(logits, wanted)
    return ((logits - F.one_hot(wanted, logits.shape[1])) ** 2).sum(1).mean()


def class_vectors(features, labels, classes):
    small = F.interpolate(labels[:, None].double(), features.shape[2:], mode="nearest-exact")[:, 0]
    vectors, ids = [], []
    for image, ids_of_image in zip(features, small):
        for c in range(classes):
            mask = ids_of_image == c
            if mask.any():
                vectors.append(image[:, mask].mean(1))
                ids.append(c)
    return torch.stack(vectors), torch.tensor(ids)


@dataclass
class Settings:
    head: str = "conditional"
    features: str = "backbone"  # or "output"
    form: str = "cross entropy"  # or "least squares"
    source_weight: float = 1
    target_weight: float = 1
    global_weight: float = 0.001
    semantic_weight: float = 0.001
    optimizer: str = "sgd"
    rate: float = 2.5e-4
    head_factor: float = 10
    backbone_factor: float = 1
    weight_decay: float = 5e-4
    discriminator_rate: float = 1e-4
    adversaries: bool = True
    auxiliary_weight: float = 0.1
    auxiliary_global_weight: float = 0.0002
    align_corners: bool = False
    pixels: str = "torchvision"


class Training:
    def __init__(self, shape, settings):
        self.settings = s = settings
        self.network = create(shape).train()
        channels = self.network.backbone.channels if s.features == "backbone" else shape.classes
        self.judges = [fill(GlobalDiscriminator(shape.classes), f"{name}.") for name in ["global", "auxiliary"][:2 if shape.multi_level else 1]]
        self.judge_class = fill(SemanticDiscriminator(channels, shape.classes, s.head), "semantic.")
        self.players = {"network": self.network}
        if s.adversaries:
            self.players |= {"semantic": self.judge_class} | dict(zip(["global", "auxiliary"], self.judges))
        backbone = [p for p in self.network.backbone.parameters() if p.requires_grad]
        groups = [{"params": backbone, "base": s.rate * s.backbone_factor}] + [
            {"params": list(c.parameters()), "base": s.rate * s.head_factor} for c in (self.network.classifier, self.network.auxiliary) if c]
        if s.optimizer == "sgd":
            first = torch.optim.SGD(groups, lr=s.rate, momentum=0.9, weight_decay=s.weight_decay)
        else:
            first = torch.optim.Adam(groups, lr=s.rate, weight_decay=s.weight_decay)
        self.optimizers = [first] + [
            torch.optim.Adam([{"params": list(d.parameters()), "base": s.discriminator_rate}], lr=s.discriminator_rate, betas=(0.9, 0.99))
            for name, d in self.players.items() if name != "network"]

    def vectors(self, features, logits, labels):
        return class_vectors(features if self.settings.features == "backbone" else logits.softmax(1), labels, self.network.shape.classes)

    def learn(self, source, source_labels, target, target_labels, unlabelled):
        """Fills all gradients; returns the losses."""
        s, losses, levels = self.settings, {}, ["", "auxiliary "]
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        fs, gs = self.network(source)
        ft, gt = self.network(target)
        total = 0
        for level, share, a, b in zip(levels, (1, s.auxiliary_weight), gs, gt):
            losses[level + "source"] = cross_entropy(a, source_labels, s.align_corners)
            losses[level + "target"] = cross_entropy(b, target_labels, s.align_corners)
            total = total + share * (s.source_weight * losses[level + "source"] + s.target_weight * losses[level + "target"])
        if not s.adversaries:
            total.backward()
            return losses

        _, gu = self.network(unlabelled)
        ps, pu = ([upsample(g, source.shape[2:], s.align_corners).softmax(1) for g in logits] for logits in (gs, gu))
        for level, weight, judge, p in zip(levels, (s.global_weight, s.auxiliary_global_weight), self.judges, pu):
            losses[level + "global"] = adversarial(judge(p), 0, s.form)
            total = total + weight * losses[level + "global"]
        (vs, cs), (vt, ct) = self.vectors(fs, gs[0], source_labels), self.vectors(ft, gt[0], target_labels)
        losses["semantic"] = semantic_adversarial(self.judge_class(vt), ct, 0, s.head, s.form)
        (total + s.semantic_weight * losses["semantic"]).backward()

        # What flowed through the judges was meant for the network only.
        for judge in self.judges + [self.judge_class]:
            judge.zero_grad()
        for level, judge, a, b in zip(levels, self.judges, ps, pu):
            losses[level + "global discriminator"] = sum(adversarial(judge(p.detach()), d, s.form) / 2 for d, p in enumerate((a, b)))
            losses[level + "global discriminator"].backward()
        losses["semantic discriminator"] = sum(
            semantic_adversarial(self.judge_class(v.detach()), c, d, s.head, s.form) / 2 for d, (v, c) in enumerate(((vs, cs), (vt, ct))))
        losses["semantic discriminator"].backward()
        return losses

    def move(self, step, steps):
        """One step of every optimizer, at polynomially decayed rates."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * (1 - step / steps) ** 0.9
            optimizer.step()

    def parameters(self):
        """All that has a gradient: neither frozen batch norms nor branches that are not summed."""
        return {f"{player}.{name}": p for player, m in self.players.items() for name, p in m.named_parameters() if p.grad is not None}

    def statistics(self):
        return {f"network.{name}": b for name, b in self.network.named_buffers() if "running" in name}


def batch(name, count, height, width, classes, pixels="torchvision"):
    """Pictures, normalised, and their labels."""
    pictures = np.stack([deterministic.picture(f"{name}.{i}", height, width) for i in range(count)])
    ids = np.stack([deterministic.labels(f"{name}.{i}", height, width, classes) for i in range(count)])
    return normalise(pictures, pixels), torch.from_numpy(ids).long()
