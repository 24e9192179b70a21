#!/usr/bin/env python3
"""Turns public weights of feature networks, which you have downloaded, into the safetensors files that unroll reads.

  packaging/convert_features.py i3d rgb_imagenet.pt ~/.cache/unroll/weights/i3d.safetensors
  packaging/convert_features.py i3d variables.npz   ~/.cache/unroll/weights/i3d.safetensors
  packaging/convert_features.py c3d c3d.npz ~/.cache/unroll/weights/c3d.safetensors --mean mean.npz
  packaging/convert_features.py inception pt_inception-2015-12-05.pth ~/.cache/unroll/weights/inception.safetensors

i3d: the RGB stream trained on Kinetics-400, either as the common PyTorch state dict (Conv3d_1a_7x7.conv3d.weight, …) or as
     the TensorFlow variables of the original release and of its TF-Hub module (RGB/inception_i3d/Conv3d_1a_7x7/conv_3d/w, …)
     saved with numpy.savez. These 400 logits are what published FVD is made of.
c3d: fine-tuned on UCF-101, as a PyTorch state dict (conv1.weight, …) or as the Chainer file of TGAN (conv1a/W, …); --mean is
     the mean clip that was subtracted in its training, (3, 16, 128, 171) or (3, 16, 112, 112), blue-green-red in 0..255.
inception: the Inception-v3 of December 2015 with 1,008 classes that FID is made with, as the state dict of its PyTorch port
     (Conv2d_1a_3x3.conv.weight, …). The Inception-v3 of torchvision has these names too but 1,000 classes and other weights: it
     is refused, because numbers made with it are no FID.

Needs numpy and safetensors, and torch for .pt and .pth files. Such a file is read with weights_only: nothing in it is run.
Exit codes: 0 done, 2 usage, 3 a tensor is missing or has another shape, 4 no such file.
"""
import argparse
import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

MIXED = {
    "Mixed_3b": (192, 64, 96, 128, 16, 32, 32), "Mixed_3c": (256, 128, 128, 192, 32, 96, 64),
    "Mixed_4b": (480, 192, 96, 208, 16, 48, 64), "Mixed_4c": (512, 160, 112, 224, 24, 64, 64),
    "Mixed_4d": (512, 128, 128, 256, 24, 64, 64), "Mixed_4e": (512, 112, 144, 288, 32, 64, 64),
    "Mixed_4f": (528, 256, 160, 320, 32, 128, 128), "Mixed_5b": (832, 256, 160, 320, 32, 128, 128),
    "Mixed_5c": (832, 384, 192, 384, 48, 128, 128),
}
C3D = (("conv1", 3, 64), ("conv2", 64, 128), ("conv3a", 128, 256), ("conv3b", 256, 256),
       ("conv4a", 256, 512), ("conv4b", 512, 512), ("conv5a", 512, 512), ("conv5b", 512, 512))


def refuse(code, sentence):
    print(f"convert_features.py: {sentence}", file=sys.stderr)
    sys.exit(code)


def read(path):
    if not path.is_file():
        refuse(4, f"there is no file '{path}'.")
    if path.suffix == ".npz":
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    if path.suffix == ".safetensors":
        return load_file(path)
    import torch
    state = torch.load(path, map_location="cpu", weights_only=True)
    state = state.get("state_dict", state)
    return {name.removeprefix("module."): tensor.numpy() for name, tensor in state.items()}


def take(source, names, shape):
    """The first of `names` that is there, checked and in float32."""
    for name in names:
        if name in source:
            value = np.asarray(source[name], dtype=np.float32)
            if value.shape != tuple(shape):
                refuse(3, f"{name} has the shape {value.shape}, and {tuple(shape)} is wanted.")
            return np.ascontiguousarray(value)
    refuse(3, f"there is no tensor {' or '.join(names)}; is this the network you named?")


def i3d_units():
    """Our name, TensorFlow's scope, outputs, inputs, kernel of every unit with batch norm."""
    yield "Conv3d_1a_7x7", "Conv3d_1a_7x7", 64, 3, 7
    yield "Conv3d_2b_1x1", "Conv3d_2b_1x1", 64, 64, 1
    yield "Conv3d_2c_3x3", "Conv3d_2c_3x3", 192, 64, 3
    for name, (cin, b0, b1a, b1b, b2a, b2b, b3b) in MIXED.items():
        # One scope of the original release is called 0a_3x3 where all others are 0b_3x3.
        second = "Conv3d_0a_3x3" if name == "Mixed_5b" else "Conv3d_0b_3x3"
        yield f"{name}.b0", f"{name}/Branch_0/Conv3d_0a_1x1", b0, cin, 1
        yield f"{name}.b1a", f"{name}/Branch_1/Conv3d_0a_1x1", b1a, cin, 1
        yield f"{name}.b1b", f"{name}/Branch_1/Conv3d_0b_3x3", b1b, b1a, 3
        yield f"{name}.b2a", f"{name}/Branch_2/Conv3d_0a_1x1", b2a, cin, 1
        yield f"{name}.b2b", f"{name}/Branch_2/{second}", b2b, b2a, 3
        yield f"{name}.b3b", f"{name}/Branch_3/Conv3d_0b_1x1", b3b, cin, 1


