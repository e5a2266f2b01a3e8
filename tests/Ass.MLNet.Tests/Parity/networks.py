"""The networks in plain PyTorch, with the library's names of parameters."""
from dataclasses import dataclass

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
    decoder: bool = False  # SwiftNet's, on all stages of the backbone, instead of DeepLabV2's classifier


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
        self.channels, self.stage_channels, self.ceil_mode = 64, [], shape.ceil_mode
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
            self.stage_channels.append(self.channels)

    def forward(self, x):
        """The feature maps of all four stages."""
        stages = [F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, padding=1, ceil_mode=self.ceil_mode)]
        for layer in (self.layer1, self.layer2, self.layer3, self.layer4):
            stages.append(layer(stages[-1]))
        return stages[1:]


class Classifier(nn.Module):
    def __init__(self, channels, shape):
        super().__init__()
        dilations = [d * 8 // shape.stride for d in (6, 12, 18, 24)]
        self.conv2d_list = nn.ModuleList(nn.Conv2d(channels, shape.classes, 3, padding=d, dilation=d) for d in dilations)
        self.branches = shape.branches

    def forward(self, x):
        return sum(conv(x) for conv in self.conv2d_list[:self.branches])


class Decoder(nn.Module):
    """SwiftNet's, without its pyramid pooling and its batch norms."""
    channels = 128

    def __init__(self, stage_channels):
        super().__init__()
        self.laterals = nn.ModuleList(nn.Conv2d(c, self.channels, 1) for c in stage_channels)
        self.blends = nn.ModuleList(nn.Conv2d(self.channels, self.channels, 3, padding=1) for _ in stage_channels[1:])

    def forward(self, stages):
        x = self.laterals[-1](stages[-1])
        for i in reversed(range(len(stages) - 1)):
            x = F.interpolate(x, stages[i].shape[2:], mode="bilinear", align_corners=False)
            x = F.relu(self.blends[i](self.laterals[i](stages[i]) + x))
        return x


class Network(nn.Module):
    """DeepLabV2, or SwiftNet if it has a decoder."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape
        self.backbone = ResNet(shape)
        self.decoder = Decoder(self.backbone.stage_channels) if shape.decoder else None
        self.channels = Decoder.channels if shape.decoder else self.backbone.channels
        self.classifier = nn.Conv2d(self.channels, shape.classes, 1) if shape.decoder else Classifier(self.channels, shape)
        self.auxiliary = Classifier(self.backbone.stage_channels[2], shape) if shape.multi_level else None
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
        stages = self.backbone(images)
        features = self.decoder(stages) if self.decoder else stages[-1]
        return features, [self.classifier(features)] + ([self.auxiliary(stages[2])] if self.auxiliary else [])

    def heads(self):
        """What learns at the classifier's rate."""
        return [m for m in (self.decoder, self.classifier, self.auxiliary) if m]


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
    network = Network(shape)
    return fill(network, "network.", network.shift)
