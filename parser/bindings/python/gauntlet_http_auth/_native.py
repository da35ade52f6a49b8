# SPDX-License-Identifier: Apache-2.0
"""The C library, as gauntlet.h and elements.h declare it."""

from __future__ import annotations

import ctypes
import pathlib
from ctypes import POINTER, Structure, c_char_p, c_int32, c_size_t, c_uint32, c_uint64

ABI_VERSION = 0

OPERATIONS = {"challenges": 0, "credentials": 1, "auth-info": 2}
GRAMMARS = {"recipient": 0, "sender": 1}

OK, LIMIT_LENGTH, LIMIT_EMPTY_ELEMENTS = 0, 18, 21
AUTH_SCHEME, TOKEN68, AUTH_PARAM = 1, 2, 3
QUOTED, QUOTED_PAIR = 8, 16
ELEMENT_NUMBERS = 5


class Options(Structure):
    _fields_ = [("struct_size", c_size_t), ("max_length", c_size_t), ("max_challenges", c_size_t),
                ("max_auth_params", c_size_t), ("max_empty_elements", c_size_t), ("grammar", c_int32),
                ("reserved", c_int32)]


class Elements(Structure):
    _fields_ = [("numbers", POINTER(c_size_t)), ("capacity", c_size_t), ("count", c_size_t), ("offset", c_size_t)]


class Str(Structure):
    _fields_ = [("data", c_char_p), ("size", c_size_t)]


Writer = c_uint64 * 32  # 256 octets, aligned as uint64_t


def _load() -> ctypes.CDLL:
    path = pathlib.Path(__file__).with_name("libgauntlet.so")
    try:
        loaded = ctypes.CDLL(str(path))
    except OSError as error:
        raise ImportError(f"{error}; install the wheel for this platform, or make one with make.py") from error
    loaded.gauntlet_abi_version.restype = c_uint32
    if loaded.gauntlet_abi_version() != ABI_VERSION:
        raise ImportError(f"{path} has the interface {loaded.gauntlet_abi_version()}, this package needs {ABI_VERSION}; "
                          "install the package again")
    return loaded


_library = _load()


def _function(name: str, result: object, *arguments: object) -> ctypes._NamedFuncPointer:
    found: ctypes._NamedFuncPointer = getattr(_library, name)
    found.restype = result  # type: ignore[assignment]
    found.argtypes = arguments  # type: ignore[assignment]
    return found


version = _function("gauntlet_version", c_char_p)
error_identifier = _function("gauntlet_error_identifier", c_char_p, c_int32)
options_init = _function("gauntlet_options_init", None, POINTER(Options), c_size_t)
locate = _function("gauntlet_locate", None, POINTER(Str), c_size_t, c_size_t, POINTER(c_size_t), POINTER(c_size_t))
read_elements = _function("gauntlet_read_elements", c_int32, c_char_p, c_size_t, c_int32, POINTER(Options),
                          POINTER(Elements))
writer_init = _function("gauntlet_writer_init", c_int32, POINTER(Writer), c_char_p, c_size_t, c_int32, POINTER(Options))
writer_challenge = _function("gauntlet_writer_challenge", c_int32, POINTER(Writer), c_char_p, c_size_t)
writer_token68 = _function("gauntlet_writer_token68", c_int32, POINTER(Writer), c_char_p, c_size_t)
writer_param = _function("gauntlet_writer_param", c_int32, POINTER(Writer), c_char_p, c_size_t, c_char_p, c_size_t, c_int32)
writer_finish = _function("gauntlet_writer_finish", c_int32, POINTER(Writer), POINTER(c_size_t))

VERSION: str = version().decode("ascii")


def identifier(error: int) -> str:
    name: str = error_identifier(error).decode("ascii")
    return name