def tensorflow_root(source):
    for name in source:
        if name.removesuffix(":0").endswith("Conv3d_1a_7x7/conv_3d/w"):
            return name.removesuffix(":0").removesuffix("Conv3d_1a_7x7/conv_3d/w")
    return None


def convert_i3d(source):
    root = tensorflow_root(source)
    out = {}
    if root is None:
        classes = source["logits.conv3d.weight"].shape[0] if "logits.conv3d.weight" in source else 400
        for name, _, cout, cin, k in i3d_units():
            out[f"{name}.conv3d.weight"] = take(source, [f"{name}.conv3d.weight"], (cout, cin, k, k, k))
            for part in ("weight", "bias", "running_mean", "running_var"):
                out[f"{name}.bn.{part}"] = take(source, [f"{name}.bn.{part}"], (cout,))
        out["logits.conv3d.weight"] = take(source, ["logits.conv3d.weight"], (classes, 1024, 1, 1, 1))
        out["logits.conv3d.bias"] = take(source, ["logits.conv3d.bias"], (classes,))
        return out
    source = {name.removesuffix(":0"): value for name, value in source.items()}
    for name, scope, cout, cin, k in i3d_units():
        weight = take(source, [f"{root}{scope}/conv_3d/w"], (k, k, k, cin, cout))
        out[f"{name}.conv3d.weight"] = np.ascontiguousarray(weight.transpose(4, 3, 0, 1, 2))
        norm = f"{root}{scope}/batch_norm"
        shaped = {part: np.asarray(source[f"{norm}/{part}"]).reshape(-1)
                  for part in ("beta", "moving_mean", "moving_variance") if f"{norm}/{part}" in source}
        out[f"{name}.bn.weight"] = np.ones(cout, np.float32)  # Sonnet's batch norm was used without a gain.
        out[f"{name}.bn.bias"] = take(shaped, ["beta"], (cout,))
        out[f"{name}.bn.running_mean"] = take(shaped, ["moving_mean"], (cout,))
        out[f"{name}.bn.running_var"] = take(shaped, ["moving_variance"], (cout,))
    scope = f"{root}Logits/Conv3d_0c_1x1/conv_3d"
    classes = source[f"{scope}/b"].size if f"{scope}/b" in source else 400
    weight = take(source, [f"{scope}/w"], (1, 1, 1, 1024, classes))
    out["logits.conv3d.weight"] = np.ascontiguousarray(weight.transpose(4, 3, 0, 1, 2))
    out["logits.conv3d.bias"] = take({"b": np.asarray(source.get(f"{scope}/b")).reshape(-1)}, ["b"], (classes,))
    return out


def convert_c3d(source, mean):
    out = {}
    for name, cin, cout in C3D:
        theirs = name + "a" if name in ("conv1", "conv2") else name
        out[f"{name}.weight"] = take(source, [f"{name}.weight", f"{theirs}/W"], (cout, cin, 3, 3, 3))
        out[f"{name}.bias"] = take(source, [f"{name}.bias", f"{theirs}/b"], (cout,))
    last = source.get("fc8.bias", source.get("fc8/b"))
    classes = 101 if last is None else last.shape[0]
    for name, cin, cout in (("fc6", 8192, 4096), ("fc7", 4096, 4096), ("fc8", 4096, classes)):
        out[f"{name}.weight"] = take(source, [f"{name}.weight", f"{name}/W"], (cout, cin))
        out[f"{name}.bias"] = take(source, [f"{name}.bias", f"{name}/b"], (cout,))
    if mean is None:
        refuse(2, "c3d needs --mean, the mean clip that was subtracted in its training.")
    clip = read_mean(mean)
    if clip.shape == (3, 16, 128, 171):
        clip = clip[:, :, 8:120, 30:142]
    out["mean"] = take({"mean": clip}, ["mean"], (3, 16, 112, 112))
    return out


