"""dlib's face recognition network, dlib_face_recognition_resnet_model_v1.dat, as an ONNX model.

The file is what dlib's serialize() writes (dlib 19, dlib/serialize.h, dlib/dnn/core.h and layers.h): the versions of all
layers from the last to the first, then what each has from the first to the last. How the layers are connected is not in
it, but in the type of dlib's example dnn_face_recognition_ex.cpp: after "Deep Residual Learning for Image Recognition"
(He, Zhang, Ren and Sun, 2015), residual blocks of two convolutions, where a block that halves the picture adds the mean
of 2x2 pixels, with zeros for the channels and pixels that one of both does not have.
"""

import numpy
import onnx
from onnx import helper, numpy_helper

SIDE = 150


class Reader:
    """dlib's forms of numbers, texts and tensors."""

    def __init__(self, data):
        self.data = data
        self.place = 0

    def take(self, count):
        if count > len(self.data) - self.place:
            raise ValueError("dlib's network is cut short")
        self.place += count
        return self.data[self.place - count:self.place]

    def integer(self):
        control = self.take(1)[0]
        value = int.from_bytes(self.take(control & 0x0F), "little")
        return -value if control & 0x80 else value

    def boolean(self):
        return self.take(1) == b"1"

    def real(self):
        mantissa, exponent = self.integer(), self.integer()
        return mantissa * 2.0 ** exponent

    def text(self):
        return bytes(self.take(self.integer())).decode("ascii")

    def tensor(self):
        if self.integer() != 2:
            raise ValueError("a tensor of dlib's network is of another version")
        shape = [self.integer() for _ in range(4)]
        count = int(numpy.prod(shape))
        return numpy.frombuffer(self.take(4 * count), "<f4").reshape(shape)

    def integers(self, count):
        return [self.integer() for _ in range(count)]


def read_layer(reader):
    """One layer: its name, and a convolution's or dense layer's parameters or an affine layer's scales and shifts."""
    name = reader.text()
    if name in ("con_4", "con_5"):
        parameters, filters = reader.tensor().ravel(), reader.integer()
        rows, columns, stride, _, padding, _ = reader.integers(6)
        reader.integers(10)
        for _ in range(4):
            reader.real()
        if name == "con_5":
            reader.boolean()
        biases = parameters.size - filters
        weights = parameters[:biases].reshape(filters, -1, rows, columns)
        return "convolution", (weights, parameters[biases:], stride, padding)
    if name in ("affine_", "affine_2"):
        parameters = reader.tensor().ravel()
        reader.integers(11)
        if name == "affine_2":
            reader.boolean()
        return "affine", numpy.split(parameters, 2)
    if name in ("fc_2", "fc_3"):
        outputs, inputs = reader.integers(2)
        weights = reader.tensor().reshape(inputs, outputs)
        reader.integers(11)
        for _ in range(4):
            reader.real()
        if name == "fc_3":
            reader.boolean()
        return "dense", weights
    if name in ("max_pool_2", "avg_pool_2"):
        reader.integers(6)
    elif name not in ("relu_", "add_prev_"):
        raise ValueError(f"dlib's network has a layer {name}, which is not known")
    return name, None


def read_layers(data):
    """The mean color, and all layers from the input to the output."""
    reader = Reader(data)
    reader.integer()
    if reader.text() == "loss_metric_2":
        reader.real(), reader.real()
    version = None
    # The first thing that is no version is the input layer's name.
    while data[reader.place:reader.place + 2] in (b"\1\1", b"\1\2", b"\1\3"):
        version = reader.integer()
        if data[reader.place + 2:reader.place + 7] == b"input":
            break
    if reader.text() != "input_rgb_image_sized":
        raise ValueError("this is not dlib's face recognition network")
    mean = [reader.real() for _ in range(3)]
    if reader.integers(2) != [SIDE, SIDE]:
        raise ValueError("dlib's network is for pictures of another size")
    layers = []
    while reader.place < len(data):
        layers.append(read_layer(reader))
        # Whether it is set up, and what training left.
        reader.boolean(), reader.boolean(), reader.boolean()
        for _ in range(3):
            reader.tensor()
        if len(layers) == 1 and version == 3:
            reader.integer()
    return mean, layers


