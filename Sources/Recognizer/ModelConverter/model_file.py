"""Writes a model's file as CNeuralNetwork reads it: see ModelFile.h, which describes the form."""

import dataclasses
import struct

import numpy

NO_TENSOR = 0xFFFFFFFF
CONVOLUTION, DEPTHWISE, TRANSPOSED, MAXIMUM, AVERAGE, AVERAGE_ALL, DOUBLING, IDENTITY = range(1, 9)
NONE, RELU, RELU6, PRELU = range(4)
FLOAT32, FLOAT16 = 1, 2

VERSION = 2
PANEL = 16
GAP = 64
HEADER_BYTES = 512
LAYER_BYTES = 64
# More weights than a layer has.
NEVER = 1 << 62


@dataclasses.dataclass
class Layer:
    """A layer; tensor 0 is the picture, tensor n the output of the n-th layer."""

    kind: int
    input: int
    inputs: int
    outputs: int
    rows: int = 1
    columns: int = 1
    stride: int = 1
    padding: int = 0
    activation: int = NONE
    addend: int = NO_TENSOR
    adds_last: bool = False
    sigmoids: int = 0
    # outputs x inputs x rows x columns; of a depthwise convolution outputs x rows x columns.
    weights: numpy.ndarray | None = None
    biases: numpy.ndarray | None = None
    slopes: numpy.ndarray | None = None

    def weight_type(self, float16_from):
        """How the weights are stored; those of a depthwise convolution are always float32."""
        are_halves = self.weights is not None and self.kind != DEPTHWISE and self.weights.size >= float16_from
        return FLOAT16 if are_halves else FLOAT32

    def data(self, weight_type):
        """What the file has of the layer besides its numbers."""
        if self.weights is None:
            return b""
        padded = -(-self.outputs // PANEL) * PANEL
        parts = [vector(self.biases, padded)]
        if self.activation == PRELU:
            parts.append(vector(self.slopes, padded))
        if self.kind == DEPTHWISE:
            places = numpy.zeros((self.rows, self.columns, padded), "<f4")
            places[..., :self.outputs] = numpy.moveaxis(self.weights, 0, -1)
            parts.append(places.tobytes())
        else:
            parts.append(self.panels(padded, weight_type))
        return b"".join(aligned(part) for part in parts)

    def panels(self, padded, weight_type):
        weights = numpy.zeros((padded, self.inputs, self.rows, self.columns), "<f4")
        weights[:self.outputs] = self.weights
        panels = weights.reshape(-1, PANEL, self.inputs, self.rows, self.columns).transpose(0, 3, 4, 2, 1)
        if weight_type == FLOAT32:
            return panels.astype("<f4").tobytes()
        halves = panels.astype("<f2")
        if not numpy.isfinite(halves).all():
            raise ValueError("a weight is larger than a float16 can be: store this layer as float32")
        places = halves.reshape(-1, self.inputs * PANEL).view("<u2")
        gap = numpy.zeros((len(places), GAP), "u1")
        planes = [numpy.hstack((part.astype("u1"), gap)) for part in (places & 0xFF, places >> 8)]
        return b"".join(plane.tobytes() for plane in planes)


def vector(values, length):
    padded = numpy.zeros(length, "<f4")
    padded[:len(values)] = values
    return padded.tobytes()


def aligned(data):
    return data + bytes(-len(data) % 64)


def checksum(data):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


@dataclasses.dataclass
class Description:
    """What a model's file says of it; see CNeuralNetwork.h."""

    kind: int
    name: str
    source: str
    license: str
    rows: int = 0
    columns: int = 0
    multiple: int = 1
    means: tuple = (0, 0, 0)
    scales: tuple = (1, 1, 1)
    points: tuple = (0,) * 10
    thresholds: tuple = (0,) * 4


def write(path, description, layers, outputs, float16_from, kept_float32=0):
    """Writes a model whose outputs are these tensors.

    Layers with at least `float16_from` weights have them as float16, but for the first `kept_float32` of these."""
    for number, layer in enumerate(layers, 1):
        for values in (layer.weights, layer.biases, layer.slopes):
            if values is not None and not numpy.isfinite(values).all():
                raise ValueError(f"layer {number} has weights that are no numbers")
    offset = HEADER_BYTES + LAYER_BYTES * len(layers)
    table, data = [], []
    for layer in layers:
        weight_type = layer.weight_type(float16_from)
        if weight_type == FLOAT16 and kept_float32 > 0:
            weight_type, kept_float32 = FLOAT32, kept_float32 - 1
        part = layer.data(weight_type)
        table.append(struct.pack(
            "<4I2H7I2Q", layer.kind, layer.activation, layer.input, layer.addend, layer.adds_last, weight_type,
            layer.inputs, layer.outputs, layer.rows, layer.columns, layer.stride, layer.padding, layer.sigmoids, offset, len(part)))
        data.append(part)
        offset += len(part)
    table = b"".join(table)

    def header(checksum):
        texts = [text.encode() for text in (description.name, description.source, description.license)]
        for text, room in zip(texts, (64, 192, 64)):
            if not 0 < len(text) < room:
                raise ValueError(f"{text.decode()!r} does not fit into {room} bytes")
        return struct.pack(
            "<8s2I2Q2I8I3I20f64s192s64s28x", b"RollNet\n", VERSION, description.kind, offset, checksum,
            len(layers), len(outputs), *outputs, *[0] * (8 - len(outputs)), description.rows, description.columns,
            description.multiple, *description.means, *description.scales, *description.points,
            *description.thresholds, *texts)

    with open(path, "wb") as file:
        file.write(header(checksum(header(0) + table)) + table + b"".join(data))


def is_of(path, description):
    """Whether a file is of this version, and of a model as it is described now."""
    try:
        with open(path, "rb") as file:
            header = file.read(HEADER_BYTES)
    except OSError:
        return False
    if len(header) < HEADER_BYTES or struct.unpack_from("<8sI", header) != (b"RollNet\n", VERSION):
        return False
    numbers = struct.pack("<14f", *description.points, *description.thresholds)
    return header[108:164] == numbers and header[164:228].rstrip(b"\0").decode() == description.name
