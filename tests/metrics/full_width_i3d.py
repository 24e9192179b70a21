#!/usr/bin/env python3
"""FVD of `unroll measure` with a full-width I3D of random weights, beside plain PyTorch and numpy.

Run: full_width_i3d.py UNROLL. Both kinds of public weight files are written, converted and used.
"""
import pathlib
import tempfile

from full_width import close, convert, frechet, measure

import convert_features
import i3d_reference
import numpy as np
import torch

torch.set_default_dtype(torch.float32)  # The reference sets another.


def network():
    torch.manual_seed(5)
    net = i3d_reference.I3d().eval()
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm3d):
            module.running_mean.normal_(0, 0.1), module.running_var.uniform_(0.5, 1.5)
        if isinstance(module, torch.nn.Conv3d):
            torch.nn.init.kaiming_normal_(module.weight)
    return net


def features(net, clips):
    x = torch.from_numpy(clips).permute(0, 4, 1, 2, 3).float() / 127.5 - 1
    n, c, t = x.shape[:3]
    flat = x.transpose(1, 2).flatten(0, 1)
    big = torch.nn.functional.interpolate(flat, (224, 224), mode="bilinear", align_corners=False)
    with torch.no_grad():
        return net(big.unflatten(0, (n, t)).transpose(1, 2)).double().numpy()


def tensorflow_names(state):
    """The same weights under the names and in the layout of the original release."""
    out = {}
    root = "RGB/inception_i3d/"
    for name, scope, *_ in convert_features.i3d_units():
        out[f"{root}{scope}/conv_3d/w"] = state[f"{name}.conv3d.weight"].permute(2, 3, 4, 1, 0).numpy()
        for ours, theirs in (("bias", "beta"), ("running_mean", "moving_mean"), ("running_var", "moving_variance")):
            out[f"{root}{scope}/batch_norm/{theirs}"] = state[f"{name}.bn.{ours}"].numpy().reshape(1, 1, 1, 1, -1)
    out[root + "Logits/Conv3d_0c_1x1/conv_3d/w"] = state["logits.conv3d.weight"].permute(2, 3, 4, 1, 0).numpy()
    out[root + "Logits/Conv3d_0c_1x1/conv_3d/b"] = state["logits.conv3d.bias"].numpy()
    return out


def main():
    rng = np.random.default_rng(3)
    net = network()
    real = rng.integers(0, 256, (8, 9, 32, 32, 3), dtype=np.uint8)
    fake = (rng.integers(0, 256, (5, 9, 32, 32, 3)) // 2).astype(np.uint8)
    expected = frechet(features(net, real), features(net, fake))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        np.save(folder / "real.npy", real), np.save(folder / "fake.npy", fake)
        torch.save(net.state_dict(), folder / "i3d.pt")
        np.savez(folder / "i3d.npz", **tensorflow_names(net.state_dict()))
        for source in ("i3d.pt", "i3d.npz"):
            weights = folder / (source + ".safetensors")
            said, _ = convert("i3d", folder / source, weights)
            assert "12,697,264 parameters" in said, said
            rows, _ = measure(folder, 9, "--measures", "fvd", "--features", weights)
            close(source, rows["fvd"]["whole"], expected)


main()
