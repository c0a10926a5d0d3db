#!/usr/bin/env python3
"""Converts networks, and computes with onnxruntime what they yield.

usage: reference.py FOLDER MODEL…

MODEL is a published file that known_models.py knows, or one with its description beside it. Besides those there are
small networks made up of every kind of layer, at sizes that no tile divides. FOLDER gets the converted models, pictures
(rows of R, G, B), expected outputs (float32, rows x columns x channels) and cases.json, which says what belongs
together, and which channels of a map are one output of the published network: scores, sizes and places have ranges of
their own.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Sources/Recognizer/ModelConverter"))

import converter  # noqa: E402
import dlib_network  # noqa: E402
import known_models  # noqa: E402
import model_file  # noqa: E402
import onnx_graph  # noqa: E402

random = numpy.random.default_rng(7)


def pictures(sizes):
    """Noise, and waves of some lengths, which are more like a picture."""
    for rows, columns in sizes:
        yield random.integers(0, 256, (rows, columns, 3), dtype=numpy.uint8)
        y, x = numpy.mgrid[0:rows, 0:columns]
        for length in (3, 9, 40):
            waves = [numpy.sin(x / length + color) * numpy.cos(y / length * 1.5) for color in range(3)]
            yield (127 + 120 * numpy.stack(waves, -1)).astype(numpy.uint8)


def photographs(sizes):
    """Those that set-up has fetched, in the middle of which there is a face, for networks of faces."""
    files = [ROOT / ".local/photographs" / name for name in ("obama.jpg", "biden.jpg")]
    try:
        from PIL import Image, ImageOps
    except ImportError:
        print("Without photographs: there is no Pillow, run scripts/setup")
        return
    if missing := [file.name for file in files if not file.is_file()]:
        print(f"Without photographs: there is no {' or '.join(missing)}, run scripts/fetch-photographs")
        return
    for rows, columns in sizes:
        for file in files:
            with Image.open(file) as photograph:
                yield numpy.array(ImageOps.fit(photograph.convert("RGB"), (columns, rows)))


class Folder:
    """Where the cases are written."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.cases = []

    def write(self, name, values):
        (self.path / name).write_bytes(numpy.ascontiguousarray(values).tobytes())
        return name

    def add(self, name, models, session, pictures, expected):
        """Cases of a network: `expected` makes from a picture the outputs by their names that each map consists of."""
        for number, picture in enumerate(pictures):
            parts = expected(session, picture)
            maps = [numpy.concatenate(list(part.values()), -1) for part in parts]
            self.cases.append({
                "network": name, "models": models, "picture": self.write(f"{name}-{number}.rgb", picture),
                "rows": picture.shape[0], "columns": picture.shape[1],
                "outputs": [{
                    "file": self.write(f"{name}-{number}-{index}.expected", values.astype("<f4")),
                    "rows": values.shape[0], "columns": values.shape[1], "channels": values.shape[2],
                    "parts": [{"name": part, "channels": output.shape[2]} for part, output in parts[index].items()]}
                    for index, values in enumerate(maps)]})


def session_of(model):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options, ["CPUExecutionProvider"])


def of_any_size(model):
    """The model without the size that it was exported with."""
    for value in list(model.graph.input) + list(model.graph.output):
        for place, dimension in enumerate(value.type.tensor_type.shape.dim):
            if place >= 2 or value.name != model.graph.input[0].name:
                dimension.dim_param = f"{value.name}_{place}"
            elif place == 0:
                dimension.dim_value = 1
    del model.graph.value_info[:]
    return model


def run(session, picture):
    """The outputs by their names."""
    values = numpy.ascontiguousarray(picture.astype(numpy.float32).transpose(2, 0, 1)[None])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(None, {session.get_inputs()[0].name: values})))


# The published networks.

