"""The method in plain PyTorch: what the library's losses and training steps are compared with."""
import copy
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import deterministic
from networks import GlobalDiscriminator, SemanticDiscriminator, create, fill


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


def adversarial(logits, domain, form, smoothing=0):
    """domain: 0 = source, 1 = target; each is smoothed towards the other."""
    wanted = torch.full_like(logits, abs(domain - smoothing))
    return F.binary_cross_entropy_with_logits(logits, wanted) if form == "cross entropy" else F.mse_loss(logits, wanted)


def semantic_adversarial(logits, classes, domain, head, form, smoothing=0):
    if head == "binary":
        return adversarial(logits, domain, form, smoothing)
    if head == "per class":
        return adversarial(logits[torch.arange(len(classes)), classes], domain, form, smoothing)
    outputs = logits.shape[1]
    wanted = sum(share * F.one_hot(classes + d * outputs // 2, outputs) for d, share in ((domain, 1 - smoothing), (1 - domain, smoothing)))
    if form == "cross entropy":
        return F.cross_entropy(logits, wanted.to(logits))
    return ((logits - wanted) ** 2).sum(1).mean()


def class_vectors(features, labels, classes, weights="nearest"):
    size = features.shape[2:]
    if weights == "nearest":
        small = F.interpolate(labels[:, None].double(), size, mode="nearest-exact")[:, 0]
        shares = torch.stack([(small == c).to(features) for c in range(classes)], 1)
    else:
        # Every pixel as many times as there are cells along each side, so that as many lie in each cell as the image has pixels.
        is_class = torch.stack([(labels == c).to(features) for c in range(classes)], 1)
        shares = F.avg_pool2d(is_class.repeat_interleave(size[0], 2).repeat_interleave(size[1], 3), labels.shape[1:])
    vectors, ids = [], []
    for image, shares_of_image in zip(features, shares):
        for c in range(classes):
            share = shares_of_image[c]
            if share.sum() > 0:
                vectors.append((image * share).sum((1, 2)) / share.sum())
                ids.append(c)
    return torch.stack(vectors), torch.tensor(ids)


class Prototypes:
    """The running mean of each class's source vectors."""

    def __init__(self, classes, channels):
        self.means, self.updates = torch.zeros(classes, channels), torch.zeros(classes)

    def take(self, vectors, ids):
        for c in ids.unique():
            self.updates[c] += 1
            self.means[c] += max(1 / self.updates[c], 0.01) * (vectors[ids == c].detach().mean(0) - self.means[c])

    def distance(self, vectors, ids):
        known = self.updates[ids] > 0
        return (vectors[known] - self.means[ids[known]]).abs().mean(1).mean()


def pseudo_labels(probabilities, given, origins, trust, confidence, soft):
    """What the student is to say as probabilities (B, K, H, W), how much each pixel counts, and the share of confident ones.

    origins: 0 = padding, 1 = the unlabelled image, 2 = pasted, with the label given."""
    highest, best = probabilities.max(1)
    wanted = probabilities if soft else F.one_hot(best, probabilities.shape[1]).permute(0, 3, 1, 2).to(probabilities)
    counts, shares, margin = torch.zeros_like(highest), [], 1.0
    wanted = wanted.clone()
    for i in range(len(probabilities)):
        shown, limits = origins[i] != 0, torch.full_like(highest[i], confidence)
        if trust == "classes":
            for c in best[i][shown].unique():
                mean = highest[i][shown & (best[i] == c)].mean()
                limits[best[i] == c] = limits[best[i] == c].minimum(mean)
        margin = min(margin, (highest[i] - limits).abs().min().item())
        sure = (highest[i] >= limits) & shown
        shares.append(sure.sum() / shown.sum())
        counts[i] = shares[-1] if trust == "images" else sure.to(highest)
        counts[i][origins[i] != 1] = 0
        pasted = (origins[i] == 2) & (given[i] != 255)
        counts[i][pasted] = 1
        wanted[i][:, pasted] = F.one_hot(given[i][pasted], probabilities.shape[1]).T.to(wanted)
    assert margin > 1e-6, "rounding decides what is trusted; choose other numbers"
    return wanted, counts, torch.stack(shares).mean()


def weighted_cross_entropy(logits, wanted, counts):
    return (counts * -(wanted * logits.log_softmax(1)).sum(1)).mean()


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
    class_vectors: str = "nearest"  # or "share"
    smoothing: float = 0
    labelled_as_source: bool = False
    prototype_weight: float = 0
    self_training_weight: float = 0  # with soft labels of all pixels, on images as they are
    teacher_decay: float = 0.99


class Training:
    def __init__(self, shape, settings):
        self.settings = s = settings
        self.network = create(shape).train()
        self.teacher = copy.deepcopy(self.network)
        channels = self.network.channels if s.features == "backbone" else shape.classes
        self.prototypes = Prototypes(shape.classes, channels)
        self.judges = [fill(GlobalDiscriminator(shape.classes), f"{name}.") for name in ["global", "auxiliary"][:2 if shape.multi_level else 1]]
        self.judge_class = fill(SemanticDiscriminator(channels, shape.classes, s.head), "semantic.")
        self.players = {"network": self.network}
        if s.adversaries:
            self.players |= {"semantic": self.judge_class} | dict(zip(["global", "auxiliary"], self.judges))
        backbone = [p for p in self.network.backbone.parameters() if p.requires_grad]
        groups = [{"params": backbone, "base": s.rate * s.backbone_factor}] + [
            {"params": list(head.parameters()), "base": s.rate * s.head_factor} for head in self.network.heads()]
        if s.optimizer == "sgd":
            first = torch.optim.SGD(groups, lr=s.rate, momentum=0.9, weight_decay=s.weight_decay)
        else:
            first = torch.optim.Adam(groups, lr=s.rate, weight_decay=s.weight_decay)
        self.optimizers = [first] + [
            torch.optim.Adam([{"params": list(d.parameters()), "base": s.discriminator_rate}], lr=s.discriminator_rate, betas=(0.9, 0.99))
            for name, d in self.players.items() if name != "network"]

    def vectors(self, features, logits, labels):
        seen = features if self.settings.features == "backbone" else logits.softmax(1)
        return class_vectors(seen, labels, self.network.shape.classes, self.settings.class_vectors)

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
        ps, pt, pu = ([upsample(g, source.shape[2:], s.align_corners).softmax(1) for g in logits] for logits in (gs, gt, gu))
        if s.labelled_as_source:
            ps = [torch.cat(pair) for pair in zip(ps, pt)]
        for level, weight, judge, p in zip(levels, (s.global_weight, s.auxiliary_global_weight), self.judges, pu):
            losses[level + "global"] = adversarial(judge(p), 0, s.form)
            total = total + weight * losses[level + "global"]
        (vs, cs), (vt, ct) = self.vectors(fs, gs[0], source_labels), self.vectors(ft, gt[0], target_labels)
        losses["semantic"] = semantic_adversarial(self.judge_class(vt), ct, 0, s.head, s.form)
        total = total + s.semantic_weight * losses["semantic"]
        if s.prototype_weight:
            self.prototypes.take(vs, cs)
            losses["prototype"] = self.prototypes.distance(vt, ct)
            total = total + s.prototype_weight * losses["prototype"]
        if s.self_training_weight:
            with torch.no_grad():
                wanted = upsample(self.teacher(unlabelled)[1][0], unlabelled.shape[2:], s.align_corners).softmax(1)
            said = upsample(gu[0], unlabelled.shape[2:], s.align_corners)
            losses["self-training"] = weighted_cross_entropy(said, wanted, torch.ones_like(wanted[:, 0]))
            total = total + s.self_training_weight * losses["self-training"]
        total.backward()

        # What flowed through the judges was meant for the network only.
        for judge in self.judges + [self.judge_class]:
            judge.zero_grad()
        for level, judge, a, b in zip(levels, self.judges, ps, pu):
            losses[level + "global discriminator"] = sum(
                adversarial(judge(p.detach()), d, s.form, s.smoothing) / 2 for d, p in enumerate((a, b)))
            losses[level + "global discriminator"].backward()
        losses["semantic discriminator"] = sum(
            semantic_adversarial(self.judge_class(v.detach()), c, d, s.head, s.form, s.smoothing) / 2
            for d, (v, c) in enumerate(((vs, cs), (vt, ct))))
        losses["semantic discriminator"].backward()
        return losses

    def move(self, step, steps):
        """One step of every optimizer, at polynomially decayed rates, and of the teacher."""
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * (1 - step / steps) ** 0.9
            optimizer.step()
        with torch.no_grad():
            keep = min(1 - 1 / (step + 1), self.settings.teacher_decay)
            for average, now in zip(self.teacher.parameters(), self.network.parameters()):
                average.copy_(keep * average + (1 - keep) * now)

    def parameters(self):
        """All that has a gradient: neither frozen batch norms nor branches that are not summed."""
        return {f"{player}.{name}": p for player, m in self.players.items() for name, p in m.named_parameters() if p.grad is not None}

    def averages(self):
        """The teacher's weights, where it teaches."""
        return {f"network.{name}": p for name, p in self.teacher.named_parameters() if p.requires_grad} if self.settings.self_training_weight else {}

    def statistics(self):
        return {f"network.{name}": b for name, b in self.network.named_buffers() if "running" in name}


def batch(name, count, height, width, classes, pixels="torchvision"):
    """Pictures, normalised, and their labels."""
    pictures = np.stack([deterministic.picture(f"{name}.{i}", height, width) for i in range(count)])
    ids = np.stack([deterministic.labels(f"{name}.{i}", height, width, classes) for i in range(count)])
    return normalise(pictures, pixels), torch.from_numpy(ids).long()
