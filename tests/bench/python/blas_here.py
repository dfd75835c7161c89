"""Which BLAS library this process has loaded, in the library's own words."""

import ctypes
import re

CONFIGURATION = (
    "openblas_get_config",
    "openblas_get_config64_",
    "scipy_openblas_get_config",
    "scipy_openblas_get_config64_",
)


def mapped_libraries():
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = {line.split(maxsplit=5)[5].strip() for line in maps if ".so" in line}
    except OSError:
        return []
    return sorted(path for path in paths if re.search(r"blas|mkl|blis", path.split("/")[-1]))


def blas_here():
    """Name, version and file, such as "OpenBLAS 0.3.21 of openblas-pthread/libblas.so.3"."""
    for path in mapped_libraries():
        library = ctypes.CDLL(path)
        for name in CONFIGURATION:
            if hasattr(library, name):
                function = getattr(library, name)
                function.restype = ctypes.c_char_p
                text = function().decode()
                return f"{re.match(r'OpenBLAS [^ ]+', text)[0]} of {shortened(path)}"
    return ", ".join(map(shortened, mapped_libraries())) or "an unknown BLAS"


def shortened(path):
    """The file with its folder, which tells a system's libraries from those that a package brings."""
    return "/".join(path.split("/")[-2:])