def add_published(folder, path):
    data = pathlib.Path(path).read_bytes()
    known = known_models.find(path, data)
    name = known.description.name
    models = {}
    forms = {"float32": model_file.NEVER}
    if known.float16_from < model_file.NEVER:
        forms["float16"] = known.float16_from
    for form, float16_from in forms.items():
        models[form] = f"{name}-{form}.model"
        converter.convert(path, folder.path / models[form], float16_from)
    if pathlib.Path(path).suffix == ".dat":
        model = dlib_network.onnx_model(data)
    else:
        model = onnx.load_from_string(data)
    if known.description.kind == known_models.EMBEDDER:
        side = known.description.rows
        means = numpy.array(known.description.means, numpy.float32)
        scales = numpy.array(known.description.scales, numpy.float32)
        if pathlib.Path(path).suffix == ".dat":
            means, scales = 0, 1
        order = slice(None, None, -1 if known.is_blue_first else 1)
        taken = [*pictures([(side, side)] * 5), *photographs([(side, side)])]
        folder.add(name, models, session_of(model), taken, lambda session, picture: [
            {"": next(iter(run(session, ((picture - means) * scales)[..., order]).values())).reshape(1, 1, -1)}])
        return

    def maps(session, picture):
        outputs = run(session, picture[..., ::-1] if known.is_blue_first else picture)
        if known.description.kind == known_models.CENTERFACE:
            return [{part: outputs[part][0].transpose(1, 2, 0) for part in known.outputs[0]}]
        rows, columns = picture.shape[:2]
        return [
            {part: outputs[part].reshape(rows // step, columns // step, -1) for part in parts}
            for step, parts in zip((8, 16, 32), known.outputs)]

    taken = [*pictures([(32, 32), (64, 96), (256, 320), (480, 640)]), *photographs([(256, 320), (480, 640)])]
    folder.add(name, models, session_of(of_any_size(model)), taken, maps)


# A user's own.

DESCRIPTION = {
    "name": "Own network", "license": "MIT", "source": "https://example.com/own", "points": [8.5] * 10, "size": 17,
    "means": [120, 110, 100], "scales": [1 / 60, 1 / 50, 1 / 40], "colors": "bgr",
    "thresholds": {"of120": 1.1, "perDoubling": 0.0165, "least": 0.9, "greatest": 1.2}}


def own_model(sides=(17, 17), numbers=128):
    """An embedding network that changes the colors itself, too."""
    maker = Maker()
    picture = maker.add("Sub", "picture", maker.constant(numpy.float32([0.1, 0.2, 0.3]).reshape(3, 1, 1)))
    picture = maker.add("Mul", picture, maker.constant(numpy.float32([1, 2, 3]).reshape(3, 1, 1)))
    picture = maker.add("Relu", maker.convolve(picture, 3, 24, 3, 2, 1))
    picture = maker.add("Flatten", maker.add("GlobalAveragePool", picture))
    output = maker.add("Gemm", picture, maker.weights(numbers, 24), maker.weights(numbers), transB=1)
    return maker.model(output, *sides)


def add_own(folder):
    path = folder.path / "own.onnx"
    onnx.save(own_model(), path)
    path.with_suffix(".json").write_text(json.dumps(DESCRIPTION))
    add_published(folder, path)


# The made-up ones.

class Maker:
    """A network with random weights."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, values):
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(numpy.asarray(values), name))
        return name

    def weights(self, *shape):
        scale = numpy.prod(shape[1:]) ** -0.5 if len(shape) > 1 else 1
        return self.constant((random.standard_normal(shape) * scale).astype(numpy.float32))

    def add(self, kind, *inputs, **attributes):
        output = f"tensor{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def convolve(self, picture, inputs, outputs, side=1, stride=1, padding=0, group=1):
        weights = self.weights(outputs, inputs // group, side, side)
        return self.add(
            "Conv", picture, weights, self.weights(outputs), kernel_shape=[side] * 2, strides=[stride] * 2,
            pads=[padding] * 4, group=group)

    def normalize(self, picture, channels):
        variances = self.constant(random.uniform(0.5, 2, channels).astype(numpy.float32))
        return self.add(
            "BatchNormalization", picture, self.weights(channels), self.weights(channels), self.weights(channels),
            variances)

    def normalized_picture(self):
        picture = self.add("Sub", "picture", self.constant(numpy.float32(127.5)))
        return self.add("Mul", picture, self.constant(numpy.float32(1 / 128)))

    def clip(self, picture, least=0, greatest=6):
        bounds = ["" if bound is None else self.constant(numpy.float32(bound)) for bound in (least, greatest)]
        return self.add("Clip", picture, *bounds)

    def reshape(self, picture, *sides):
        return self.add("Reshape", picture, self.constant(numpy.array(sides, numpy.int64)))

    def double(self, picture, places, rounding):
        return self.add(
            "Resize", picture, "", self.constant(numpy.array([1, 1, 2, 2], numpy.float32)), mode="nearest",
            coordinate_transformation_mode=places, nearest_mode=rounding)

    def model(self, output, rows, columns):
        picture = helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, rows, columns])
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
        return helper.make_model(
            helper.make_graph(self.nodes, "made up", [picture], [result], self.constants),
            opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def convolutions(maker, channels, side, stride, padding, activation):
    """Plain and depthwise convolutions one after the other, and an addition."""
    picture = maker.convolve(maker.normalized_picture(), 3, channels, 3, 2, 1)
    picture = activation(maker.normalize(picture, channels), channels)
    first = maker.convolve(picture, channels, channels, side, stride, padding)
    second = activation(maker.convolve(first, channels, channels, 3, 1, 1, channels), channels)
    third = maker.normalize(maker.convolve(second, channels, channels), channels)
    return activation(maker.add("Add", first, third), channels)


def add_made_up(folder):
    def relu(maker):
        return lambda picture, _: maker.add("Relu", picture)

    def relu6(maker):
        return lambda picture, _: maker.clip(picture)

    def prelu(maker):
        return lambda picture, channels: maker.add("PRelu", picture, maker.weights(channels, 1, 1))

    for number, (channels, side, stride, padding, activation, rows, columns) in enumerate([
            (16, 3, 1, 1, relu, 23, 41), (24, 3, 1, 1, relu6, 64, 37), (5, 3, 1, 1, prelu, 19, 30),
            (40, 5, 2, 2, prelu, 31, 53), (72, 1, 1, 0, relu, 90, 17), (130, 3, 2, 1, relu6, 20, 29),
            (200, 3, 1, 1, relu, 15, 15), (33, 2, 2, 0, prelu, 40, 26), (48, 7, 3, 3, relu, 33, 44)]):
        maker = Maker()
        output = convolutions(maker, channels, side, stride, padding, activation(maker))
        add_model(folder, f"convolutions-{number}", maker.model(output, rows, columns), rows, columns)

    # Rows so long that few are computed at a time, fewer than there are zeros below the last.
    for side, padding in ((7, 3), (4, 2), (15, 14)):
        maker = Maker()
        picture = maker.convolve(maker.normalized_picture(), 3, 64)
        output = maker.convolve(picture, 64, 64, side, 1, padding, 64)
        add_model(folder, f"depthwise-{side}", maker.model(output, 40, 112), 40, 112)

    maker = Maker()
    picture = maker.add("Relu", maker.convolve(maker.normalized_picture(), 3, 20, 3, 1, 1))
    small = maker.add("MaxPool", picture, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    small = maker.add("Relu", maker.convolve(small, 20, 28))
    large = maker.add("ConvTranspose", small, maker.weights(28, 20, 2, 2), kernel_shape=[2, 2], strides=[2, 2])
    large = maker.add("Relu", maker.normalize(large, 20))
    output = maker.add("Add", large, picture)
    add_model(folder, "transposed", maker.model(output, 26, 38), 26, 38)

    maker = Maker()
    picture = maker.convolve(maker.normalized_picture(), 3, 36, 3, 2, 1)
    small = maker.add("AveragePool", picture, kernel_shape=[2, 2], strides=[2, 2])
    large = maker.add("Resize", small, "", maker.constant(numpy.array([1, 1, 2, 2], numpy.float32)), mode="nearest",
                      coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    output = maker.add("Sigmoid", maker.add("Add", picture, large))
    add_model(folder, "doubling", maker.model(output, 24, 56), 24, 56)

    maker = Maker()
    picture = maker.convolve(maker.normalized_picture(), 3, 24, 3, 2, 1)
    picture = maker.add("PRelu", picture, maker.weights(24, 1, 1))
    picture = maker.normalize(picture, 24)
    flat = maker.add("Flatten", maker.add("Dropout", picture))
    output = maker.add("Gemm", flat, maker.weights(17, 24 * 8 * 8), maker.weights(17), transB=1)
    output = maker.normalize(output, 17)
    add_model(folder, "dense", maker.model(output, 16, 16), 16, 16)

    maker = Maker()
    picture = maker.add("GlobalAveragePool", maker.convolve(maker.normalized_picture(), 3, 50, 3, 1, 1))
    output = maker.add("MatMul", maker.add("Flatten", picture), maker.weights(50, 9))
    add_model(folder, "mean", maker.model(output, 21, 35), 21, 35)

    maker = Maker()
    picture = maker.convolve(maker.normalized_picture(), 3, 16)
    other = maker.add("Relu", maker.add("Dropout", maker.add("Identity", picture)))
    add_model(folder, "other-names", maker.model(maker.add("Add", other, picture), 9, 14), 9, 14)

    for name, bounds in (("positive", (0, None)), ("most", (0, numpy.finfo("f4").max))):
        maker = Maker()
        output = maker.clip(maker.convolve(maker.normalized_picture(), 3, 16), *bounds)
        add_model(folder, f"clip-{name}", maker.model(output, 9, 14), 9, 14)

    for places, rounding in (("asymmetric", "round_prefer_floor"), ("half_pixel", "round_prefer_ceil")):
        maker = Maker()
        output = maker.double(maker.convolve(maker.normalized_picture(), 3, 16), places, rounding)
        add_model(folder, f"doubling-{places}", maker.model(output, 9, 14), 9, 14)

    # Forms that keep the order of the numbers.
    maker = Maker()
    flat = maker.reshape(maker.convolve(maker.normalized_picture(), 3, 16, 3, 2, 1), -1, 16 * 64)
    output = maker.add("Gemm", flat, maker.weights(20, 16 * 64), maker.weights(20), transB=1)
    output = maker.convolve(maker.reshape(output, 1, 20, 1, 1), 20, 12)
    output = maker.add("Transpose", output, perm=[0, 2, 3, 1])
    output = maker.add("Sigmoid", maker.reshape(output, -1, 12))
    add_model(folder, "forms", maker.model(output, 16, 16), 16, 16)

    # An output behind a sigmoid that has another reader in front of it.
    maker = Maker()
    picture = maker.convolve(maker.normalized_picture(), 3, 16)
    output = maker.add("Sigmoid", picture)
    model = maker.model(output, 9, 14)
    model.graph.output.append(helper.make_tensor_value_info(picture, TensorProto.FLOAT, None))
    add_model(folder, "sigmoid", model, 9, 14)


def add_model(folder, name, model, rows, columns):
    graph = onnx_graph.Graph(model)
    outputs = graph.output_tensors()
    layers, outputs = onnx_graph.pruned(graph.layers, outputs)
    description = model_file.Description(
        known_models.EMBEDDER, name, "made up", "none", means=tuple(graph.means), scales=tuple(graph.scales))
    models = {"float32": f"{name}-float32.model", "float16": f"{name}-float16.model"}
    for form, float16_from in (("float32", model_file.NEVER), ("float16", 0)):
        model_file.write(folder.path / models[form], description, layers, outputs, float16_from)

    def maps(session, picture):
        return [
            {"": values[0].transpose(1, 2, 0) if values.ndim == 4 else values.reshape(1, 1, -1)}
            for values in run(session, picture).values()]

    folder.add(name, models, session_of(model), pictures([(rows, columns)]), maps)


def words_about(model):
    try:
        onnx_graph.Graph(model)
    except onnx_graph.UnknownLayer as error:
        return str(error)
    return "it was converted"


def refusals():
    """What the converter says of networks that it cannot convert, and the layer that it must name."""
    def softplus(maker, picture):
        return "Softplus", maker.add("Softplus", picture)

    def shuffle(maker, picture):
        picture = maker.reshape(picture, 1, 2, 8, 16, 16)
        picture = maker.add("Transpose", picture, perm=[0, 2, 1, 3, 4])
        return "Conv", maker.convolve(maker.reshape(picture, 1, 16, 16, 16), 16, 16)

    def channels_last(maker, picture):
        picture = maker.add("Flatten", maker.add("Transpose", picture, perm=[0, 2, 3, 1]))
        return "Gemm", maker.add("Gemm", picture, maker.weights(8, 16 * 256), maker.weights(8), transB=1)

    def rows_of_few(maker, picture):
        return "Gemm", maker.add("Gemm", maker.reshape(picture, -1, 16), maker.weights(8, 16), maker.weights(8), transB=1)

    def pad(maker, picture):
        return maker.add("Pad", picture, maker.constant(numpy.array([0, 0, 0, 0, 0, 0, 1, 1], numpy.int64)))

    def padded(maker, picture):
        return "Conv", maker.convolve(pad(maker, picture), 16, 16, 3, 2)

    def padded_by_another_name(maker, picture):
        return "Relu", maker.add("Relu", maker.add("Identity", pad(maker, picture)))

    def padded_at_last(maker, picture):
        return "Pad", pad(maker, picture)

    def ceiling(maker, picture):
        return "Resize", maker.double(picture, "asymmetric", "ceil")

    def floor_of_halves(maker, picture):
        return "Resize", maker.double(picture, "half_pixel", "floor")

    def clipped(maker, picture):
        return "Clip", maker.clip(picture, -1, 1)

    def clipped_above(maker, picture):
        return "Clip", maker.clip(picture, None, 6)

    def columns(maker, picture):
        return "Mul", maker.add("Mul", picture, maker.weights(16))

    def one_pixel(maker, picture):
        return "Add", maker.add("Add", picture, maker.add("GlobalAveragePool", picture))

    def line(maker, picture):
        return "Conv", maker.add("Conv", picture, maker.weights(16, 16, 3), kernel_shape=[3])

    for network in (
            softplus, shuffle, channels_last, rows_of_few, padded, padded_by_another_name, padded_at_last, ceiling,
            floor_of_halves, clipped, clipped_above, columns, one_pixel, line):
        maker = Maker()
        layer, output = network(maker, maker.convolve(maker.normalized_picture(), 3, 16))
        model = maker.model(output, 16, 16)
        yield {"network": network.__name__, "layer": f"{layer} {output}:", "words": words_about(model)}

    maker = Maker()
    picture = maker.normalized_picture()
    output = maker.add("Add", maker.convolve(picture, 3, 3), maker.convolve("picture", 3, 3))
    yield {"network": "two_pictures", "layer": "Sub tensor0:", "words": words_about(maker.model(output, 16, 16))}


def main():
    folder = Folder(sys.argv[1])
    for path in sys.argv[2:]:
        add_published(folder, path)
    add_made_up(folder)
    add_own(folder)
    (folder.path / "cases.json").write_text(json.dumps({"cases": folder.cases, "refusals": list(refusals())}))


if __name__ == "__main__":
    main()
