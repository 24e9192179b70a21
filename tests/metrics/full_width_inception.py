#!/usr/bin/env python3
"""Frame FID and Inception Score of `unroll measure` with a full-width Inception-v3 of random weights, beside plain PyTorch
and numpy, from the converter on.

Run: full_width_inception.py UNROLL.
"""
import pathlib
import tempfile

from full_width import close, convert, frechet, measure

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.set_num_threads(1)


class Net:
    """The network as a function of its state dict, in plain PyTorch functions: `unit` is convolution, batch norm, relu."""

    def __init__(self):
        self.state, self.random = {}, torch.Generator().manual_seed(7)

    def parameter(self, name, shape, low, high):
        if name not in self.state:
            self.state[name] = torch.empty(shape).uniform_(low, high, generator=self.random)
        return self.state[name]

    def unit(self, x, name, cout, kernel=1, stride=1, padding=0):
        k = (kernel, kernel) if isinstance(kernel, int) else kernel
        cin = x.shape[1]
        bound = (6 / (cin * k[0] * k[1])) ** 0.5
        y = F.conv2d(x, self.parameter(f"{name}.conv.weight", (cout, cin, *k), -bound, bound), stride=stride, padding=padding)
        part = [self.parameter(f"{name}.bn.{p}", (cout,), low, high) for p, low, high in (
            ("running_mean", -0.1, 0.1), ("running_var", 0.5, 1.5), ("weight", 0.8, 1.2), ("bias", -0.1, 0.1))]
        return F.relu(F.batch_norm(y, *part, training=False, eps=0.001))

    def chain(self, x, prefix, *units):
        for name, *rest in units:
            x = self.unit(x, f"{prefix}.branch{name}", *rest)
        return x

    def features(self, x):
        c = self.chain

        def mean(x):
            return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
        x = self.unit(x, "Conv2d_1a_3x3", 32, 3, 2)
        x = self.unit(x, "Conv2d_2a_3x3", 32, 3)
        x = F.max_pool2d(self.unit(x, "Conv2d_2b_3x3", 64, 3, 1, 1), 3, 2)
        x = self.unit(x, "Conv2d_3b_1x1", 80)
        x = F.max_pool2d(self.unit(x, "Conv2d_4a_3x3", 192, 3), 3, 2)
        for name, pool in (("Mixed_5b", 32), ("Mixed_5c", 64), ("Mixed_5d", 64)):
            x = torch.cat([c(x, name, ("1x1", 64)), c(x, name, ("5x5_1", 48), ("5x5_2", 64, 5, 1, 2)),
                           c(x, name, ("3x3dbl_1", 64), ("3x3dbl_2", 96, 3, 1, 1), ("3x3dbl_3", 96, 3, 1, 1)),
                           c(mean(x), name, ("_pool", pool))], 1)
        x = torch.cat([c(x, "Mixed_6a", ("3x3", 384, 3, 2)),
                       c(x, "Mixed_6a", ("3x3dbl_1", 64), ("3x3dbl_2", 96, 3, 1, 1), ("3x3dbl_3", 96, 3, 2)),
                       F.max_pool2d(x, 3, 2)], 1)
        wide, high = ((1, 7), 1, (0, 3)), ((7, 1), 1, (3, 0))
        for name, n in (("Mixed_6b", 128), ("Mixed_6c", 160), ("Mixed_6d", 160), ("Mixed_6e", 192)):
            x = torch.cat([c(x, name, ("1x1", 192)), c(x, name, ("7x7_1", n), ("7x7_2", n, *wide), ("7x7_3", 192, *high)),
                           c(x, name, ("7x7dbl_1", n), ("7x7dbl_2", n, *high), ("7x7dbl_3", n, *wide),
                             ("7x7dbl_4", n, *high), ("7x7dbl_5", 192, *wide)), c(mean(x), name, ("_pool", 192))], 1)
        x = torch.cat([c(x, "Mixed_7a", ("3x3_1", 192), ("3x3_2", 320, 3, 2)),
                       c(x, "Mixed_7a", ("7x7x3_1", 192), ("7x7x3_2", 192, *wide), ("7x7x3_3", 192, *high),
                         ("7x7x3_4", 192, 3, 2)), F.max_pool2d(x, 3, 2)], 1)
        wide, high = ((1, 3), 1, (0, 1)), ((3, 1), 1, (1, 0))
        for name, around in (("Mixed_7b", mean), ("Mixed_7c", lambda x: F.max_pool2d(x, 3, 1, 1))):
            a = c(x, name, ("3x3_1", 384))
            b = c(x, name, ("3x3dbl_1", 448), ("3x3dbl_2", 384, 3, 1, 1))
            x = torch.cat([c(x, name, ("1x1", 320)), c(a, name, ("3x3_2a", 384, *wide)), c(a, name, ("3x3_2b", 384, *high)),
                           c(b, name, ("3x3dbl_3a", 384, *wide)), c(b, name, ("3x3dbl_3b", 384, *high)),
                           c(around(x), name, ("_pool", 192))], 1)
        return F.adaptive_avg_pool2d(x, 1).flatten(1)

    def __call__(self, clips):
        """Features of every frame and logits without a bias."""
        x = torch.from_numpy(clips).flatten(0, 1).permute(0, 3, 1, 2).float() / 127.5 - 1
        x = F.interpolate(x, (299, 299), mode="bilinear", align_corners=False)
        with torch.no_grad():
            features = torch.cat([self.features(part) for part in x.split(4)])
            weight = self.parameter("fc.weight", (1008, 2048), -0.05, 0.05)
            self.parameter("fc.bias", (1008,), -3, 3)
            return features.double().numpy(), (features @ weight.t()).double()


