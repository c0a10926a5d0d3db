"""Makes a model's file from a published one."""

import dataclasses
import math
import os
import pathlib

import google.protobuf.message
import onnx

import dlib_network
import known_models
import model_file
import onnx_graph


# The numbers that the Recognizer takes of an embedding network.
EMBEDDING = 128


def convert(source, target, float16_from=None, known=None):
    """Converts a known model, and returns its description.

    The weights of layers with at least `float16_from` of them are stored as float16; by default as suits the model."""
    source = pathlib.Path(source)
    data = source.read_bytes()
    known = known or known_models.find(source, data)
    description = known.description
    model = dlib_network.onnx_model(data) if source.suffix == ".dat" else load(source, data)
    if description.kind == known_models.EMBEDDER:
        set_size(model, description)
    graph = onnx_graph.Graph(model)
    order = slice(None, None, -1 if known.is_blue_first else 1)
    # What the description says comes first, then what the network does itself.
    means, scales = graph.means[order], graph.scales[order]
    description = dataclasses.replace(
        description, means=tuple(description.means + means / description.scales), scales=tuple(description.scales * scales))
    if known.is_blue_first:
        take_blue_first(graph)
    if description.kind == known_models.EMBEDDER:
        check_embedding(graph)
    outputs = [onnx_graph.joined(graph, names) for names in known.outputs] or graph.output_tensors()
    layers, outputs = onnx_graph.pruned(graph.layers, outputs)
    if float16_from is None:
        float16_from = known.float16_from
    part = f"{target}.part"
    model_file.write(part, description, layers, outputs, float16_from, known.kept_float32)
    os.replace(part, target)
    return description


def load(source, data):
    try:
        model = onnx.load_from_string(data)
    except google.protobuf.message.DecodeError as error:
        raise ValueError(f"{source} is no ONNX file") from error
    if any(tensor.data_location == onnx.TensorProto.EXTERNAL for tensor in model.graph.initializer):
        raise ValueError(f"{source} has its weights in another file: save it as one")
    return model


def set_size(model, description):
    """Gives an embedder's picture its size, where it is open."""
    constants = {tensor.name for tensor in model.graph.initializer}
    pictures = [value for value in model.graph.input if value.name not in constants]
    if len(pictures) != 1:
        raise ValueError(f"it takes {len(pictures)} inputs, not one picture")
    sides = pictures[0].type.tensor_type.shape.dim
    expected = (1, 3, description.rows, description.columns)
    if len(sides) != 4 or any(side.dim_value not in (0, right) for side, right in zip(sides[1:], expected[1:])):
        given = " x ".join(str(side.dim_value or "any") for side in sides)
        raise ValueError(
            f"its input {pictures[0].name} is {given}, not 1 x 3 x {description.rows} x {description.columns}")
    for side, right in zip(sides, expected):
        side.dim_value = right


def take_blue_first(graph):
    """Exchanges red and blue in the layers that read the picture."""
    for layer in graph.layers:
        if layer.input == 0:
            if layer.kind != model_file.CONVOLUTION:
                raise ValueError("its first layer is no convolution, so that its colors cannot be exchanged")
            layer.weights = layer.weights[:, ::-1]


def check_embedding(graph):
    if len(graph.outputs) != 1:
        raise ValueError(f"it has {len(graph.outputs)} outputs ({', '.join(graph.outputs)}), not one embedding")
    name = graph.outputs[0]
    shape = graph.shapes.get(name)
    numbers = math.prod(shape) if shape else graph.channels(graph.tensors[name])
    if numbers != EMBEDDING:
        raise ValueError(f"its output {name} has {numbers} numbers; an embedding must have {EMBEDDING}")
