"""scikit-learn."""

import numpy
from sklearn.manifold import TSNE
from sklearn.metrics import silhouette_samples

from blas_here import blas_here
from contestant import CannotRun


def open_peer(threads):
    return f"{blas_here()}, threads: {threads}", prepare


def prepare(work, inputs, setting):
    if work["family"] == "silhouette":
        return silhouette(work, numpy.load(inputs["items"]))
    if work["family"] == "tsne":
        return tsne(numpy.load(inputs["items"]))
    raise CannotRun(f"has no {work['family']}")


def silhouette(work, items):
    classes = numpy.arange(work["items"]) % work["classes"]

    def run(count):
        for _ in range(count):
            values = silhouette_samples(items, classes)
        return values

    return run


def tsne(items):
    """With its defaults: the method of Barnes and Hut, 1,000 iterations, perplexity 30."""

    def run(count):
        for seed in range(count):
            picture = TSNE(random_state=seed)
            picture.fit_transform(items)
        return [picture.kl_divergence_]

    return run
