"""Makes a screenshot smaller: at most 256 colours, and perhaps only its left part.

    pictures_small.py FROM TO [WIDTH]
"""
import collections, struct, sys, zlib


def read(path):
    """Width, height and the rows of a PNG of 8-bit RGB or RGBA, as lists of (r, g, b)."""
    with open(path, "rb") as file:
        data = file.read()
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    size = {2: 3, 6: 4}[kind]
    packed, at = b"", 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at:at + 8])
        if name == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += length + 12
    raw, stride, rows = zlib.decompress(packed), width * size, []
    above = bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        filtering, row = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        for i in range(stride):
            left = row[i - size] if i >= size else 0
            up = above[i]
            if filtering == 1:
                row[i] = (row[i] + left) & 255
            elif filtering == 2:
                row[i] = (row[i] + up) & 255
            elif filtering == 3:
                row[i] = (row[i] + (left + up) // 2) & 255
            elif filtering == 4:
                corner = above[i - size] if i >= size else 0
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                row[i] = (row[i] + near[2]) & 255
        rows.append([tuple(row[i:i + 3]) for i in range(0, stride, size)])
        above = row
    return width, height, rows


def write(path, rows):
    used = collections.Counter(pixel for row in rows for pixel in row)
    palette = [colour for colour, _ in used.most_common(256)]
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in used:
        if colour not in places:
            places[colour] = min(range(len(palette)), key=lambda i: sum((a - b) ** 2 for a, b in zip(palette[i], colour)))
    body = b"".join(b"\0" + bytes(places[pixel] for pixel in row) for row in rows)

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0))
                   + chunk(b"PLTE", b"".join(bytes(colour) for colour in palette))
                   + chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b""))


width, height, rows = read(sys.argv[1])
write(sys.argv[2], [row[:int(sys.argv[3]) if len(sys.argv) > 3 else width] for row in rows])