def inception_units():
    """Name, outputs, inputs, kernel (height, width) of every unit with batch norm."""
    for name, cout, cin, k in (("1a_3x3", 32, 3, 3), ("2a_3x3", 32, 32, 3), ("2b_3x3", 64, 32, 3),
                               ("3b_1x1", 80, 64, 1), ("4a_3x3", 192, 80, 3)):
        yield f"Conv2d_{name}", cout, cin, (k, k)
    for name, cin, pool in (("5b", 192, 32), ("5c", 256, 64), ("5d", 288, 64)):
        for branch, cout, own, k in (("1x1", 64, cin, 1), ("5x5_1", 48, cin, 1), ("5x5_2", 64, 48, 5),
                                     ("3x3dbl_1", 64, cin, 1), ("3x3dbl_2", 96, 64, 3), ("3x3dbl_3", 96, 96, 3),
                                     ("_pool", pool, cin, 1)):
            yield f"Mixed_{name}.branch{branch}", cout, own, (k, k)
    for branch, cout, own, k in (("3x3", 384, 288, 3), ("3x3dbl_1", 64, 288, 1), ("3x3dbl_2", 96, 64, 3),
                                 ("3x3dbl_3", 96, 96, 3)):
        yield f"Mixed_6a.branch{branch}", cout, own, (k, k)
    for name, c in (("6b", 128), ("6c", 160), ("6d", 160), ("6e", 192)):
        for branch, cout, own, k in (("1x1", 192, 768, (1, 1)), ("7x7_1", c, 768, (1, 1)), ("7x7_2", c, c, (1, 7)),
                                     ("7x7_3", 192, c, (7, 1)), ("7x7dbl_1", c, 768, (1, 1)),
                                     ("7x7dbl_2", c, c, (7, 1)), ("7x7dbl_3", c, c, (1, 7)),
                                     ("7x7dbl_4", c, c, (7, 1)), ("7x7dbl_5", 192, c, (1, 7)),
                                     ("_pool", 192, 768, (1, 1))):
            yield f"Mixed_{name}.branch{branch}", cout, own, k
    for branch, cout, own, k in (("3x3_1", 192, 768, (1, 1)), ("3x3_2", 320, 192, (3, 3)), ("7x7x3_1", 192, 768, (1, 1)),
                                 ("7x7x3_2", 192, 192, (1, 7)), ("7x7x3_3", 192, 192, (7, 1)),
                                 ("7x7x3_4", 192, 192, (3, 3))):
        yield f"Mixed_7a.branch{branch}", cout, own, k
    for name, cin in (("7b", 1280), ("7c", 2048)):
        for branch, cout, own, k in (("1x1", 320, cin, (1, 1)), ("3x3_1", 384, cin, (1, 1)), ("3x3_2a", 384, 384, (1, 3)),
                                     ("3x3_2b", 384, 384, (3, 1)), ("3x3dbl_1", 448, cin, (1, 1)),
                                     ("3x3dbl_2", 384, 448, (3, 3)), ("3x3dbl_3a", 384, 384, (1, 3)),
                                     ("3x3dbl_3b", 384, 384, (3, 1)), ("_pool", 192, cin, (1, 1))):
            yield f"Mixed_{name}.branch{branch}", cout, own, k


def convert_inception(source):
    if "fc.weight" in source and source["fc.weight"].shape[0] != 1008:
        refuse(3, f"this Inception-v3 has {source['fc.weight'].shape[0]} classes and is not the one that FID is made with, "
                  "which has 1008: take the weights of December 2015 (pt_inception-2015-12-05).")
    out = {}
    for name, cout, cin, k in inception_units():
        out[f"{name}.conv.weight"] = take(source, [f"{name}.conv.weight"], (cout, cin, *k))
        for part in ("weight", "bias", "running_mean", "running_var"):
            out[f"{name}.bn.{part}"] = take(source, [f"{name}.bn.{part}"], (cout,))
    out["fc.weight"] = take(source, ["fc.weight"], (1008, 2048))
    out["fc.bias"] = take(source, ["fc.bias"], (1008,))
    return out


def read_mean(path):
    if not path.is_file():
        refuse(4, f"there is no file '{path}'.")
    loaded = np.load(path, allow_pickle=False)
    return loaded if isinstance(loaded, np.ndarray) else loaded[loaded.files[0]]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("network", choices=("i3d", "c3d", "inception"))
    p.add_argument("weights", type=pathlib.Path)
    p.add_argument("out", type=pathlib.Path)
    p.add_argument("--mean", type=pathlib.Path, help="c3d only: .npy or .npz")
    a = p.parse_args()
    source = read(a.weights)
    convert = {"i3d": convert_i3d, "c3d": lambda weights: convert_c3d(weights, a.mean), "inception": convert_inception}
    out = convert[a.network](source)
    a.out.parent.mkdir(parents=True, exist_ok=True)
    save_file(out, a.out, metadata={"network": a.network, "from": a.weights.name})
    count = sum(value.size for name, value in out.items() if "running" not in name and name != "mean")
    print(f"{a.out}: {len(out)} tensors, {count:,} parameters.")


if __name__ == "__main__":
    main()
