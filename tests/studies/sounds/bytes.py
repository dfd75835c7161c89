"""Builds and mends sound files byte by byte."""
import struct

import numpy as np

ID3 = b"ID3\x03\x00\x00\x00\x00\x00\x10" + bytes(16)
ID3V1 = b"TAG" + b"a title".ljust(125, b"\x00")


def ape(items=b"\x05\x00\x00\x00\x00\x00\x00\x00Title\x00hello"):
    """An APE tag with its header and its footer."""
    fields = struct.pack("<4I", 2000, len(items) + 32, 1, 0xA0000000) + bytes(8)
    footer = struct.pack("<4I", 2000, len(items) + 32, 1, 0x80000000) + bytes(8)
    return b"APETAGEX" + fields + items + b"APETAGEX" + footer


def chunk(name, content, length=None, order="<", pad=True):
    """A chunk of RIFF (order <) or IFF (order >)."""
    length = len(content) if length is None else length
    return name + struct.pack(order + "I", length) + content + (b"\x00" if pad and len(content) % 2 else b"")


def riff(*chunks, length=None, name=b"RIFF", order="<"):
    """A WAV file of these chunks."""
    body = b"WAVE" + b"".join(chunks)
    return name + struct.pack(order + "I", len(body) if length is None else length) + body


def fmt(tag=1, channels=1, rate=22050, bits=16, align=None, byte_rate=None, extra=b"", order="<"):
    """The content of a "fmt " chunk."""
    align = channels * ((bits + 7) // 8) if align is None else align
    byte_rate = rate * align if byte_rate is None else byte_rate
    return struct.pack(order + "HHIIHH", tag, channels, rate, byte_rate, align, bits) + extra


def extensible(tag=1, channels=1, bits=16, valid=None, align=None):
    """The content of an extensible "fmt " chunk."""
    guid = struct.pack("<I", tag) + bytes.fromhex("00001000800000aa00389b71")
    extra = struct.pack("<HHI", 22, bits if valid is None else valid, 4) + guid
    return fmt(0xFFFE, channels, bits=bits, align=align, extra=extra)


TABLE = []
for byte in range(256):
    total = byte << 24
    for _ in range(8):
        total = ((total << 1) ^ (0x04C11DB7 if total & 0x80000000 else 0)) & 0xFFFFFFFF
    TABLE.append(total)


def mended(page):
    """An Ogg page with its checksum computed again."""
    page = bytearray(page)
    page[22:26] = bytes(4)
    total = 0
    for byte in page:
        total = ((total << 8) & 0xFFFFFFFF) ^ TABLE[(total >> 24) ^ byte]
    page[22:26] = struct.pack("<I", total)
    return bytes(page)


def pages(data):
    """The pages of an Ogg file."""
    found, at = [], 0
    while data[at : at + 4] == b"OggS":
        segments = data[at + 26]
        length = 27 + segments + sum(data[at + 27 : at + 27 + segments])
        found.append(data[at : at + length])
        at += length
    return found


def with_flags(page, clear=0, add=0):
    """A page with other flags."""
    return mended(page[:5] + bytes([page[5] & ~clear | add]) + page[6:])


def with_number(page, number):
    """A page with another number."""
    return mended(page[:18] + struct.pack("<I", number) + page[22:])


def mp3_frames(data):
    """Positions of the frames of a file without tags before them."""
    rates = {3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000]}
    high = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    low = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
    found, at = [], 0
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] & 0xE6 == 0xE2:
        version = data[at + 1] >> 3 & 3
        rate = rates[version][data[at + 2] >> 2 & 3]
        kilobits = (high if version == 3 else low)[data[at + 2] >> 4]
        samples = 1152 if version == 3 else 576
        found.append(at)
        at += samples // 8 * kilobits * 1000 // rate + (data[at + 2] >> 1 & 1)
    return found + [at]


def layer1_frame(values):
    """A frame of layer I: MPEG-1, 44,100 Hz, one channel, 128 kbit/s, six bits for each of the lowest four bands."""
    bits = []

    def put(value, count):
        bits.extend(value >> i & 1 for i in reversed(range(count)))

    for value, count in [(0xFFF, 12), (1, 1), (3, 2), (1, 1), (4, 4), (0, 2), (0, 1), (0, 1), (3, 2), (0, 6)]:
        put(value, count)
    for band in range(32):
        put(5 if band < 4 else 0, 4)
    for band in range(4):
        put(10 + band, 6)
    for value in values:
        put(int(value), 6)
    return np.packbits(bits).tobytes().ljust(12 * 128000 // 44100 * 4, b"\x00")
