"""A second reader of .eepd files, which follows datasets/FORMAT.md and datasets/FORMAT-1.md.

It shares no code with eepool, and is slow on purpose: a step of the specification is a line or two. That it reads
the golden files, and finds in them what eepool finds, is the proof that the documents say enough. zstd and XXH3 are
the system's libraries.
"""

import ctypes
import ctypes.util
import struct


class Refused(Exception):
    """The file is not what the specification asks."""


def ask(condition, what):
    if not condition:
        raise Refused(what)


# ---- The libraries -----------------------------------------------------------------------------------

def library(name, fallback):
    return ctypes.CDLL(ctypes.util.find_library(name) or fallback)


ZSTD = library("zstd", "libzstd.so.1")
ZSTD.ZSTD_decompress.restype = ctypes.c_size_t
ZSTD.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
ZSTD.ZSTD_findFrameCompressedSize.restype = ctypes.c_size_t
XXH = library("xxhash", "libxxhash.so.0")
XXH.XXH3_64bits.restype = ctypes.c_uint64


class Hash128(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


XXH.XXH3_128bits.restype = Hash128


def checksum(data):
    return XXH.XXH3_64bits(data, ctypes.c_size_t(len(data)))


def digest(data):
    value = XXH.XXH3_128bits(data, ctypes.c_size_t(len(data)))
    return struct.pack(">QQ", value.high, value.low)


def unzstd(frame, length):
    size = ctypes.c_size_t(len(frame))
    ask(ZSTD.ZSTD_getFrameContentSize(frame, size) == length, "a frame of another length")
    ask(ZSTD.ZSTD_findFrameCompressedSize(frame, size) == len(frame), "not one frame")
    room = ctypes.create_string_buffer(length + 1)
    ask(ZSTD.ZSTD_decompress(room, ctypes.c_size_t(length), frame, size) == length, "a broken frame")
    return room.raw[:length]


# ---- Numbers -----------------------------------------------------------------------------------------

class Bytes:
    """Bytes that are taken from the front."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, length):
        ask(length <= len(self.data) - self.at, "it ends too early")
        self.at += length
        return self.data[self.at - length:self.at]

    def number(self, width):
        return int.from_bytes(self.take(width), "little")

    def end(self, what):
        ask(self.at == len(self.data), f"bytes behind {what}")


def signed(values, width):
    half = 1 << (8 * width - 1)
    return [value - 2 * half if value >= half else value for value in values]


# ---- Arrays (FORMAT.md, "Arrays") --------------------------------------------------------------------

def string(source, length):
    method = source.number(1)
    ask(method in (0, 1), "an unknown method")
    return source.take(length) if method == 0 else unzstd(source.take(source.number(4)), length)


def array(source, count, width, depth=1):
    """`count` numbers modulo 2^(8 x width)."""
    if count == 0:
        return []
    ask(depth <= 4, "nested too deep")
    modulus = 1 << (8 * width)
    encoding = source.number(1)
    ask(encoding <= 6, "an unknown encoding")
    values = (constant, run, packed, split, escape, sparse, delta)[encoding](source, count, width, depth)
    return [value % modulus for value in values]


def constant(source, count, width, _):
    return [source.number(width)] * count


def run(source, count, width, _):
    first, step = source.number(width), source.number(width)
    return [first + i * step for i in range(count)]


def packed(source, count, width, _):
    base, bits = source.number(width), source.number(1)
    ask(1 <= bits <= min(32, 8 * width), "impossible bits")
    whole = int.from_bytes(string(source, (count * bits + 7) // 8), "little")
    ask(whole >> (count * bits) == 0, "unused bits are not zero")
    if bits == 8:
        return [base + value for value in whole.to_bytes(count, "little")]
    values, mask = [], (1 << bits) - 1
    for begin in range(0, count, 1024):  # a slice at a time: shifting the whole number is slow
        part = whole >> (begin * bits) & ((1 << (1024 * bits)) - 1)
        for _ in range(min(1024, count - begin)):
            values.append(base + (part & mask))
            part >>= bits
    return values


def split(source, count, width, depth):
    base, bits = source.number(width), source.number(1)
    ask(1 <= bits <= 32 and bits < 8 * width, "impossible bits")
    low = array(source, count, 1 if bits <= 8 else 2 if bits <= 16 else 4, depth + 1)
    high = array(source, count, width, depth + 1)
    return [base + (h << bits | l) for h, l in zip(high, low)]


def escape(source, count, width, depth):
    first = array(source, count, 1, depth + 1)
    second = iter(array(source, first.count(255), width, depth + 1))
    return [next(second) if value == 255 else value for value in first]


def sparse(source, count, width, depth):
    common = source.number(width)
    mask = int.from_bytes(string(source, (count + 7) // 8), "little")
    ask(mask >> count == 0, "unused bits are not zero")
    others = [digit == "1" for digit in reversed(f"{mask:0{count}b}")]
    dense = iter(array(source, sum(others), width, depth + 1))
    return [next(dense) if other else common for other in others]


def delta(source, count, width, depth):
    values = [source.number(width)]
    for difference in array(source, count - 1, width, depth + 1):
        values.append(values[-1] + difference)
    return values


# ---- Blocks (FORMAT.md, "Blocks") --------------------------------------------------------------------

def expected(rule, a, b, limit):
    if rule == 0:
        return [time // 86400 for time in signed(a, 8)]
    if rule == 1:
        return [min(x, limit) for x in a]
    return [max(x, y) if rule == 2 else min(x + y, limit) for x, y in zip(a, b)]


def part(source, columns, group, rows, found, sizes):
    kind, members, where, rule, a, b, number, length = struct.unpack("<BBBBBBHI", source.take(12))
    positions = list(source.take(members))
    ask(kind <= 2 and (members == 1 or kind == 1) and 1 <= members <= 16, "an unknown kind of part")
    for position in positions:
        ask(position < len(columns) and columns[position]["group"] == group and position not in found,
            "a part with a column that it cannot have")
    body = Bytes(source.take(length))
    widths = [columns[position]["width"] for position in positions]
    ask(where == 255 or (where in found and columns[where]["width"] == 1), "rows of a column that is not there")
    flags = [True] * rows if where == 255 else [flag != 0 for flag in found[where]]
    count = sum(flags)
    if kind == 1:
        ask(1 <= number <= rows, "a table of impossible size")
        entries = [array(body, number, width) for width in widths]
        codes = array(body, count, 1 if number <= 256 else 2)
        ask(all(code < number for code in codes), "a code that is not in the table")
        dense = [[entry[code] for code in codes] for entry in entries]
    else:
        dense = [array(body, count, widths[0])]
    body.end("the arrays of a part")
    if kind == 2:
        ask(rule <= 3 and where == 255 and a in found and (b in found if rule >= 2 else b == 255), "a bad rule")
        ask((columns[a]["width"], widths[0]) == ((8, 4) if rule == 0 else (2, 2)), "a rule of other widths")
        ask(rule > 0 or columns[a]["name"] == "submitted_at", "a day of what is no submission")
        what = expected(rule, found[a], found.get(b), number)
        dense = [[(x - y) % (1 << 8 * widths[0]) for x, y in zip(what, dense[0])]]
    for position, values in zip(positions, dense):
        rest = iter(values)
        found[position] = [next(rest) if flag else 0 for flag in flags]
    sizes.append(([columns[position]["name"] for position in positions], kind, length + 12 + members))


def block(data, columns, group, rows, sizes):
    source, found = Bytes(data), {}
    for _ in range(source.number(1)):
        part(source, columns, group, rows, found, sizes)
    source.end("the last part")
    ask(set(found) == {i for i, column in enumerate(columns) if column["group"] == group}, "a column without a part")
    return found


def block_1(data, encoding, width, rows):
    """A block of version 1: raw, planes, delta, constant."""
    if encoding == 3:
        return [int.from_bytes(data, "little")] * rows
    raw = data if encoding == 0 else unzstd(data, rows * width)
    if encoding == 0:
        return [int.from_bytes(raw[i * width:(i + 1) * width], "little") for i in range(rows)]
    values = [sum(raw[plane * rows + i] << 8 * plane for plane in range(width)) for i in range(rows)]
    if encoding == 2:
        last, modulus = 0, 1 << 8 * width
        for i, zigzag in enumerate(values):
            last = values[i] = (last + (zigzag // 2 if zigzag % 2 == 0 else -(zigzag + 1) // 2)) % modulus
    return values


# ---- Files -------------------------------------------------------------------------------------------

def schema_of(data, count, version):
    source, columns = Bytes(data), []
    for i in range(count):
        length, kind, width, group, text = struct.unpack("<BBBBH", source.take(6))
        columns.append({"name": source.take(length).decode(), "kind": kind, "width": width,
                        "group": group if version > 1 else i, "text": source.take(text).decode()})
    source.end("the schema")
    return columns


def index_of(data, version, rows, chunk_rows, columns):
    """(rows, digest, blocks as (offset, length, checksum, encoding), ranges by chunk and column)"""
    source = Bytes(data)
    ask(checksum(data[:-8]) == int.from_bytes(data[-8:], "little"), "checksum of the index")
    rows = source.number(8) if version > 1 else rows
    groups = 1 + max((column["group"] for column in columns), default=-1)
    chunks = -(-rows // chunk_rows)
    ask(source.number(8) == chunks * groups, "number of blocks")
    recorded, blocks, ranges = source.take(16), [], []
    for _ in range(chunks * groups):
        if version == 1:
            offset, stored, _, check, encoding = struct.unpack("<QIIQB7x", source.take(32))
        else:
            offset, stored, zero, check = struct.unpack("<QIIQ", source.take(24))
            ask(zero == 0, "reserved bytes")
            encoding = None
        blocks.append((offset, stored, check, encoding))
    if version > 1:
        ranges = [[struct.unpack("<qq", source.take(16)) for _ in columns] for _ in range(chunks)]
    source.take(8)
    source.end("the index")
    return rows, recorded, blocks, ranges


def value_bytes(values, width):
    return b"".join(value.to_bytes(width, "little") for value in values)


def pool_digest(rows, columns, values):
    text = struct.pack("<Q", rows)
    for column, its in zip(columns, values):
        name = column["name"].encode()
        text += bytes([len(name)]) + name + bytes([column["kind"], column["width"]])
        text += digest(value_bytes(its, column["width"]))
    return digest(text).hex()


def read(path, chunks_at_most=None):
    """{version, rows, provenance, digest, recorded, columns: {name: values}, sizes: of the parts of blocks}"""
    with open(path, "rb") as stream:
        data = stream.read()
    ask(data[:10] == b"EEPD\x89\r\n\x1a\n\0", "not an .eepd file")
    version, flags, rows, chunk_rows, count, zero, schema_bytes, provenance_bytes, *sums = struct.unpack(
        "<HIQIHHIIQQQ", data[10:64])
    ask(version in (1, 2) and flags == 0 and zero == 0 and (version == 1 or rows == 0), "another version")
    ask(sums[2] == checksum(data[:56]), "checksum of the header")
    schema, provenance = data[64:64 + schema_bytes], data[64 + schema_bytes:64 + schema_bytes + provenance_bytes]
    ask(sums[0] == checksum(schema) and sums[1] == checksum(provenance), "checksum of a text")
    columns = schema_of(schema, count, version)
    index_at, index_bytes, check, ending = struct.unpack("<QQQ8s", data[-32:])
    ask(ending == b"\x89\r\n\x1aEEPD" and check == checksum(data[-32:-16]), "the trailer")
    ask(index_at + index_bytes + 32 == len(data), "the index is elsewhere")
    rows, recorded, blocks, ranges = index_of(data[index_at:-32], version, rows, chunk_rows, columns)
    groups = 1 + max((column["group"] for column in columns), default=-1)
    values, sizes, begin = [[] for _ in columns], [], 64 + schema_bytes + provenance_bytes
    for number, (offset, stored, check, encoding) in enumerate(blocks):
        if chunks_at_most is not None and number >= chunks_at_most * groups:
            break
        ask(offset == begin, "a gap before a block")
        begin += stored
        body, chunk = data[offset:offset + stored], number // groups
        ask(checksum(body) == check, "checksum of a block")
        here = min(chunk_rows, rows - chunk * chunk_rows)
        if version == 1:
            found = {number % groups: block_1(body, encoding, columns[number % groups]["width"], here)}
        else:
            found = block(body, columns, number % groups, here, sizes)
        for position, its in found.items():
            values[position] += its
            proper = signed(its, columns[position]["width"]) if columns[position]["kind"] in (1, 2) else its
            if ranges:
                ask((min(proper), max(proper)) == ranges[chunk][position], "a range that is not that of the values")
    return {"version": version, "rows": rows, "provenance": provenance.decode(), "recorded": recorded.hex(),
            "digest": pool_digest(rows, columns, values) if chunks_at_most is None else None, "sizes": sizes,
            "columns": {column["name"]: signed(its, column["width"]) if column["kind"] in (1, 2) else its
                        for column, its in zip(columns, values)}}