class Graph:
    """An ONNX graph that grows layer by layer."""

    def __init__(self, layers):
        self.layers = iter(layers)
        self.nodes = []
        self.constants = []

    def constant(self, values, kind=numpy.float32):
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(numpy.asarray(values, kind), name))
        return name

    def add(self, kind, *inputs, **attributes):
        output = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def next(self, kind):
        name, values = next(self.layers)
        if name != kind:
            raise ValueError(f"dlib's network has {name} where {kind} belongs")
        return values

    def convolve(self, picture):
        """A convolution and the affine layer behind it, which training left of a batch normalization."""
        weights, biases, stride, padding = self.next("convolution")
        scales, shifts = self.next("affine")
        result = self.add(
            "Conv", picture, self.constant(weights), self.constant(biases), kernel_shape=weights.shape[2:],
            strides=[stride] * 2, pads=[padding] * 4)
        zero, one = self.constant(numpy.zeros_like(scales)), self.constant(numpy.ones_like(scales))
        return self.add(
            "BatchNormalization", result, self.constant(scales), self.constant(shifts), zero, one, epsilon=0.0)

    def rectify(self, picture):
        self.next("relu_")
        return self.add("Relu", picture)

    def pad(self, picture, channels, side):
        return self.add("Pad", picture, self.constant([0, 0, 0, 0, 0, channels, side, side], numpy.int64))

    def block(self, picture):
        """A residual block."""
        inner = self.convolve(self.rectify(self.convolve(picture)))
        self.next("add_prev_")
        return self.rectify(self.add("Add", inner, picture))

    def halving_block(self, picture, side, more_channels):
        """A block that halves a picture of side x side pixels, and yields more channels; and the new side."""
        inner = self.convolve(self.rectify(self.convolve(picture)))
        self.next("avg_pool_2")
        mean = self.add("AveragePool", picture, kernel_shape=[2, 2], strides=[2, 2])
        if more_channels:
            mean = self.pad(mean, more_channels, 0)
        # The convolution has no padding.
        half, convolved = (side - 2) // 2 + 1, (side - 3) // 2 + 1
        if convolved < half:
            inner = self.pad(inner, 0, half - convolved)
        self.next("add_prev_")
        return self.rectify(self.add("Add", inner, mean)), half


def onnx_model(data):
    """The network; its input is RGB from 0 to 255, 1 x 3 x 150 x 150, its output 1 x 128."""
    mean, layers = read_layers(data)
    graph = Graph(layers)
    picture = graph.add("Sub", "picture", graph.constant(numpy.reshape(mean, (1, 3, 1, 1))))
    picture = graph.add("Mul", picture, graph.constant(1 / 256))
    picture = graph.rectify(graph.convolve(picture))
    graph.next("max_pool_2")
    picture = graph.add("MaxPool", picture, kernel_shape=[3, 3], strides=[2, 2])
    for _ in range(3):
        picture = graph.block(picture)
    side = 35
    for more_channels, blocks in ((32, 3), (64, 2), (128, 2), (0, 0)):
        picture, side = graph.halving_block(picture, side, more_channels)
        for _ in range(blocks):
            picture = graph.block(picture)
    graph.next("avg_pool_2")
    picture = graph.add("Flatten", graph.add("GlobalAveragePool", picture))
    output = graph.add("MatMul", picture, graph.constant(graph.next("dense")))
    shapes = [helper.make_tensor_value_info("picture", onnx.TensorProto.FLOAT, [1, 3, SIDE, SIDE])], [
        helper.make_tensor_value_info(output, onnx.TensorProto.FLOAT, [1, 128])]
    return helper.make_model(
        helper.make_graph(graph.nodes, "dlib", *shapes, graph.constants),
        opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
