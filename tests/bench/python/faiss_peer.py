"""faiss: its flat index, which is exact."""

import faiss
import numpy

from contestant import CannotRun


def open_peer(threads):
    faiss.omp_set_num_threads(threads)
    return f"IndexFlatIP, {faiss.get_compile_options().strip()}, threads: {threads}", prepare


def prepare(work, inputs, setting):
    if work["family"] not in ("search", "large-search"):
        raise CannotRun(f"has no {work['family']}")
    queries = numpy.load(inputs["queries"])
    index = faiss.IndexFlatIP(work["dim"])
    # The file's pages are copied into the index, and are not kept beside it.
    index.add(numpy.load(inputs["database"], mmap_mode="r"))

    def run(count):
        for _ in range(count):
            _, rows = index.search(queries, work["k"])
        return rows.ravel()

    return run
