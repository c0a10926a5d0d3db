"""Makes a model's file from a published one."""

import dataclasses
import os
import pathlib

import onnx

import dlib_network
import known_models
import model_file
import onnx_graph


def convert(source, target, weight_type=None):
    """Converts a known model, and returns its description.

    The weights are stored as is known to suit the model, unless said otherwise."""
    source = pathlib.Path(source)
    data = source.read_bytes()
    known = known_models.find(source, data)
    model = dlib_network.onnx_model(data) if source.suffix == ".dat" else onnx.load_from_string(data)
    graph = onnx_graph.Graph(model)
    description = known.description
    if graph.means.any() or (graph.scales != 1).any():
        description = dataclasses.replace(description, means=tuple(graph.means), scales=tuple(graph.scales))
    if known.is_blue_first:
        graph.layers[0].weights = graph.layers[0].weights[:, ::-1]
    outputs = [onnx_graph.joined(graph, names) for names in known.outputs] or [
        graph.tensors[name] for name in graph.outputs]
    layers, outputs = onnx_graph.pruned(graph.layers, outputs)
    if weight_type is None:
        weight_type = known.weight_type
    part = f"{target}.part"
    model_file.write(part, description, layers, outputs, weight_type)
    os.replace(part, target)
    return description
