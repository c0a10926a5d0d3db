"""Makes a model's layers from an ONNX graph: https://onnx.ai/onnx/operators/ says what each operator computes.

Batch normalizations become part of the weights before them, and activations and additions part of the layer that they
follow. What only changes the form of an output, or nothing in a network that is not being trained, is left out.
"""

import math

import numpy
import onnx
import onnx.shape_inference
from onnx import numpy_helper

from model_file import (
    AVERAGE, AVERAGE_ALL, CONVOLUTION, DEPTHWISE, DOUBLING, IDENTITY, MAXIMUM, NO_TENSOR, NONE, PRELU, RELU, RELU6,
    TRANSPOSED, Layer)

WITH_WEIGHTS = (CONVOLUTION, DEPTHWISE, TRANSPOSED)

# How the numbers of an output lie: channels x rows x columns; the same in one row; some other way, which only an output
# of the network may have.
PICTURE, FLAT, OTHER = range(3)


class UnknownLayer(ValueError):
    """The network has something that CNeuralNetwork does not compute."""


class Graph:
    """An ONNX graph, turned into layers node by node."""

    def __init__(self, model):
        graph = model.graph
        self.values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.outputs = [output.name for output in graph.output]
        self.uses = {}
        for node in graph.node:
            for name in node.input:
                self.uses[name] = self.uses.get(name, 0) + 1
        for name in self.outputs:
            self.uses[name] = self.uses.get(name, 0) + 1
        picture = next(value.name for value in graph.input if value.name not in self.values)
        self.layers = []
        self.shapes = shapes(model, picture)
        self.version = next((item.version for item in model.opset_import if item.domain in ("", "ai.onnx")), 1)
        # The layers' tensors by their names; the zeros that a Pad put at their ends (channels, side).
        self.tensors = {picture: 0}
        self.padded = {}
        self.forms = {picture: PICTURE}
        # What is another name of a tensor, and of which one.
        self.sources = {}
        self.sigmoids = set()
        self.means = numpy.zeros(3)
        self.scales = numpy.ones(3)
        for node in graph.node:
            self.node = node
            self.attributes = {item.name: onnx.helper.get_attribute_value(item) for item in node.attribute}
            translate = getattr(self, "translate_" + node.op_type, None)
            if translate is None:
                raise UnknownLayer(self.words("it is not known"))
            try:
                translate()
            except UnknownLayer:
                raise
            except (ValueError, TypeError, KeyError, IndexError) as error:
                raise UnknownLayer(self.words(f"it is of an unknown form: {error}")) from error
        for name in self.outputs:
            if name not in self.tensors or name in self.padded:
                kind = next((node.op_type for node in graph.node if name in node.output), "input")
                raise UnknownLayer(f"{kind} {name}: no layer yields this output")

    def words(self, reason):
        return f"{self.node.op_type} {self.node.output[0]}: {reason}"

    def require(self, holds, reason):
        if not holds:
            raise UnknownLayer(self.words(reason))

    # What a node reads and writes.

    def value(self, index, default=None):
        """A constant input."""
        name = self.node.input[index] if index < len(self.node.input) else ""
        if not name:
            return default
        self.require(name in self.values, f"its input {name} is no constant")
        return self.values[name]

    def tensor(self, index=0, forms=(PICTURE, FLAT), is_padded=False):
        name = self.node.input[index]
        self.require(
            name in self.tensors and self.forms[name] in forms, f"its input {name} is of an unknown form")
        self.require(is_padded or name not in self.padded, f"its input {name} is padded")
        return self.tensors[name]

    def channels(self, tensor):
        return 3 if tensor == 0 else self.layers[tensor - 1].outputs

    def put(self, layer, form=None):
        self.layers.append(layer)
        self.tensors[self.node.output[0]] = len(self.layers)
        self.forms[self.node.output[0]] = self.forms[self.node.input[0]] if form is None else form

    def pass_on(self, form=None):
        name, output = self.node.input[0], self.node.output[0]
        self.tensors[output] = self.tensor(forms=(PICTURE, FLAT, OTHER), is_padded=True)
        self.forms[output] = self.forms[name] if form is None else form
        self.sources[output] = name
        if name in self.padded:
            self.padded[output] = self.padded[name]

    def is_read_once(self, name):
        """Whether one node alone reads a tensor, by whatever name."""
        while name is not None:
            if self.uses.get(name) != 1:
                return False
            name = self.sources.get(name)
        return True

    def sole_layer(self, index=0, kinds=WITH_WEIGHTS, is_padded=False):
        """The layer that made an input which nothing else reads, so that the node can become part of it."""
        tensor = self.tensor(index, is_padded=is_padded)
        if tensor == 0 or not self.is_read_once(self.node.input[index]):
            return None
        layer = self.layers[tensor - 1]
        return layer if layer.kind in kinds else None

    def symmetric(self, name, length, default):
        """An attribute whose numbers must be equal."""
        numbers = self.attributes.get(name, [default] * length)
        self.require(len(set(numbers)) == 1, f"{name} {numbers} are not equal")
        return numbers[0]

    def geometry(self):
        self.require(self.attributes.get("auto_pad", b"NOTSET") in (b"NOTSET", b"VALID"), "it has auto_pad")
        self.require(not self.attributes.get("ceil_mode"), "it has ceil_mode")
        self.symmetric("dilations", 2, 1)
        self.require(self.attributes.get("dilations", [1])[0] == 1, "it is dilated")
        return dict(stride=self.symmetric("strides", 2, 1), padding=self.symmetric("pads", 4, 0))

    # Layers with weights.

    def translate_Conv(self):
        tensor, weights = self.tensor(forms=(PICTURE,)), self.value(1)
        group, channels = self.attributes.get("group", 1), self.channels(self.tensor())
        outputs, inputs, rows, columns = weights.shape
        biases = self.value(2, numpy.zeros(outputs))
        size = dict(rows=rows, columns=columns, weights=weights, biases=biases, **self.geometry())
        if group == channels == outputs and inputs == 1:
            size["weights"] = weights[:, 0]
            self.put(Layer(DEPTHWISE, tensor, channels, outputs, **size))
            return
        self.require(group == 1, "its groups are neither one nor each a channel")
        self.put(Layer(CONVOLUTION, tensor, channels, outputs, **size))

    def translate_ConvTranspose(self):
        weights = self.value(1)
        inputs, outputs, rows, columns = weights.shape
        self.require(self.attributes.get("group", 1) == 1, "it has groups")
        size = self.geometry()
        self.require(
            size == dict(stride=rows, padding=0) and rows == columns and not any(self.attributes.get("output_padding", ())),
            "its filters overlap")
        self.put(Layer(
            TRANSPOSED, self.tensor(forms=(PICTURE,)), inputs, outputs, rows, columns, stride=rows, weights=weights.transpose(1, 0, 2, 3),
            biases=self.value(2, numpy.zeros(outputs))))

    def translate_Gemm(self):
        transposed = self.attributes.get("transB", 0)
        self.require(
            self.attributes.get("alpha", 1) == self.attributes.get("beta", 1) == 1
            and not self.attributes.get("transA", 0), "it is scaled or transposed")
        weights = self.value(1)
        self.dense(weights if transposed else weights.T, self.value(2, numpy.zeros(1)))

    def translate_MatMul(self):
        self.dense(self.value(1).T, numpy.zeros(1))

    def dense(self, weights, biases):
        """A dense layer is a convolution whose filter is as large as the picture."""
        outputs, inputs = weights.shape
        tensor = self.tensor(forms=(FLAT,))
        side = round((inputs / self.channels(tensor)) ** 0.5)
        self.require(side * side * self.channels(tensor) == inputs, "its picture is no square")
        self.put(Layer(
            CONVOLUTION, tensor, self.channels(tensor), outputs, side, side,
            weights=weights.reshape(outputs, -1, side, side), biases=numpy.broadcast_to(biases.ravel(), outputs)), FLAT)

    def translate_BatchNormalization(self):
        scale, shift, mean, variance = (self.value(index) for index in range(1, 5))
        factor = scale / numpy.sqrt(variance + self.attributes.get("epsilon", 1e-5))
        self.multiply_and_add(factor, shift - mean * factor)

    def multiply_and_add(self, factors, shifts):
        """Each channel by a factor, plus a shift: part of the layer before, or one of its own."""
        channels = self.channels(self.tensor())
        self.require(
            len(factors) == len(shifts) == channels, "its constants are not one number for each channel")
        layer = self.sole_layer()
        if layer is not None and layer.activation == NONE and layer.addend == NO_TENSOR:
            shape = (-1,) + (1,) * (layer.weights.ndim - 1)
            layer.weights = layer.weights * factors.reshape(shape)
            layer.biases = layer.biases * factors + shifts
            self.pass_on()
            return
        self.require(self.tensor() != 0, "it is not known for a picture")
        self.put(Layer(
            DEPTHWISE, self.tensor(), channels, channels, weights=factors.reshape(-1, 1, 1), biases=shifts))

    # Arithmetic with constants, which normalizes the picture, or channels.

    def per_channel(self, values, count):
        values = numpy.asarray(values, numpy.float64)
        # Since version 7 a row of numbers goes for a picture's columns.
        is_row = self.forms[self.node.input[0]] == FLAT or self.version < 7
        self.require(
            values.size == 1 or values.size == count and (is_row or values.shape[-3:] == (count, 1, 1)),
            "its constant is not one number for each channel")
        return numpy.broadcast_to(values.ravel(), count).copy()

    def translate_Sub(self):
        self.shift(-1)

    def shift(self, sign):
        if self.tensor() != 0:
            channels = self.channels(self.tensor())
            self.multiply_and_add(numpy.ones(channels), sign * self.per_channel(self.value(1), channels))
            return
        self.normalize()
        self.means = self.means - sign * self.per_channel(self.value(1), 3) / self.scales

    def translate_Mul(self):
        self.scale(self.value(1))

    def translate_Div(self):
        self.scale(1 / numpy.asarray(self.value(1), numpy.float64))

    def scale(self, factors):
        if self.tensor() != 0:
            channels = self.channels(self.tensor())
            self.multiply_and_add(self.per_channel(factors, channels), numpy.zeros(channels))
            return
        self.normalize()
        self.scales = self.scales * self.per_channel(factors, 3)

    def normalize(self):
        self.require(self.is_read_once(self.node.input[0]), "the picture is read by others, too")
        self.pass_on()

    # Activations and additions.

    def activate(self, activation, slopes=None):
        kinds = WITH_WEIGHTS if activation == PRELU else WITH_WEIGHTS + (DOUBLING, IDENTITY)
        layer = self.sole_layer(kinds=kinds)
        if layer is None or layer.activation != NONE or layer.adds_last:
            channels = self.channels(self.tensor())
            layer = Layer(IDENTITY, self.tensor(), channels, channels)
            if activation == PRELU:
                layer.kind, layer.weights, layer.biases = DEPTHWISE, numpy.ones((channels, 1, 1)), numpy.zeros(channels)
            self.put(layer)
        else:
            self.pass_on()
        layer.activation, layer.slopes = activation, slopes

    def translate_Relu(self):
        self.activate(RELU)

    def translate_Clip(self):
        # Where a bound is left out, it is the least or greatest float32.
        bounds = [float(self.value(index, self.attributes.get(name, default))) for name, index, default in (
            ("min", 1, -numpy.inf), ("max", 2, numpy.inf))]
        self.require(
            bounds[0] == 0 and (bounds[1] == 6 or bounds[1] >= numpy.finfo("f4").max),
            f"its bounds are {bounds[0]:g} and {bounds[1]:g}, not 0 and 6, or 0 alone")
        self.activate(RELU6 if bounds[1] == 6 else RELU)

    def translate_PRelu(self):
        self.activate(PRELU, self.per_channel(self.value(1), self.channels(self.tensor())))

    def translate_Sigmoid(self):
        self.sigmoids.add(self.node.output[0])
        self.pass_on()
        self.require(
            self.node.output[0] in self.outputs and self.tensors[self.node.output[0]] != 0,
            "it is known for outputs only")

    def translate_Add(self):
        if self.node.input[1] in self.values:
            self.shift(1)
            return
        # The later of both becomes part of the addition.
        tensors = [self.tensor(index, is_padded=True) for index in (0, 1)]
        order = sorted((0, 1), key=tensors.__getitem__)
        earlier, later = (tensors[index] for index in order)
        names = self.node.input
        sizes = [self.shapes.get(name) for name in names]
        self.require(
            self.forms[names[0]] == self.forms[names[1]] and (None in sizes or sizes[0] == sizes[1]),
            "its inputs are of other forms")
        self.require(earlier != 0, "it adds the picture")
        self.require(self.channels(earlier) + self.pads(order[0])[0] == self.channels(later) + self.pads(order[1])[0],
                     "its inputs have other channels")
        layer = self.sole_layer(order[1], WITH_WEIGHTS + (DOUBLING,), is_padded=True)
        if layer is not None and layer.kind == DEPTHWISE:
            layer = None
        if any(self.pads(0)) or any(self.pads(1)):
            layer, earlier, later = self.resolve_pads()
        if layer is None or layer.addend != NO_TENSOR:
            channels = self.channels(later)
            self.put(Layer(IDENTITY, later, channels, channels, addend=earlier))
            return
        layer.addend, layer.adds_last = earlier, layer.activation != NONE
        self.tensors[self.node.output[0]] = later
        self.forms[self.node.output[0]] = self.forms[names[0]]

    def pads(self, index):
        return self.padded.get(self.node.input[index], (0, 0))

    def resolve_pads(self):
        """Zeros at the end of channels are a mean's own; those at the end of rows and columns, an addition's."""
        tensors = [self.tensors[name] for name in self.node.input]
        convolved, mean = sorted((0, 1), key=lambda index: self.layers[tensors[index] - 1].kind == AVERAGE)
        layer, other = (self.layers[tensors[index] - 1] for index in (convolved, mean))
        self.require(
            layer.kind == CONVOLUTION and other.kind == AVERAGE and self.pads(mean)[1] == 0
            and self.pads(convolved)[0] == 0 and layer.activation == NONE
            and all(map(self.is_read_once, self.node.input)), "its inputs' pads are not known")
        other.outputs += self.pads(mean)[0]
        # The mean must be there first.
        self.move_before(tensors[mean], tensors[convolved])
        return layer, *(self.tensors[self.node.input[index]] for index in (mean, convolved))

    def move_before(self, tensor, other):
        """Moves a layer to the place of an earlier one."""
        if tensor < other:
            return
        self.layers.insert(other - 1, self.layers.pop(tensor - 1))

        def moved(old):
            return other if old == tensor else old + 1 if other <= old < tensor else old

        for layer in self.layers:
            layer.input = moved(layer.input)
            if layer.addend != NO_TENSOR:
                layer.addend = moved(layer.addend)
        self.tensors = {name: moved(old) for name, old in self.tensors.items()}

    # Without weights.

    def translate_MaxPool(self):
        self.pool(MAXIMUM)

    def translate_AveragePool(self):
        self.pool(AVERAGE)

    def pool(self, kind):
        channels = self.channels(self.tensor(forms=(PICTURE,)))
        rows, columns = self.attributes["kernel_shape"]
        size = self.geometry()
        self.require(kind == MAXIMUM or size["padding"] == 0, "its mean counts padding")
        self.put(Layer(kind, self.tensor(), channels, channels, rows, columns, **size))

    def translate_GlobalAveragePool(self):
        channels = self.channels(self.tensor(forms=(PICTURE,)))
        self.put(Layer(AVERAGE_ALL, self.tensor(), channels, channels))

    def translate_Resize(self):
        is_resize = self.node.op_type == "Resize"
        scales = self.value(2 if is_resize else 1)
        places = self.attributes.get(
            "coordinate_transformation_mode", b"half_pixel" if is_resize else b"asymmetric")
        rounding = self.attributes.get("nearest_mode", b"round_prefer_floor")
        # Those with which both pixels of two are the one that they come of.
        doubling = {
            b"asymmetric": (b"floor", b"round_prefer_floor"),
            b"half_pixel": (b"round_prefer_floor", b"round_prefer_ceil")}
        self.require(
            self.attributes.get("mode", b"nearest") == b"nearest" and scales is not None
            and list(scales) == [1, 1, 2, 2] and rounding in doubling.get(places, ()),
            "it does not double by the nearest pixel")
        channels = self.channels(self.tensor(forms=(PICTURE,)))
        self.put(Layer(DOUBLING, self.tensor(), channels, channels))

    translate_Upsample = translate_Resize

    def translate_Pad(self):
        pads = list(self.value(1, self.attributes.get("pads")))
        channels, rows, columns = pads[5:8]
        self.require(
            not any(pads[:5]) and len(pads) == 8 and rows == columns and min(pads) >= 0, "it pads more than the ends")
        self.require(
            self.attributes.get("mode", b"constant") == b"constant"
            and not self.value(2, self.attributes.get("value", 0)), "it pads with other numbers than zeros")
        self.tensor(forms=(PICTURE,))
        self.pass_on()
        self.padded[self.node.output[0]] = (channels, rows)

    def translate_Constant(self):
        self.values[self.node.output[0]] = numpy_helper.to_array(self.attributes["value"])

    def translate_Identity(self):
        if self.node.input[0] in self.values:
            self.values[self.node.output[0]] = self.values[self.node.input[0]]
        else:
            self.pass_on()

    translate_Dropout = translate_Identity

    def translate_Flatten(self):
        self.rearrange(self.attributes.get("axis", 1) == 1)

    def translate_Reshape(self):
        shape = self.values.get(self.node.input[1]) if len(self.node.input) > 1 else self.attributes.get("shape")
        self.rearrange(shape is not None and len(shape) == 2 and shape[0] in (0, 1))

    def translate_Transpose(self):
        self.rearrange(False)

    translate_Squeeze = translate_Transpose

    def rearrange(self, is_flattened):
        """Numbers that lie in one row, whatever its direction, keep their order; others only where they are put into one
        as they are."""
        name, output = self.node.input[0], self.node.output[0]
        self.tensor(forms=(PICTURE, FLAT, OTHER))
        shape, new = self.shapes.get(name), self.shapes.get(output)
        is_row = shape is not None and sum(side > 1 for side in shape) <= 1
        if is_row and new is not None and len(new) == 4 and new[2:] == (1, 1):
            self.pass_on(PICTURE)
        elif is_row or self.forms[name] != OTHER and (is_flattened or new is not None and new == flattened(shape)):
            self.pass_on(FLAT)
        else:
            self.pass_on(OTHER)

    def output_tensors(self):
        """The tensors of the outputs, those behind a sigmoid with it."""
        return [self.behind_sigmoid(name) if name in self.sigmoids else self.tensors[name] for name in self.outputs]

    def behind_sigmoid(self, name):
        tensor = self.tensors[name]
        channels = self.channels(tensor)
        if not self.is_read_once(name):
            self.layers.append(Layer(IDENTITY, tensor, channels, channels))
            tensor = len(self.layers)
        self.layers[tensor - 1].sigmoids = channels
        return tensor


