"""NumPy."""

import numpy

from blas_here import blas_here
from contestant import CannotRun


def open_peer(threads):
    return f"{blas_here()}, threads: {threads}", prepare


def prepare(work, inputs, setting):
    if work["family"] != "matrix-multiply":
        raise CannotRun(f"has no {work['family']}")
    left, right = numpy.load(inputs["left"]), numpy.load(inputs["right"])
    left = left.T if work["transpose"] == "left" else left
    right = right.T if work["transpose"] == "right" else right
    product = numpy.empty((work["rows"], work["columns"]), numpy.float32)

    def run(count):
        for _ in range(count):
            numpy.matmul(left, right, out=product)
        return product.ravel()

    return run
