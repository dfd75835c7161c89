"""One Python library in a process of its own: `contestant.py LIBRARY THREADS`, or `contestant.py --survey`.

Requests and replies are lines of JSON on stdin and stdout, as those of contestant.ts; what libraries print goes to
stderr. Large inputs come as .npy files. This file needs the standard library alone.
"""

import importlib
import importlib.metadata
import importlib.util
import json
import math
import os
import platform
import sys
import time

# The module to import, the distributions that bring it, and our module that drives it.
LIBRARIES = {
    "torch": ("torch", ("torch",), "torch_peer"),
    "numpy": ("numpy", ("numpy",), "numpy_peer"),
    "scikit-learn": ("sklearn", ("scikit-learn",), "sklearn_peer"),
    "faiss": ("faiss", ("faiss-cpu", "faiss"), "faiss_peer"),
}

# Elements of an answer that are compared; contestant.ts takes the same ones.
COMPARED = 1024


class CannotRun(Exception):
    """A reason why a library does not take part, in a few words."""


def version_of(distributions):
    for name in distributions:
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return "of unknown version"


def threads_here():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def survey():
    """What this Python has, without importing it."""
    libraries = {
        name: version_of(distributions)
        for name, (module, distributions, _) in LIBRARIES.items()
        if importlib.util.find_spec(module) is not None
    }
    return {"python": platform.python_version(), "threads": threads_here(), "libraries": libraries}


def sample_of(values):
    """Some elements, evenly spread; JSON knows no numbers that are not finite."""
    stride = max(1, len(values) // COMPARED)
    some = [float(values[i * stride]) for i in range(min(len(values), COMPARED))]
    return [value if math.isfinite(value) else None for value in some]


class Session:
    """The library's state from request to request."""

    def __init__(self, open_peer):
        self._open_peer = open_peer
        self._peer = None
        self._run = None

    def reply(self, request):
        if "prepare" in request:
            if self._peer is None:
                self._peer = self._open_peer()
            device, prepare = self._peer
            self._run = prepare(request["prepare"], request["inputs"], request.get("setting"))
            return {"device": device}
        processor = time.process_time()
        wall = time.perf_counter()
        answer = self._run(request["run"])
        wall = time.perf_counter() - wall
        processor = time.process_time() - processor
        return {
            "milliseconds": 1000 * wall,
            "processorMilliseconds": 1000 * processor,
            "answer": sample_of(answer),
        }


def serve(open_peer):
    """Answers requests until stdin ends.

    open_peer returns where the library computes, and a function of work, paths of inputs by name and setting that
    returns a function of a number of repetitions, which returns the last answer.
    """
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Also what native code prints.
    os.dup2(2, 1)
    session = Session(open_peer)
    for line in sys.stdin:
        try:
            reply = session.reply(json.loads(line))
        except Exception as problem:  # Whatever it is, its row says so.
            text = str(problem).split("\n")[0] or type(problem).__name__
            reply = {"problem": text, "known": isinstance(problem, CannotRun)}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def main(arguments):
    if arguments == ["--survey"]:
        print(json.dumps(survey()))
        return
    library, threads = arguments
    serve(lambda: importlib.import_module(LIBRARIES[library][2]).open_peer(int(threads)))


if __name__ == "__main__":
    # Else the peers import this file a second time under its own name.
    sys.modules["contestant"] = sys.modules["__main__"]
    main(sys.argv[1:])
