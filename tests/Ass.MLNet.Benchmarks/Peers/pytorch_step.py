"""A training step of ASS in plain PyTorch, as a peer of the benchmark: DeepLabV2-ResNet18, learned batch norm, three streams of one image.

Takes commands from standard input, one a line: "step" makes one step and answers "done"; "sgemm" answers the rate of a 2048^3 multiplication in operations a second.
Usage: pytorch_step.py WIDTH HEIGHT OUTPUT_STRIDE CLASSES THREADS
"""
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, inputs, width, stride, dilation):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, dilation, dilation, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, dilation, dilation, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = None
        if stride != 1 or inputs != width:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)), inplace=True)
        y = self.bn2(self.conv2(y))
        y += x if self.downsample is None else self.downsample(x)
        return F.relu(y, inplace=True)


class DeepLabV2(nn.Module):
    def __init__(self, output_stride, classes):
        super().__init__()
        layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(True), nn.MaxPool2d(3, 2, 1)]
        channels, stride, dilation = 64, 4, 1
        for stage, width in enumerate([64, 128, 256, 512]):
            step = 1 if stage == 0 or stride == output_stride else 2
            stride *= step
            if stage and step == 1:
                dilation *= 2
            layers += [Block(channels, width, step, dilation), Block(width, width, 1, dilation)]
            channels = width
        self.backbone = nn.Sequential(*layers)
        dilations = [d * 8 // output_stride for d in (6, 12, 18, 24)]
        self.classifier = nn.ModuleList(nn.Conv2d(512, classes, 3, padding=d, dilation=d) for d in dilations)

    def forward(self, x):
        features = self.backbone(x)
        return features, sum(branch(features) for branch in self.classifier)


def discriminator(classes):
    layers, channels = [], classes
    for width in (64, 128, 256, 512):
        layers += [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, True)]
        channels = width
    return nn.Sequential(*layers, nn.Conv2d(512, 1, 4, 2, 1))


def semantic_discriminator(classes):
    return nn.Sequential(nn.Linear(512, 256), nn.LeakyReLU(0.2, True), nn.Linear(256, 256), nn.LeakyReLU(0.2, True), nn.Linear(256, 2 * classes))


class Step:
    def __init__(self, width, height, output_stride, classes):
        torch.manual_seed(1)
        self.size, self.output_stride, self.classes = (height, width), output_stride, classes
        self.network, self.d_g, self.d_s = DeepLabV2(output_stride, classes), discriminator(classes), semantic_discriminator(classes)
        groups = [{"params": self.network.backbone.parameters(), "lr": 2.5e-4}, {"params": self.network.classifier.parameters(), "lr": 2.5e-3}]
        self.optimizers = [
            torch.optim.SGD(groups, lr=2.5e-4, momentum=0.9, weight_decay=5e-4),
            torch.optim.Adam(self.d_g.parameters(), lr=1e-4, betas=(0.9, 0.99)),
            torch.optim.Adam(self.d_s.parameters(), lr=1e-4, betas=(0.9, 0.99)),
        ]
        self.images = [torch.randn(1, 3, height, width) * 60 for _ in range(3)]
        coarse = [torch.randint(0, classes, (1, 1, 12, 16)).float() for _ in range(2)]
        self.labels = [F.interpolate(c, size=self.size).squeeze(1).long() for c in coarse]

    def upsample(self, logits):
        return F.interpolate(logits, size=self.size, mode="bilinear", align_corners=False)

    def class_vectors(self, features, labels):
        half = self.output_stride // 2
        small = labels[:, half::self.output_stride, half::self.output_stride]
        vectors, classes = [], []
        for c in range(self.classes):
            mask = (small == c).unsqueeze(1).float()
            if mask.sum() > 0:
                vectors.append((features * mask).sum((2, 3)) / mask.sum())
                classes.append(c)
        return torch.cat(vectors), torch.tensor(classes)

    def run(self):
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        judges = [*self.d_g.parameters(), *self.d_s.parameters()]
        for parameter in judges:
            parameter.requires_grad = False

        source_features, logits = self.network(self.images[0])
        source = self.upsample(logits)
        F.cross_entropy(source, self.labels[0]).backward()

        features, logits = self.network(self.images[1])
        vectors, classes = self.class_vectors(features, self.labels[1])
        loss = F.cross_entropy(self.upsample(logits), self.labels[1]) + 0.001 * F.cross_entropy(self.d_s(vectors), classes)
        loss.backward()

        _, logits = self.network(self.images[2])
        target = self.upsample(logits)
        judged = self.d_g(F.softmax(target, dim=1))
        (0.001 * F.binary_cross_entropy_with_logits(judged, torch.zeros_like(judged))).backward()

        for parameter in judges:
            parameter.requires_grad = True
        judged = self.d_g(F.softmax(source.detach(), dim=1))
        (F.binary_cross_entropy_with_logits(judged, torch.zeros_like(judged)) / 2).backward()
        judged = self.d_g(F.softmax(target.detach(), dim=1))
        (F.binary_cross_entropy_with_logits(judged, torch.ones_like(judged)) / 2).backward()

        source_vectors, source_classes = self.class_vectors(source_features.detach(), self.labels[0])
        (F.cross_entropy(self.d_s(source_vectors), source_classes) / 2).backward()
        (F.cross_entropy(self.d_s(vectors.detach()), classes + self.classes) / 2).backward()
        for optimizer in self.optimizers:
            optimizer.step()


def sgemm_rate():
    a, b = torch.rand(2048, 2048), torch.rand(2048, 2048)
    torch.mm(a, b)
    start = time.perf_counter()
    torch.mm(a, b)
    return 2 * 2048**3 / (time.perf_counter() - start)


def main():
    width, height, output_stride, classes, threads = map(int, sys.argv[1:])
    torch.set_num_threads(threads)
    step = Step(width, height, output_stride, classes)
    print(f"PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        if line.strip() == "step":
            step.run()
            print("done", flush=True)
        elif line.strip() == "sgemm":
            print(sgemm_rate(), flush=True)


if __name__ == "__main__":
    main()