def score(logits):
    p = logits.softmax(1)
    return float((p * (p.log() - p.mean(0).log())).sum(1).mean().exp())


def main():
    rng = np.random.default_rng(3)
    net = Net()
    real = rng.integers(0, 256, (8, 2, 32, 32, 3), dtype=np.uint8)
    fake = (rng.integers(0, 256, (4, 2, 32, 32, 3)) // 2).astype(np.uint8)
    (a, _), (b, logits) = net(real), net(fake)
    expected = frechet(a, b)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.save(folder / "real.npy", real), np.save(folder / "fake.npy", fake)
        state = dict(net.state)
        for key in list(state):
            if key.endswith("running_mean"):
                state[key.replace("running_mean", "num_batches_tracked")] = torch.tensor(0)
        torch.save(state, folder / "port.pth")
        weights = folder / "inception.safetensors"
        said, _ = convert("inception", folder / "port.pth", weights)
        assert "23,850,960 parameters" in said, said
        rows, protocol = measure(folder, 2, "--measures", "fid,is", "--features", f"inception:{weights}", "--draws", "1")
        assert protocol["network"] == "inception" and protocol["resize"] == "bilinear to 299x299", protocol
        close("fid", rows["fid"]["whole"], expected)
        # Noise gives scores near 1, so what is above it is compared.
        close("Inception Score, less 1", rows["is_inception"]["whole"] - 1, score(logits) - 1)

        # torchvision's weights have the same names and another number of classes: never taken for these.
        state["fc.weight"], state["fc.bias"] = state["fc.weight"][:1000].clone(), state["fc.bias"][:1000].clone()
        torch.save(state, folder / "other.pth")
        other = folder / "other.safetensors"
        assert "1000 classes" in convert("inception", folder / "other.pth", other, code=3)[1]
        save_file({key: value for key, value in state.items() if "num_batches" not in key}, other)
        assert "1000 classes" in measure(folder, 2, "--measures", "fid", "--features", other, code=3)
        assert "convert_features.py inception" in measure(folder, 2, "--measures", "fid", code=4, UNROLL_WEIGHTS=name + "/no")


main()
