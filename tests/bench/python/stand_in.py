"""A peer of the standard library alone, for tests: it multiplies small matrices, `right` or `wrong`ly, or answers NaN."""

import array
import re
import sys

from contestant import CannotRun, serve


def load(path):
    with open(path, "rb") as file:
        file.seek(8)
        header = file.read(int.from_bytes(file.read(2), "little")).decode()
        values = array.array("f", file.read())
    rows, columns = map(int, re.search(r"\((\d+), (\d+)\)", header).groups())
    return [values[row * columns : (row + 1) * columns] for row in range(rows)]


def prepare(work, inputs, setting):
    if work["family"] != "matrix-multiply":
        raise CannotRun(f"has no {work['family']}")
    left, right = load(inputs["left"]), load(inputs["right"])
    if work["transpose"] == "left":
        left = list(zip(*left))
    if work["transpose"] != "right":
        right = list(zip(*right))
    factor = {"right": 1, "wrong": 2, "nan": float("nan")}[sys.argv[1]]

    def run(count):
        for _ in range(count):
            print("What a library prints is no reply.")
            product = [
                factor * sum(a * b for a, b in zip(row, column)) for row in left for column in right
            ]
        return product

    return run


serve(lambda: ("the standard library", prepare))
