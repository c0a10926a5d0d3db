#!/usr/bin/env python3
"""Makes a model's file for CNeuralNetwork from a published ONNX file or dlib's network."""

import argparse
import sys

import converter


def main():
    parser = argparse.ArgumentParser(prog="ModelConverter", description=__doc__)
    parser.add_argument("source", help="a .onnx file, or dlib_face_recognition_resnet_model_v1.dat")
    parser.add_argument("target", help="the file to write")
    arguments = parser.parse_args()
    try:
        description = converter.convert(arguments.source, arguments.target)
    except (ValueError, OSError) as error:
        sys.exit(f"Cannot convert {arguments.source}: {error}.")
    print(f"{arguments.target}: {description.name} ({description.license})")


if __name__ == "__main__":
    main()