def shapes(model, picture):
    """The sides of tensors, of those for which all are known, for one picture."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    for value in copy.graph.input:
        if value.name == picture and value.type.tensor_type.shape.dim:
            value.type.tensor_type.shape.dim[0].dim_value = 1
    # They may say another number of pictures.
    del copy.graph.value_info[:]
    for value in copy.graph.output:
        value.type.tensor_type.ClearField("shape")
    graph = onnx.shape_inference.infer_shapes(copy, data_prop=True).graph
    found = {}
    for value in [*graph.input, *graph.value_info, *graph.output]:
        tensor = value.type.tensor_type
        sides = tuple(side.dim_value for side in tensor.shape.dim)
        if tensor.HasField("shape") and all(sides):
            found[value.name] = sides
    return found


def flattened(shape):
    return None if shape is None else (shape[0], math.prod(shape[1:]))


def joined(graph, names):
    """One tensor of several outputs that come of the same input by layers of the same form, those behind a sigmoid first.

    The layers become one each, whose channels are all of theirs."""
    tensors = [graph.tensors[name] for name in names]
    chains = []
    for tensor in tensors:
        chain = []
        while tensor != 0 and (not chain or sum(layer.input == tensor for layer in graph.layers) == 1):
            chain.append(tensor)
            tensor = graph.layers[tensor - 1].input
        chains.append(chain)
    length = min(map(len, chains))
    heads = [[graph.layers[chain[place] - 1] for chain in chains] for place in reversed(range(length))]
    new = graph.layers[chains[0][length - 1] - 1].input
    for group in heads:
        first = group[0]
        forms = {(layer.kind, layer.rows, layer.columns, layer.stride, layer.padding, layer.activation, layer.addend)
                 for layer in group}
        if len(forms) != 1 or first.addend != NO_TENSOR or first.activation == PRELU:
            raise UnknownLayer(f"the outputs {names} do not come of layers of one form")
        channels = sum(layer.outputs for layer in group)
        weights = numpy.concatenate([layer.weights for layer in group])
        biases = numpy.concatenate([layer.biases for layer in group])
        graph.layers.append(Layer(
            first.kind, new, channels if first.kind == DEPTHWISE else first.inputs, channels, first.rows, first.columns,
            first.stride, first.padding, first.activation, weights=weights, biases=biases))
        new = len(graph.layers)
    graph.layers[-1].sigmoids = sum(
        graph.layers[tensor - 1].outputs for name, tensor in zip(names, tensors) if name in graph.sigmoids)
    return new


def pruned(layers, outputs):
    """The layers that outputs need, and the outputs' tensors."""
    needed = set(outputs)
    for tensor in range(len(layers), 0, -1):
        if tensor in needed:
            needed |= {layers[tensor - 1].input, layers[tensor - 1].addend}
    kept = [tensor for tensor in range(1, len(layers) + 1) if tensor in needed]
    new = {0: 0, NO_TENSOR: NO_TENSOR} | {tensor: place for place, tensor in enumerate(kept, 1)}
    for tensor in kept:
        layer = layers[tensor - 1]
        layer.input, layer.addend = new[layer.input], new[layer.addend]
    return [layers[tensor - 1] for tensor in kept], [new[tensor] for tensor in outputs]
