"""Makes a model's file from a published one."""

import dataclasses
import os
import pathlib

import onnx

import dlib_network
import known_models
import model_file
import onnx_graph


def convert(source, target, float16_from=None):
    """Converts a known model, and returns its description.

    The weights of layers with at least `float16_from` of them are stored as float16; by default as suits the model."""
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
    outputs = [onnx_graph.joined(graph, names) for names in known.outputs] or graph.output_tensors()
    layers, outputs = onnx_graph.pruned(graph.layers, outputs)
    if float16_from is None:
        float16_from = known.float16_from
    part = f"{target}.part"
    model_file.write(part, description, layers, outputs, float16_from)
    os.replace(part, target)
    return description
