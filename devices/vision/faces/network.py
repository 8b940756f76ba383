"""dlib's face network in onnxruntime: the same weights and the same result, 20 to 40 times as fast as in dlib's wheel.

dlib computes its convolutions with loops of its own where it is built without a BLAS, as the wheel is. The graph is
built in memory when the process starts, which takes less time than to read it from disk would save.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from devices.vision.faces.dlib_file import COLOURS, FILTERS, LENGTH, SIDE, Block, Convolution, Network, read_network
from devices.vision.faces.looks import Picture, Template

_OPSET, _IR = 13, 8  # the oldest that have all that is used: any runtime since 2021 reads them
_SCALE = 1 / 256


class FaceNetwork:
    """Face pictures in, templates out. May be used from several threads."""

    def __init__(self, data: bytes, threads: int = 1) -> None:
        """`data`: dlib's file; raises NotThisNetwork. One thread is quickest: the layers are too small to be shared."""
        network = read_network(data)
        self._means = network.means
        self._session = session_of(as_onnx(network).SerializeToString(), threads)

    def templates(self, chips: list[Picture]) -> list[Template]:
        """Of pictures of SIDE × SIDE pixels, red, green, blue, as dlib.get_face_chip cuts them."""
        if not chips:
            return []
        blob = cv2.dnn.blobFromImages(chips, _SCALE, (SIDE, SIDE), self._means)
        (out,) = self._session.run(None, {"picture": blob})
        return list(np.asarray(out, np.float32))


def session_of(model: bytes, threads: int = 1) -> ort.InferenceSession:
    """A network ready to run on this machine's processor."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # errors come as exceptions; nothing is written beside
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def as_onnx(network: Network) -> onnx.ModelProto:
    """The network as a graph, from "picture" (n × 3 × SIDE × SIDE) to "template" (n × LENGTH)."""
    graph = _Graph()
    here = graph.convolution("picture", network.stem)
    here = graph.node("Relu", [here])
    here = graph.node("MaxPool", [here], kernel_shape=[3, 3], strides=[2, 2])
    channels, side = FILTERS, _left(_left(SIDE, network.stem.weights.shape[2], 2, 0), 3, 2, 0)
    for block in network.blocks:
        here, channels, side = _block(graph, here, channels, side, block)
    here = graph.node("Flatten", [graph.node("GlobalAveragePool", [here])])
    graph.node("MatMul", [here, graph.constant(network.last)], "template")
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "faces",
            [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", COLOURS, SIDE, SIDE])],
            [helper.make_tensor_value_info("template", TensorProto.FLOAT, ["n", LENGTH])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=_IR,
    )


def _block(graph: _Graph, here: str, channels: int, side: int, block: Block) -> tuple[str, int, int]:
    """A residual block: what comes out of it, with its channels and side.

    dlib's add_prev adds pictures of different sizes: the smaller one is filled up with zeros, right, below and behind.
    """
    filters = block.first.weights.shape[0]
    inner = graph.node("Relu", [graph.convolution(here, block.first)])
    inner = graph.convolution(inner, block.second)
    inner_side = _left(side, 3, block.first.stride, block.first.padding)
    if block.down:
        here = graph.node("AveragePool", [here], kernel_shape=[2, 2], strides=[2, 2])
        side = _left(side, 2, 2, 0)
    largest = max(side, inner_side)
    here = graph.filled_up(here, filters - channels, largest - side)
    inner = graph.filled_up(inner, 0, largest - inner_side)
    return graph.node("Relu", [graph.node("Add", [inner, here])]), filters, largest


def _left(side: int, size: int, stride: int, padding: int) -> int:
    """How many pixels are left of a side after a window of `size` has gone over it."""
    return (side + 2 * padding - size) // stride + 1


@dataclass
class _Graph:
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, values: npt.NDArray[np.float32] | npt.NDArray[np.int64]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str = "", **how: list[int]) -> str:
        name = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **how))
        return name

    def convolution(self, here: str, layer: Convolution) -> str:
        inputs = [here, self.constant(layer.weights), self.constant(layer.bias)]
        size = list(layer.weights.shape[2:])
        return self.node("Conv", inputs, kernel_shape=size, strides=[layer.stride] * 2, pads=[layer.padding] * 4)

    def filled_up(self, here: str, channels: int, side: int) -> str:
        """With zeros: so many channels behind, so many pixels right and below."""
        if not channels and not side:
            return here
        return self.node("Pad", [here, self.constant(np.array([0, 0, 0, 0, 0, channels, side, side], np.int64))])
