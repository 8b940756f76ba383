"""Tiny networks, as ONNX, with the inputs and outputs of those that an operator may name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

Nodes = list[onnx.NodeProto]


def save(
    file: Path, nodes: Nodes, shape: list[object], outputs: dict[str, list[object]], constants: Mapping[str, object]
) -> Path:
    """A model with the input "in", and outputs of these shapes."""
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("in", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes) for name, sizes in outputs.items()],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(file))
    return file


def embedder(file: Path, length: int, side: int = 112, seed: int = 0) -> Path:
    """What is seen in each of 14 × 14 places, mixed: another face gives another template."""
    pool = side // 14
    mix = np.random.default_rng(seed).normal(size=(3 * 14 * 14, length)).astype(np.float32)
    nodes = [
        helper.make_node("AveragePool", ["in"], ["small"], kernel_shape=[pool, pool], strides=[pool, pool]),
        helper.make_node("Flatten", ["small"], ["flat"]),
        helper.make_node("MatMul", ["flat", "mix"], ["out"]),
    ]
    return save(file, nodes, ["n", 3, side, side], {"out": ["n", length]}, {"mix": mix})


def marker(file: Path, points: int = 68, side: int = 64) -> Path:
    """All points on a line across the picture, whatever it shows."""
    across = np.stack([np.linspace(0.1, 0.9, points), np.full(points, 0.5)], axis=1).astype(np.float32)
    nodes = [
        helper.make_node("GlobalAveragePool", ["in"], ["mean"]),
        helper.make_node("ReduceMean", ["mean"], ["one"], axes=[1, 2, 3], keepdims=1),
        helper.make_node("Mul", ["one", "zero"], ["nothing"]),
        helper.make_node("Reshape", ["nothing", "shape"], ["flat"]),
        helper.make_node("Add", ["flat", "line"], ["out"]),
    ]
    constants = {
        "zero": np.float32(0),
        "shape": np.array([1, 1], np.int64),
        "line": across.reshape(1, -1),
    }
    return save(file, nodes, [1, 3, side, side], {"out": [1, 2 * points]}, constants)


def yunet(file: Path) -> Path:
    """A detector with YuNet's outputs, for which anything white is a face: three cells of its stride wide and high."""
    nodes: Nodes = []
    outputs: dict[str, list[object]] = {}
    constants: dict[str, object] = {
        "limit": np.float32(200),
        "columns": np.array([1, -1, 1], np.int64),
        "four": np.array([1, -1, 4], np.int64),
        "ten": np.array([1, -1, 10], np.int64),
        "zeros": np.zeros((4, 1, 1, 1), np.float32),
        "log3": np.array([0, 0, np.log(3), np.log(3)], np.float32),
        "places": np.array([-0.6, -0.5, 0.6, -0.5, 0, 0, -0.5, 0.6, 0.5, 0.6], np.float32),
        "spread": np.zeros((10, 1, 1, 1), np.float32),
        "axes": np.array([1], np.int64),
    }
    for stride in (8, 16, 32):
        pool, light, white = f"pool{stride}", f"light{stride}", f"white{stride}"
        nodes += [
            helper.make_node("AveragePool", ["in"], [pool], kernel_shape=[stride] * 2, strides=[stride] * 2),
            helper.make_node("ReduceMean", [pool], [light], axes=[1], keepdims=1),
            helper.make_node("Greater", [light, "limit"], [f"is{stride}"]),
            helper.make_node("Cast", [f"is{stride}"], [white], to=TensorProto.FLOAT),
            helper.make_node("Reshape", [white, "columns"], [f"cls_{stride}"]),
            helper.make_node("Reshape", [white, "columns"], [f"obj_{stride}"]),
        ]
        for kind, empty, shape, values in (("bbox", "zeros", "four", "log3"), ("kps", "spread", "ten", "places")):
            nodes += [
                helper.make_node("Conv", [white, empty], [f"{kind}c{stride}"], kernel_shape=[1, 1]),
                helper.make_node("Transpose", [f"{kind}c{stride}"], [f"{kind}t{stride}"], perm=[0, 2, 3, 1]),
                helper.make_node("Reshape", [f"{kind}t{stride}", shape], [f"{kind}r{stride}"]),
                helper.make_node("Add", [f"{kind}r{stride}", values], [f"{kind}_{stride}"]),
            ]
        for kind, length in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)):
            outputs[f"{kind}_{stride}"] = [1, f"n{stride}", length]
    return save(file, nodes, [1, 3, "h", "w"], outputs, constants)
