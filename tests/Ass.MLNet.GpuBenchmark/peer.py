"""The same steps and predictions in PyTorch, eagerly: python3 peer.py WORK NETWORK BATCH PRECISION DEVICE WIDTH HEIGHT.

PRECISION: fp32, tf32, bf16 (autocast, TF32 for the rest) or bf16cl (likewise, channels last).

Each line read is a number of runs, each line written says in JSON what they took. reference.py, beside this file, has the method's networks and losses."""
import contextlib
import json
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

import deterministic
import reference as ref

CLASSES = 19
DECAY = 0.01


def class_vectors(features, labels, classes):
    """reference.class_vectors without its loops."""
    small = F.interpolate(labels[:, None].float(), features.shape[2:], mode="nearest-exact")
    mask = (small == torch.arange(classes, device=labels.device).view(1, -1, 1, 1)).to(features.dtype)
    counts = mask.sum((2, 3))
    means = torch.einsum("bkhw,bchw->bkc", mask, features) / counts[:, :, None].clamp(min=1)
    present = counts > 0
    return means[present], present.nonzero()[:, 1]


class Step(ref.Training):
    """AdaptSegNet's order: each stream goes back through the network at once."""

    def __init__(self, network, batch, size, device, autocast, layout):
        super().__init__(ref.Shape(network, CLASSES, 8, "frozen"), ref.Settings())
        for player in self.players.values():
            player.to(device)
        self.network.to(memory_format=layout)
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * DECAY
        self.device, self.autocast, self.losses = device, autocast, {}
        self.batches = []
        for name in ("source", "target", "unlabelled"):
            images, labels = ref.batch(name, batch, *size, CLASSES)
            self.batches.append(pinned([images.contiguous(memory_format=layout), labels], device))

    def run(self):
        s, losses = self.settings, {}
        (xs, ys), (xt, yt), (xu, _) = [[t.to(self.device, non_blocking=True) for t in b] for b in self.batches]
        judge, players = self.judges[0], list(self.players.values())
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        for player in players[1:]:
            player.requires_grad_(False)

        with self.autocast():
            fs, gs = self.network(xs)
        losses["source"] = ref.cross_entropy(gs[0].float(), ys)
        losses["source"].backward()
        with torch.no_grad():
            ps = ref.upsample(gs[0].float(), xs.shape[2:]).softmax(1)
            vs, cs = class_vectors(fs.float(), ys, CLASSES)

        with self.autocast():
            ft, gt = self.network(xt)
        losses["target"] = ref.cross_entropy(gt[0].float(), yt)
        vt, ct = class_vectors(ft.float(), yt, CLASSES)
        losses["semantic"] = self.judged(vt, ct, 0)
        (losses["target"] + s.semantic_weight * losses["semantic"]).backward()

        with self.autocast():
            _, gu = self.network(xu)
        pu = ref.upsample(gu[0].float(), xu.shape[2:]).softmax(1)
        with self.autocast():
            seen = judge(pu)
        losses["global"] = ref.adversarial(seen.float(), 0, s.form)
        (s.global_weight * losses["global"]).backward()

        for player in players[1:]:
            player.requires_grad_(True)
        losses["global discriminator"] = 0
        for domain, p in enumerate((ps, pu.detach())):
            with self.autocast():
                seen = judge(p)
            loss = ref.adversarial(seen.float(), domain, s.form) / 2
            loss.backward()
            losses["global discriminator"] = losses["global discriminator"] + loss.detach()
        losses["semantic discriminator"] = (self.judged(vs, cs, 0) + self.judged(vt.detach(), ct, 1)) / 2
        losses["semantic discriminator"].backward()
        for optimizer in self.optimizers:
            optimizer.step()
        self.losses = losses

    def judged(self, vectors, classes, domain):
        with self.autocast():
            logits = self.judge_class(vectors)
        return ref.semantic_adversarial(logits.float(), classes, domain, self.settings.head, self.settings.form)


class Score:
    def __init__(self, network, batch, size, device, autocast, layout):
        self.network = ref.create(ref.Shape(network, CLASSES, 8, "frozen")).eval().to(device, memory_format=layout)
        self.images, _ = pinned(ref.batch("unlabelled", batch, *size, CLASSES), device)
        self.device, self.autocast, self.losses, self.size = device, autocast, {}, size

    def run(self):
        with torch.inference_mode(), self.autocast():
            _, logits = self.network(self.images.to(self.device, non_blocking=True))
            self.ids = ref.upsample(logits[0], self.size).argmax(1).to(torch.uint8).cpu().numpy()


def pinned(tensors, device):
    return [t.pin_memory() if device == "cuda" else t for t in tensors]


def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def main():
    work, network, batch, precision, device, width, height = sys.argv[1:]
    cuda = device == "cuda"
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision != "fp32"
    autocast = (lambda: torch.autocast(device, torch.bfloat16)) if precision.startswith("bf16") else contextlib.nullcontext
    layout = torch.channels_last if precision == "bf16cl" else torch.contiguous_format
    game = {"step": Step, "score": Score}[work](network, int(batch), (int(height), int(width)), device, autocast, layout)
    wait = torch.cuda.synchronize if cuda else lambda: None
    free = (lambda: torch.cuda.mem_get_info()[0]) if cuda else lambda: 0
    taken = 0
    print(json.dumps({"version": f"PyTorch {torch.__version__}"}), flush=True)
    for line in sys.stdin:
        before = free()
        wait()
        began = time.perf_counter()
        for _ in range(int(line)):
            game.run()
        losses = {name: float(loss) for name, loss in game.losses.items()}
        wait()
        seconds = time.perf_counter() - began
        taken += before - free()
        answer = {"seconds": seconds, "memory": taken if cuda else resident(), "losses": losses}
        if cuda:
            answer["allocated"] = torch.cuda.max_memory_allocated()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
