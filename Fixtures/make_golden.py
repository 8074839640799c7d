#!/usr/bin/env python3
"""Writes Fixtures/golden/, the golden files of the log format, version 1. Same bytes every time.

What the second reader (Tests/Peers/reader.py) says of a merge is held against expectations written
here by hand; number spellings are held against node where it is installed. Format v1 is landed:
run this to prove that nothing changes, or to add a case, never to change one.
"""

import hashlib
import json
import os
import random
import shutil
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "golden")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "Tests", "Peers"))
import reader  # noqa: E402

ZEROS = reader.ZEROS


def sha(line):
    return hashlib.sha256(line).hexdigest()


def write(path, data):
    path = os.path.join(GOLDEN, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def spell(value):
    """Canonical JSON of Python values, by the peer's rules; ints are doubles here too."""
    def double(it):
        if isinstance(it, dict):
            return {key: double(it[key]) for key in sorted(it, key=reader.utf16)}
        if isinstance(it, list):
            return [double(item) for item in it]
        return float(it) if isinstance(it, int) and not isinstance(it, bool) else it
    return reader.canonical(double(value)).encode("utf-8")


def device(n):
    return f"0199a000-0000-7000-8000-{n:012x}"


def record(n):
    return f"0199b000-0000-7000-8000-{n:012x}"


def stamp(minute, counter=0, day="2026-11-20"):
    return f"{day}T{8 + minute // 60:02}:{minute % 60:02}:00.000Z-{counter:04x}"


# --- Good lines ----------------------------------------------------------------------------------

class Chain:
    """Writes the lines of one device, one after the other."""

    def __init__(self, n):
        self.device, self.seq, self.prev, self.lines = device(n), 0, ZEROS, []

    def put(self, set, v=1, **extra):
        """Appends a line. `extra` may replace any key; None takes one away."""
        self.seq += 1
        event = {
            "device": self.device, "hlc": stamp(self.seq % 600), "prev": self.prev, "record": record(1),
            "seq": self.seq, "set": set, "v": v}
        event.update(extra)
        return self.raw(spell({key: value for key, value in event.items() if value is not None}))

    def raw(self, line):
        self.prev = sha(line)
        self.lines.append(line)
        return line


def template(chain, value_text):
    """The next line of the chain with the text VALUE as the value of `note`, unspelt."""
    chain.seq += 1
    line = ('{"device":"%s","hlc":"%s","prev":"%s","record":"%s","seq":%d,"set":{"note":%s},"v":1}'
            % (chain.device, stamp(chain.seq % 600), chain.prev, record(1), chain.seq, value_text))
    return chain.raw(line.encode("utf-8"))


def nested(depth, inner="null"):
    """Arrays and objects by turns, `depth` deep."""
    return "".join("[" if i % 2 else '{"a":' for i in range(depth)) + inner + "".join(
        "]" if i % 2 else "}" for i in reversed(range(depth)))


GOOD_NUMBERS = [
    "0", "1", "-1", "10", "0.1", "-0.1", "0.5", "1.5", "123456789.125", "100000000000000000000",
    "999999999999999900000", "1e+21", "-1e+21", "1.5e+22", "1e+23", "9e+99", "1e+100",
    "1.7976931348623157e+308", "-1.7976931348623157e+308", "0.000001", "0.0000015", "1e-7", "-1e-7",
    "1.5e-7", "9.999999999999997e-7", "5e-324", "-5e-324", "2.2250738585072014e-308",
    "2.225073858507201e-308", "9007199254740991", "-9007199254740991", "9007199254740992",
    "9007199254740994", "9007199254740996", "295147905179352830000", "333333333333333300",
    "333333333.3333333", "333333333.33333325", "333333333.3333334", "4.5", "0.002", "4.35",
    "0.3", "0.30000000000000004", "0.1000000000000001", "1e-27", "1424953923781206.2",
    "18446744073709552000", "9223372036854776000", "4294967296", "2147483648", "999999999999999",
]

# A string token each. What is not ASCII is spelt here by Python escapes.
GOOD_STRINGS = [
    '""', '"plain"', '"\\b\\t\\n\\f\\r"', '"\\"\\\\"', '"/ stands as it is"',
    '"\\u0000\\u0001\\u0007\\u000b\\u000e\\u000f\\u001a\\u001f"', '"DEL \x7f as it is"',
    '"C1 \x80\x85\x9f as they are"', '"line \u2028 and paragraph \u2029"', '"\ufeff BOM within"',
    '"noncharacters \uffff \ufffe \ufdd0 \U0001ffff \U0010ffff"', '"replacement \ufffd"',
    '"ends of ranges \u07ff\u0800\ud7ff\ue000\U00010000"', '"\u00e9 composed"',
    '"e\u0301 decomposed"', '"\u212b \u2126 \u212a"', '"\uac00 \u1100\u1161"',
    '"\U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea"', '"\u0645\u0631\u062d\u0628\u0627 \u202e"',
    '"\u0130 \u0131 \u00df \u1e9e"', '"<script>&amp;\'"', '"\\\\u0041"', '"null"', '"1.0"',
]

GOOD_VALUES = [
    "null", "true", "false", "[]", "{}", "[[]]", "[{}]", '[null,true,false,0,"",[],{}]',
    '{"":0}', '{"a":1,"b":2,"ba":3,"c":4}', '{"A":1,"a":2}', '{"1":1,"10":2,"2":3}',
    # RFC 8785, section 3.2.3: by UTF-16 code units, where U+1F600 (D83D DE00) stands before U+FB33.
    '{"\\r":1,"1":2,"\x80":3,"\u00f6":4,"\u20ac":5,"\U0001f600":6,"\ufb33":7}',
    '{"\U0001f600":1,"\uffff":2}', '{"\U00010000":1,"\ue000":2}', '{"\U0010ffff":1,"\ufdd0":2}',
    '{"a\U00010000":1,"a\uff00":2}', '{"\ud7ff":1,"\U00010000":2,"\ue000":3,"\uffff":4}',
    '{"\\u0000":1,"\\u001f":2," ":3,"\\"":4,"/":5,"\\\\":6,"\x7f":7}',
    '{"e\u0301":1,"\u00e9":2}', '{"\uac00":1,"\uac01":2}',
    '[{"at":"2026-11-20","with":["%s"]}]' % record(7),
]


def make_lines():
    chain = Chain(1)
    chain.put({"type": "application", "company": "Alder & Finch", "role": "clerk"})
    chain.put({"type": "call", "outcome": "voicemail"}, seen=["ab" * 32])
    for number in GOOD_NUMBERS:
        template(chain, number)
    for text in GOOD_STRINGS:
        template(chain, text)
    for value in GOOD_VALUES:
        template(chain, value)
    template(chain, nested(62))  # the event is the first, set the second: 64 in all
    template(chain, "[" * 62 + "]" * 62)
    template(chain, '"' + "long " * 2000 + '"')

    chain.put({f"f{i}": i for i in range(256)})
    chain.put({"a": None})
    chain.put({"a": None, "b": "x", "c": None})
    chain.put({"x" * 64: 1, "x": 2, "x_9": 3, "x9_": 4, "z" + "_" * 63: 5})
    chain.put({"note": "seen twice the same"}, seen=["cd" * 32, "cd" * 32])
    chain.put({"note": "seen in no order"}, seen=["ff" * 32, "00" * 32, "7f" * 32])
    chain.put({"note": "256 seen"}, seen=[sha(b"%d" % i) for i in range(256)])
    chain.put({"note": "own past seen"}, seen=[chain.prev])
    chain.put({"note": "zeros seen"}, seen=[ZEROS])
    chain.put({"note": "a step"}, step=record(99))
    chain.put({"note": "a step and seen"}, step=record(99), seen=["12" * 32])
    chain.put({"note": "nil UUIDs"}, record="00000000-0000-0000-0000-000000000000",
              step="ffffffff-ffff-ffff-ffff-ffffffffffff")
    chain.put({"note": "UUID of version 5"}, record="2ed6657d-e927-568b-95e1-2665a8aea6a2")
    for hlc in ["2026-99-99T99:99:99.999Z-ffff", "0000-00-00T00:00:00.000Z-0000",
                "9999-12-31T23:59:59.999Z-ffff", "2026-02-30T24:60:61.000Z-0a9f",
                "1970-01-01T00:00:00.000Z-0000"]:
        chain.put({"note": "any digits"}, hlc=hlc)
    chain.put({"note": "unknown keys"}, aaa=1, zzz={"b": [1, {"c": None}]}, **{"": True})
    chain.put({"note": "unknown keys that sort by UTF-16"},
              **{"\U0001f600": 1, "\ufb33": 2, "DEVICE": 3, "Set": 4, "\x7f": 5, "v2": 6, "prev ": 7})
    chain.put({"note": "an unknown key as deep as can be"}, w=json.loads("[" * 63 + "]" * 63))
    chain.put({"type": "what_is_this", "device": "field names are their own", "v": 9, "set": {}})

    chain.put(None, v=2, hlc=None, record=None)
    chain.put({"Not A Field": 1}, v=2, hlc="tomorrow", record=7, step=False, seen="no array")
    chain.put([], v=3, seen=[], step=None)
    chain.put({}, v=2, seen=["ab" * 32] * 257)
    chain.put({"note": "not applied"}, v=2, seen=["ef" * 32])
    chain.put({"note": "not applied"}, v=2**53 - 1, w={"\U0001f600": 1, "\ufb33": [1e300]})
    chain.put({"note": "after the opaque ones"})

    other = Chain(2)
    other.put(None, v=2, hlc=None, record=None, only="the three keys that count")
    other.put({"note": "after an opaque root"}, seen=[chain.prev])
    # Judged singly these are good; they wait for what nobody has.
    other.seq, other.prev = 2**53 - 2, "f" * 64
    other.put({"note": "the last seq of all"})
    other.seq, other.prev = 4294967296, "0" * 63 + "1"
    other.put({"note": "a seq beyond 32 bits"})
    other.put({"note": "any UUID"}, device="ffffffff-ffff-ffff-ffff-ffffffffffff")

    lines = chain.lines + other.lines
    for line in lines:
        reader.read_event(line)
    assert len(set(lines)) == len(lines)
    write("lines.jsonl", b"".join(line + b"\n" for line in lines))
    write("lines.sha256", "".join(sha(line) + "\n" for line in lines).encode())
    return len(lines)


# --- Malformed lines -----------------------------------------------------------------------------

def make_malformed():
    keys = {
        "device": '"%s"' % device(1), "hlc": '"%s"' % stamp(0), "prev": '"%s"' % ("ab" * 32),
        "record": '"%s"' % record(1), "seen": '["%s"]' % ("cd" * 32), "seq": "2",
        "set": '{"note":"x"}', "step": '"%s"' % record(99), "v": "1"}

    def line(**changes):
        """The good line with the text of some keys replaced; None takes the key away."""
        texts = dict(keys, **changes)
        return "{" + ",".join(f'"{k}":{t}' for k, t in texts.items() if t is not None) + "}"

    def value(text):
        return line(set='{"note":%s}' % text)

    good = line()
    reader.read_event(good.encode())
    reader.read_event(line(seen=None, step=None).encode())
    reader.read_event(line(v="2", hlc=None, record=None, set=None).encode())

    def raw(bytes_):
        """The good line with these bytes inside the note's string."""
        return good.encode().replace(b'"x"', b'"' + bytes_ + b'"')

    def without(key):
        return line(**{key: None})

    u, h, t = "0199a0bc-0def-7abc-8fed-00000000000a", "ab" * 32, stamp(0)
    cases = []

    def add(rule, slug, data):
        cases.append((rule, slug, data if isinstance(data, bytes) else data.encode("utf-8")))

    # Bytes
    add("utf-8", "lone-continuation-byte", raw(b"\x80"))
    add("utf-8", "truncated-sequence", raw(b"\xe2\x82"))
    add("utf-8", "overlong-slash", raw(b"\xc0\xaf"))
    add("utf-8", "overlong-three-bytes", raw(b"\xe0\x80\xaf"))
    add("utf-8", "overlong-nul", raw(b"\xc0\x80"))
    add("utf-8", "raw-surrogate-bytes", raw(b"\xed\xa0\x80"))
    add("utf-8", "raw-surrogate-pair-cesu-8", raw(b"\xed\xa0\xbd\xed\xb8\x80"))
    add("utf-8", "above-10ffff", raw(b"\xf4\x90\x80\x80"))
    add("utf-8", "five-byte-form", raw(b"\xf8\x88\x80\x80\x80"))
    add("utf-8", "byte-ff", raw(b"\xff"))
    add("utf-8", "latin-1", raw(b"caf\xe9"))
    add("utf-8", "bad-byte-in-a-key", good.encode().replace(b'"set"', b'"se\xfft"'))
    add("utf-8", "bad-byte-after-the-object", good.encode() + b"\xff")
    add("syntax", "byte-order-mark", b"\xef\xbb\xbf" + good.encode())
    add("syntax", "utf-16", good.encode("utf-16-le"))
    add("trailing", "cr-at-end", good + "\r")
    add("trailing", "nul-at-end", good + "\0")
    add("trailing", "space-at-end", good + " ")
    add("trailing", "second-object", good + good)
    add("trailing", "extra-brace", good + "}")
    add("trailing", "comma-at-end", good + ",")
    add("syntax", "cut-short", good[:-1])
    add("syntax", "cut-in-a-string", good[:60])
    add("syntax", "raw-control-1f", raw(b"\x1f"))
    add("syntax", "raw-control-nul", raw(b"\x00"))
    add("syntax", "raw-tab-in-string", raw(b"\t"))
    add("syntax", "raw-lf-in-string", raw(b"\n"))

    # Not an object
    add("not-an-object", "array", "[]")
    add("not-an-object", "event-in-an-array", "[" + good + "]")
    add("not-an-object", "string", '"x"')
    add("not-an-object", "number", "1")
    add("not-an-object", "null", "null")
    add("missing-v", "empty-object", "{}")
    add("syntax", "only-a-space", " ")
    add("syntax", "space-before", " " + good)
    add("syntax", "bare-word", "hello")
    add("syntax", "comment", good.replace('"seq"', '/* no */"seq"'))
    add("syntax", "trailing-comma-in-object", good.replace('"v":1}', '"v":1,}'))
    add("syntax", "trailing-comma-in-array", value("[1,]"))
    add("syntax", "comma-missing", value("[1 2]"))
    add("syntax", "colon-missing", value('{"a"1}'))
    add("syntax", "single-quotes", value("'x'"))
    add("syntax", "bare-key", value("{a:1}"))
    add("syntax", "value-missing", value(""))
    for slug, text in [
            ("true-with-capital", "True"), ("true-all-capitals", "TRUE"), ("true-cut", "tru"),
            ("null-cut", "nul"), ("undefined", "undefined"), ("nan", "NaN"),
            ("infinity", "Infinity"), ("minus-infinity", "-Infinity"), ("minus-alone", "-")]:
        add("syntax", slug, value(text))

    # White space and order
    add("canonical", "space-after-colon", good.replace('"seq":2', '"seq": 2'))
    add("canonical", "space-after-comma", good.replace(',"v"', ', "v"'))
    add("canonical", "space-in-empty-array", value("[ ]"))
    add("canonical", "tab-between-tokens", good.replace(',"v"', ',\t"v"'))
    add("canonical", "lf-between-tokens", good.replace(',"v"', ',\n"v"'))
    add("canonical", "cr-between-tokens", good.replace(',"v"', ',\r"v"'))
    add("key-order", "v-first", '{"v":1,' + good[1:].replace(',"v":1', ""))
    add("key-order", "set-before-seq", good.replace('"seq":2,', "").replace(
        ',"step"', ',"seq":2,"step"'))
    add("key-order", "fields-unsorted", line(set='{"b":1,"a":2}'))
    add("key-order", "nested-unsorted", value('[{"b":1,"a":2}]'))
    add("key-order", "longer-before-shorter", value('{"ab":1,"a":2}'))
    add("key-order", "by-number-not-by-text", value('{"2":1,"10":2}'))
    add("key-order", "case-blind-order", value('{"a":1,"B":2}'))
    add("key-order", "utf-8-order-ffff-1f600", value('{"\uffff":1,"\U0001f600":2}'))
    add("key-order", "utf-8-order-e000-10000", value('{"\ue000":1,"\U00010000":2}'))
    add("key-order", "utf-8-order-deep", value('{"x":[{"a\ufb33":1,"a\U0001f600":2}]}'))
    add("key-order", "utf-8-order-top-level",
        good[:-1] + ',"\ufb33":1,"\U0001f600":2}')
    add("key-order", "normalised-order", value('{"\u00e9":1,"e\u0301":2}'))
    add("duplicate-key", "duplicate-v", good[:-1] + ',"v":1}')
    add("duplicate-key", "duplicate-field", line(set='{"note":"x","note":"x"}'))
    add("duplicate-key", "duplicate-nested", value('{"a":1,"a":2}'))
    add("duplicate-key", "duplicate-empty-key", value('{"":1,"":2}'))
    add("duplicate-key", "duplicate-by-escape", value('{"a":1,"\\u0061":2}'))

    # Escapes
    for slug, text in [
            ("escaped-letter", "\\u0041"), ("escaped-slash", "\\/"),
            ("escaped-upper-hex", "\\u001F"), ("escaped-lf-as-hex", "\\u000a"),
            ("escaped-backspace-as-hex", "\\u0008"), ("escaped-quote-as-hex", "\\u0022"),
            ("escaped-backslash-as-hex", "\\u005c"), ("escaped-del", "\\u007f"),
            ("escaped-e-acute", "\\u00e9"), ("escaped-2028", "\\u2028"),
            ("escaped-surrogate-pair", "\\ud83d\\ude00"), ("escaped-ffff", "\\uffff")]:
        add("canonical", slug, raw(text.encode()))
    add("canonical", "escaped-key", good.replace('"seq"', '"s\\u0065q"'))
    add("surrogate", "escaped-lone-high-surrogate", raw(b"\\ud83d"))
    add("surrogate", "escaped-lone-low-surrogate", raw(b"\\ude00"))
    add("surrogate", "escaped-surrogates-swapped", raw(b"\\ude00\\ud83d"))
    add("surrogate", "escaped-lone-surrogate-in-key", value('{"\\udfff":1}'))
    for slug, text in [
            ("escape-x", "\\x41"), ("escape-apostrophe", "\\'"), ("escape-a", "\\a"),
            ("escape-zero", "\\0"), ("escape-u-cut", "\\u12"), ("escape-u-braces", "\\u{41}"),
            ("escape-u-no-hex", "\\u00g1")]:
        add("syntax", slug, raw(text.encode()))

    # Numbers
    for slug, text in [
            ("minus-zero", "-0"), ("minus-zero-point", "-0.0"), ("zero-point-zero", "0.0"),
            ("one-point-zero", "1.0"), ("trailing-zero", "1.50"), ("exponent-for-small", "1e3"),
            ("capital-exponent", "1E21"), ("exponent-no-plus", "1e21"),
            ("exponent-leading-zero", "1e-07"), ("exponent-zero", "1e0"),
            ("exponent-plus-for-small", "1e+20"),
            ("digits-for-1e21", "1000000000000000000000"), ("digits-for-1e-7", "0.0000001"),
            ("exponent-for-1e-6", "1e-6"), ("mantissa-not-one-digit", "12e+21"),
            ("mantissa-point-zero", "1.0e+21"), ("beyond-2-53", "9007199254740993"),
            ("digits-beyond-double", "333333333333333333"),
            ("too-many-digits", "333333333.33333329"), ("tenth-too-long", "0.1000000000000000055"),
            ("max-uint64", "18446744073709551615"), ("underflow-to-zero", "1e-400"),
            ("underflow-to-minus-zero", "-1e-400"), ("subnormal-not-shortest", "3e-324"),
            ("subnormal-long", "4.9406564584124654e-324"), ("overflow", "1e+400"),
            ("overflow-capital", "1E400"), ("overflow-minus", "-1e+309"),
            ("overflow-just", "1.7976931348623159e+308"), ("overflow-digits", "9" * 310),
            ("minus-leading-zero", "-01")]:
        add("number", slug, value(text))
    for slug, text in [
            ("leading-zero", "01"), ("double-zero", "00"),
            ("plus-sign", "+1"), ("leading-point", ".5"), ("trailing-point", "1."),
            ("exponent-empty", "1e"), ("exponent-sign-only", "1e+"), ("hexadecimal", "0x10"),
            ("underscore", "1_000"), ("two-points", "1.2.3"), ("arabic-digit", "\u0661")]:
        add("syntax", slug, value(text))

    # Depth
    add("depth", "depth-65-arrays", value("[" * 63 + "]" * 63))
    add("depth", "depth-65-by-turns", value(nested(63)))
    add("depth", "depth-65-in-unknown-key", good[:-1] + ',"w":' + "[" * 64 + "]" * 64 + "}")
    add("depth", "depth-65-opaque", line(v="2", set="[" * 64 + "]" * 64))
    add("depth", "depth-5000", value("[" * 5000 + "]" * 5000))

    # Keys
    for key in ["device", "hlc", "prev", "record", "seq", "set", "v"]:
        add("missing-" + key, "missing-" + key, without(key))
    for key, kinds in {
            "device": ["null", "1", "[]"], "hlc": ["null", "20261120"], "prev": ["null", "0", "[]"],
            "record": ["null", "{}", "true"], "seq": ["null", '"2"', "true", "[2]"],
            "set": ["null", "[]", '"x"', "1"], "step": ["null", "1", '""'],
            "seen": ["null", "{}", '"%s"' % ("cd" * 32), "true"],
            "v": ["null", '"1"', "true", "[1]"]}.items():
        for i, text in enumerate(kinds):
            add(key, f"{key}-wrong-type-{i + 1}", line(**{key: text}))
    bad_uuids = [
        ("upper-case", u.upper()), ("one-upper-case", u.replace("a", "A", 1)), ("short", u[:-1]),
        ("long", u + "0"), ("braces", "{" + u + "}"), ("no-hyphens", u.replace("-", "")),
        ("urn", "urn:uuid:" + u), ("hyphens-moved", u[:7] + "-" + u[7] + u[9:]),
        ("letter-g", u[:-1] + "g"), ("lf-at-end", u + "\\n"), ("empty", ""),
        ("fullwidth-digit", u[:-1] + "\uff11"), ("space-before", " " + u)]
    for slug, text in bad_uuids:
        add("device", "device-" + slug, line(device=f'"{text}"'))
    for slug, text in bad_uuids[:5] + bad_uuids[9:10]:
        add("record", "record-" + slug, line(record=f'"{text}"'))
        add("step", "step-" + slug, line(step=f'"{text}"'))
    for slug, text in [
            ("counter-upper-case", t[:-4] + "00FF"), ("no-z", t.replace("Z", "")),
            ("two-digit-ms", t.replace(".000", ".00")), ("six-digit-ms", t.replace(".000", ".000000")),
            ("no-ms", t.replace(".000", "")), ("no-counter", t[:-5]), ("counter-three", t[:-1]),
            ("counter-five", t + "0"), ("lower-t", t.replace("T", "t")),
            ("lower-z", t.replace("Z", "z")), ("space-for-t", t.replace("T", " ")),
            ("offset", t.replace("Z", "+00:00")), ("five-digit-year", "1" + t),
            ("one-digit-month", t.replace("-11-", "-1-")), ("comma-for-point", t.replace(".", ",")),
            ("arabic-digit", t.replace("2026", "202\u0666")), ("lf-at-end", t + "\\n"),
            ("counter-letter-g", t[:-1] + "g"), ("empty", "")]:
        add("hlc", "hlc-" + slug, line(hlc=f'"{text}"'))
    bad_hashes = [
        ("upper-case", h.upper()), ("short", h[:-1]), ("long", h + "a"), ("letter-g", h[:-1] + "g"),
        ("lf-at-end", h + "\\n"), ("prefix", "sha256:" + h), ("empty", "")]
    for slug, text in bad_hashes:
        add("prev", "prev-" + slug, line(prev=f'"{text}"'))
        add("seen", "seen-hash-" + slug, line(seen=f'["{"cd" * 32}","{text}"]'))
    add("prev-seq", "seq-1-with-prev", line(seq="1"))
    add("prev-seq", "seq-2-with-zero-prev", line(prev=f'"{ZEROS}"'))
    add("prev-seq", "seq-1-with-almost-zero-prev", line(seq="1", prev='"%s1"' % ZEROS[1:]))
    for slug, text in [
            ("zero", "0"), ("negative", "-1"), ("fraction", "1.5"), ("2-53", "9007199254740992"),
            ("huge", "1e+21"), ("tiny", "1e-7")]:
        add("seq", "seq-" + slug, line(seq=text))
        add("v", "v-" + slug, line(v=text))
    add("number", "seq-two-point-zero", line(seq="2.0"))
    add("number", "v-one-point-zero", line(v="1.0"))
    add("seen", "seen-empty", line(seen="[]"))
    add("seen", "seen-257", line(seen="[" + ",".join(['"%s"' % ("cd" * 32)] * 257) + "]"))
    add("seen", "seen-holds-null", line(seen="[null]"))
    add("seen", "seen-holds-array", line(seen='[["%s"]]' % ("cd" * 32)))
    add("set", "set-empty", line(set="{}"))
    add("set", "set-257-fields", line(set="{%s}" % ",".join(
        f'"f{i:03}":1' for i in range(257))))
    for slug, name in [
            ("upper-case", "Note"), ("digit-first", "1st"), ("underscore-first", "_note"),
            ("65-letters", "x" * 65), ("empty", ""), ("hyphen", "applied-on"), ("space", "my name"),
            ("dot", "a.b"), ("e-acute", "caf\u00e9"), ("lf-at-end", "note\\n"),
            ("combining-accent", "note\u0301"), ("arabic-digit", "n\u0661"), ("long-s", "\u017fet")]:
        add("field-name", "field-" + slug, line(set='{"%s":1}' % name))
    add("field-name", "field-one-bad-of-two", line(set='{"Bad":2,"good":1}'))

    # Opaque versions must still be canonical and have their place in the chain.
    def opaque(**changes):
        return line(v="2", **changes)

    add("device", "v2-bad-device", opaque(device='"%s"' % u.upper()))
    add("missing-device", "v2-no-device", opaque(device=None))
    add("prev", "v2-bad-prev", opaque(prev='"%s"' % h[:-1]))
    add("missing-prev", "v2-no-prev", opaque(prev=None))
    add("seq", "v2-seq-zero", opaque(seq="0"))
    add("missing-seq", "v2-no-seq", opaque(seq=None))
    add("prev-seq", "v2-seq-1-with-prev", opaque(seq="1"))
    add("prev-seq", "v2-seq-2-with-zero-prev", opaque(prev=f'"{ZEROS}"'))
    add("canonical", "v2-space", opaque().replace('"seq":2', '"seq": 2'))
    add("key-order", "v2-unsorted", opaque(set='{"b":1,"a":2}'))
    add("number", "v2-number", opaque(set='{"a":1.0}'))
    add("duplicate-key", "v2-duplicate", opaque(set='{"a":1,"a":1}'))

    index, data_seen, slugs = [], set(), set()
    for i, (rule, slug, data) in enumerate(cases, 1):
        try:
            reader.read_event(data)
        except reader.Malformed as found:
            assert found.rule == rule, (slug, rule, str(found))
        else:
            raise AssertionError(f"{slug} is not malformed")
        assert data not in data_seen and slug not in slugs, slug
        data_seen.add(data)
        slugs.add(slug)
        name = f"{i:03}-{slug}.bin"
        write("malformed/" + name, data)
        index.append({"file": name, "rule": rule})
    index.append({"file": None, "make": "pad", "rule": "too-long"})
    text = "[\n" + ",\n".join(json.dumps(entry) for entry in index) + "\n]\n"
    write("malformed/index.json", text.encode())

    with open(os.path.join(GOLDEN, "lines.jsonl"), "rb") as file:
        first = file.readline()[:-1]
    assert first.count(b"clerk") == 1
    longest = first.replace(b"clerk", b"clerk" + b"x" * (reader.LINE_BYTES_MAX - len(first)))
    assert len(longest) == reader.LINE_BYTES_MAX
    reader.read_event(longest)
    try:
        reader.read_event(longest.replace(b"clerk", b"clerkx"))
    except reader.Malformed as found:
        assert found.rule == "too-long"
    else:
        raise AssertionError("a line over 1 MiB is good")
    return len(index)


# --- Numbers -------------------------------------------------------------------------------------

def make_numbers():
    def double(bits):
        return struct.unpack(">d", struct.pack(">Q", bits))[0]

    def bits_of(x):
        return struct.unpack(">Q", struct.pack(">d", x))[0]

    # RFC 8785, appendix B, without NaN and Infinity; the spellings are the RFC's own.
    rfc = {
        "0000000000000000": "0", "8000000000000000": "0", "0000000000000001": "5e-324",
        "8000000000000001": "-5e-324", "7fefffffffffffff": "1.7976931348623157e+308",
        "ffefffffffffffff": "-1.7976931348623157e+308", "4340000000000000": "9007199254740992",
        "c340000000000000": "-9007199254740992", "4430000000000000": "295147905179352830000",
        "44b52d02c7e14af5": "9.999999999999997e+22", "44b52d02c7e14af6": "1e+23",
        "44b52d02c7e14af7": "1.0000000000000001e+23", "444b1ae4d6e2ef4e": "999999999999999700000",
        "444b1ae4d6e2ef4f": "999999999999999900000", "444b1ae4d6e2ef50": "1e+21",
        "3eb0c6f7a0b5ed8c": "9.999999999999997e-7", "3eb0c6f7a0b5ed8d": "0.000001",
        "41b3de4355555553": "333333333.3333332", "41b3de4355555554": "333333333.33333325",
        "41b3de4355555555": "333333333.3333333", "41b3de4355555556": "333333333.3333334",
        "41b3de4355555557": "333333333.33333343", "becbf647612f3696": "-0.0000033333333333333333",
        "43143ff3c1cb0959": "1424953923781206.2"}
    wanted = [int(bits, 16) for bits in rfc]

    def around(x, reach=1):
        wanted.extend(b for b in range(bits_of(x) - reach, bits_of(x) + reach + 1) if 0 <= b)

    for power in range(-323, 309):
        wanted.append(bits_of(float(f"1e{power}")))
    for power in list(range(-30, 31)) + [-308, -307, 300, 308]:
        around(float(f"1e{power}"))
    for power in range(-1074, 1024, 7):
        wanted.append(bits_of(2.0**power))
    for power in list(range(-10, 80)) + [-1022, -1023, -1074, 1023]:
        wanted.append(bits_of(2.0**power))
        wanted.append(bits_of(-(2.0**power)) - 1)
    for x in [0.1, 0.2, 0.3, 0.1 + 0.2, 1 / 3, 2 / 3, 123456.789, 4.35, 1e21, 1e-6, 1e-7, 5e-324,
              2.2250738585072014e-308, 1.7976931348623157e308, 2.0**53, 2.0**63, 2.0**64]:
        wanted.append(bits_of(x))
        wanted.append(bits_of(-x))
    source = random.Random(8785)
    for _ in range(700):
        wanted.append(source.getrandbits(64))
    for _ in range(200):
        wanted.append(bits_of(source.randrange(10**source.randrange(1, 22)) * 1.0))
    for _ in range(200):
        wanted.append(bits_of(source.randrange(10**8) / 10 ** source.randrange(1, 9)))
    for _ in range(100):
        wanted.append(source.getrandbits(52))  # subnormal

    pairs, done = [], set()
    for bits in wanted:
        if bits in done or (bits >> 52) & 0x7FF == 0x7FF:
            continue
        done.add(bits)
        spelling = reader.es_number(double(bits))
        assert rfc.get(f"{bits:016x}", spelling) == spelling
        assert float(spelling) == double(bits)
        pairs.append([f"{bits:016x}", spelling])
    text = "[\n" + ",\n".join(json.dumps(pair) for pair in pairs) + "\n]\n"
    write("numbers.json", text.encode())
    if shutil.which("node"):
        script = (
            "const d=new DataView(new ArrayBuffer(8));let bad=0;"
            "for(const [h,s] of JSON.parse(require('fs').readFileSync(0,'utf8'))){"
            "d.setBigUint64(0,BigInt('0x'+h));"
            "if(JSON.stringify(d.getFloat64(0))!==s){bad++;console.log(h,s)}}"
            "process.exit(bad?1:0)")
        subprocess.run(["node", "-e", script], input=text.encode(), check=True)
        print("numbers: node spells every one of them likewise")
    return len(pairs)


# --- Merges --------------------------------------------------------------------------------------

class Writer:
    """A device of a merge case. `at` is the minute of its clock stamp."""

    def __init__(self, n):
        self.device, self.seq, self.prev, self.n = device(n), 0, ZEROS, n

    def put(self, at, set, r=1, seen=None, v=1, hlc=None, **extra):
        self.seq += 1
        event = {
            "device": self.device, "hlc": hlc or stamp(at), "prev": self.prev, "record": record(r),
            "seq": self.seq, "set": set, "v": v, **extra}
        if seen:
            event["seen"] = [sha(line) for line in seen]
        line = spell(event)
        self.prev = sha(line)
        return line

    def branch(self):
        """A clone: another writer that goes on from the same event as the same device."""
        other = Writer(self.n)
        other.seq, other.prev = self.seq, self.prev
        return other


def text(*lines):
    return b"".join(line + b"\n" for line in lines)


def merge_cases():
    """Yields (name, two lines of description, files, expectation reckoned by hand).

    An expectation holds the counts that are not 0, `state` {record number: fields}, `conflicts`
    [(record number, field, value, others)], and `heads`, the number of heads of each device.
    """
    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"type": "application", "company": "Alder & Finch", "role": "clerk"})
    b1 = b.put(1, {"source": "a friend"}, seen=[a1])
    a2 = a.put(5, {"role": "office clerk"})
    b2 = b.put(7, {"role": "head clerk"})
    base = {"type": "application", "company": "Alder & Finch", "source": "a friend"}
    yield ("concurrent-edit",
           "Laptop (a) and phone (b) change `role` without knowing of each other, both knowing the first role.",
           "The first role is in both pasts and gone; the phone's is later by hlc and wins; the laptop's is shown beside it.",
           {"a.jsonl": text(a1, a2), "b.jsonl": text(b1, b2)},
           {"accepted": 4, "state": {1: {**base, "role": "head clerk"}}, "heads": {1: 1, 2: 1},
            "conflicts": [(1, "role", "head clerk", ["office clerk"])]})

    a3 = a.put(9, {"role": "chief clerk"}, seen=[b2])
    yield ("settled-later",
           "The same, and then the laptop, having seen the phone's edit, assigns `role` once more.",
           "Both concurrent roles are in the past of the new one: one survivor, no conflict.",
           {"a.jsonl": text(a1, a2, a3), "b.jsonl": text(b1, b2)},
           {"accepted": 5, "state": {1: {**base, "role": "chief clerk"}}, "heads": {1: 1, 2: 1}})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"type": "call", "outcome": "voicemail", "tags": [{"a": 1, "b": None}, 1e21]})
    b1 = b.put(1, {"outcome": "voicemail", "tags": [{"a": 1, "b": None}, 1e21], "type": "email"})
    yield ("equal-values",
           "Two devices, neither knowing the other, assign the same `outcome` and the same nested `tags`, but other `type`s.",
           "Equal values in canonical form are two survivors and no conflict; `type` is one, and the later email wins.",
           {"a.jsonl": text(a1), "b.jsonl": text(b1)},
           {"accepted": 2, "heads": {1: 1, 2: 1}, "conflicts": [(1, "type", "email", ["call"])],
            "state": {1: {"type": "email", "outcome": "voicemail", "tags": [{"a": 1, "b": None}, 1e21]}}})

    a, b = Writer(1), Writer(2)
    b1 = b.put(0, {"note": "from the future", "role": "porter"}, hlc="2036-01-01T00:00:00.000Z-0000")
    a1 = a.put(0, {"note": "corrected"}, seen=[b1])
    a2 = a.put(1, {"company": "Alder & Finch"}, r=2)
    b2 = b.put(0, {"company": "Alder and Finch"}, r=2, hlc="2036-01-01T00:00:00.000Z-0001")
    yield ("wrong-clock",
           "The phone's clock is ten years ahead. The laptop, with a right clock, has seen its note and corrects it.",
           "The correction stands, being causally later. Of the company neither knew the other's: there 2036 wins, in conflict.",
           {"a.jsonl": text(a1, a2), "b.jsonl": text(b1, b2)},
           {"accepted": 4, "heads": {1: 1, 2: 1},
            "state": {1: {"note": "corrected", "role": "porter"}, 2: {"company": "Alder and Finch"}},
            "conflicts": [(2, "company", "Alder and Finch", ["Alder & Finch"])]})

    a, b, c = Writer(1), Writer(2), Writer(3)
    a1 = a.put(30, {"phone": "555-0101", "name": "Ida"})
    c1 = c.put(40, {"text": "of another record"}, r=2, seen=[a1])
    b1 = b.put(20, {"phone": "555-0102"}, seen=[c1])
    yield ("late-without",
           "The phone (b) names an event of a third device (c) that has not arrived; that one had seen the laptop's (a).",
           "What is not accepted leads nowhere: both phone numbers survive, and the laptop's later stamp wins.",
           {"a.jsonl": text(a1), "b.jsonl": text(b1)},
           {"accepted": 2, "state": {1: {"phone": "555-0101", "name": "Ida"}}, "heads": {1: 1, 2: 1},
            "conflicts": [(1, "phone", "555-0101", ["555-0102"])]})
    yield ("late-with",
           "The same, and the third device's log has arrived. It touches another record only.",
           "Now the laptop's number is in the past of the phone's, which therefore wins in spite of its earlier stamp.",
           {"a.jsonl": text(a1), "b.jsonl": text(b1), "c.jsonl": text(c1)},
           {"accepted": 3, "heads": {1: 1, 2: 1, 3: 1},
            "state": {1: {"phone": "555-0102", "name": "Ida"}, 2: {"text": "of another record"}}})

    c0 = c.branch()
    c2 = c0.put(50, {"text": "second"}, r=2, seen=[a1])
    d = Writer(4)
    d1 = d.put(10, {"phone": "555-0103"}, seen=[c2])
    yield ("seen-names-waiting",
           "A fourth device names c's second event, which is here but waits, because c's first is not.",
           "A waiting event is not accepted, so it leads nowhere: the laptop's number stays beside d's, and wins.",
           {"a.jsonl": text(a1), "c.jsonl": text(c2), "d.jsonl": text(d1)},
           {"accepted": 2, "waiting": 1, "heads": {1: 1, 4: 1},
            "state": {1: {"phone": "555-0101", "name": "Ida"}},
            "conflicts": [(1, "phone", "555-0101", ["555-0103"])]})

    a = Writer(1)
    a1 = a.put(0, {"type": "application", "role": "baker"})
    a2 = a.put(1, {"role": "head baker"})
    clone = a.branch()
    a3 = a.put(2, {"role": "pastry baker"})
    x3 = clone.put(3, {"role": "night baker"})
    a4 = a.put(4, {"location": "Oslo"})
    x4 = clone.put(5, {"location": "Oslo"})
    yield ("branch",
           "A copied store: two programs write as one device from its second event on (a, and the clone a-clone).",
           "Both branches stand and neither is in the other's past: `role` is in conflict, the equal `location` is not; two heads.",
           {"a.jsonl": text(a1, a2, a3, a4), "a-clone.jsonl": text(a1, a2, x3, x4)},
           {"accepted": 6, "heads": {1: 2}, "conflicts": [(1, "role", "night baker", ["pastry baker"])],
            "state": {1: {"type": "application", "role": "night baker", "location": "Oslo"}}})

    new = Writer(2)
    n1 = new.put(6, {"role": "pastry baker"}, seen=[a4, x4])
    a5 = a.put(7, {"location": "Bergen"}, seen=[x4])
    yield ("branch-joined",
           "The same. A new device has seen both heads and settles `role`; branch a has seen the other branch of its own device.",
           "One role, one location: `seen` leads into other branches of the own device as into any log.",
           {"a.jsonl": text(a1, a2, a3, a4, a5), "a-clone.jsonl": text(x3, x4), "b.jsonl": text(n1)},
           {"accepted": 8, "heads": {1: 2, 2: 1},
            "state": {1: {"type": "application", "role": "pastry baker", "location": "Bergen"}}})

    a = Writer(1)
    a1 = a.put(0, {"note": "one"})
    a2 = a.put(1, {"note": "two"})
    a3 = a.put(2, {"note": "three", "role": "cook"})
    a4 = a.put(3, {"role": "head cook"})
    yield ("gap",
           "The second event of a log is missing.",
           "The third and fourth wait, outside state, digest and heads.",
           {"a.jsonl": text(a1, a3, a4)},
           {"accepted": 1, "waiting": 2, "state": {1: {"note": "one"}}, "heads": {1: 1}})
    yield ("gap-filled",
           "The same, and the missing event is in a second file, read after the others; lines stand in reverse order.",
           "All four are accepted: the order of arrival never matters.",
           {"a.jsonl": text(a4, a3, a1), "b.jsonl": text(a2)},
           {"accepted": 4, "state": {1: {"note": "three", "role": "head cook"}}, "heads": {1: 1}})
    yield ("duplicates",
           "Two files share lines; there are empty lines, and a last line without its LF.",
           "A line counts once, an empty line is nothing, and the last line counts.",
           {"a.jsonl": b"\n" + text(a1, a2) + b"\n\n" + a3, "b.jsonl": text(a2, a2, a3) + b"\n" + a4},
           {"accepted": 4, "state": {1: {"note": "three", "role": "head cook"}}, "heads": {1: 1}})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"note": "a"})
    b1 = b.put(1, {"note": "b"}, r=2)
    b.prev = sha(a1)
    b2 = b.put(2, {"note": "stolen"}, r=2)
    b3 = b.put(3, {"note": "after it"}, r=2)
    yield ("refused-other-device",
           "The second event of b names a's first as its predecessor, with the right seq.",
           "It is refused, and what follows it in that log waits for ever.",
           {"a.jsonl": text(a1), "b.jsonl": text(b1, b2, b3)},
           {"accepted": 2, "refused": 1, "waiting": 1, "heads": {1: 1, 2: 1},
            "state": {1: {"note": "a"}, 2: {"note": "b"}}})

    a = Writer(1)
    a1 = a.put(0, {"note": "one"})
    a2 = a.put(1, {"note": "two"})
    a.seq = 3
    a4 = a.put(2, {"note": "four, that names two"})
    a.seq, a.prev = 1, sha(a2)
    a2b = a.put(3, {"note": "a second two, that names two"})
    yield ("refused-wrong-seq",
           "An event of seq 4 and another of seq 2 both name the second event as their predecessor.",
           "Neither seq is 3: both are refused.",
           {"a.jsonl": text(a1, a2, a4, a2b)},
           {"accepted": 2, "refused": 2, "state": {1: {"note": "two"}}, "heads": {1: 1}})

    a, b = Writer(1), Writer(2)
    a.put(0, {"note": "never arrives"})
    a2 = a.put(1, {"note": "two"})
    b.seq, b.prev = 2, sha(a2)
    b3 = b.put(2, {"note": "three of b, that names two of a"})
    b.seq, b.prev = 1, sha(b3)
    b2 = b.put(3, {"note": "two of b, that names three of b"})
    yield ("not-yet-refused",
           "An event of b names an event of a that waits; another of b names that one, with a wrong seq.",
           "Only an accepted predecessor can refuse: all three wait.",
           {"a.jsonl": text(a2), "b.jsonl": text(b3, b2)},
           {"waiting": 3, "state": {}, "heads": {}})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"note": "one", "role": "cook"})
    a2 = a.put(1, {"note": "in words of a later release"}, v=2, future={"x": [1, 2]})
    a3 = a.put(2, {"role": "head cook"})
    b1 = b.put(3, {"note": "b"}, seen=[a2])
    yield ("opaque",
           "The second event of a is of version 2. b has seen it, and the third event of a follows it.",
           "It is accepted and not applied; the chain goes through it, and b's note has seen a's first through it.",
           {"a.jsonl": text(a1, a2, a3), "b.jsonl": text(b1)},
           {"accepted": 4, "opaque": 1, "heads": {1: 1, 2: 1},
            "state": {1: {"note": "b", "role": "head cook"}}})

    a, b, c, d = Writer(1), Writer(2), Writer(3), Writer(4)
    a1 = a.put(5, {"note": "a", "role": "cook"})
    b1 = spell({"device": b.device, "hlc": 7, "prev": ZEROS, "seen": [sha(a1)], "seq": 1, "v": 2})
    b.seq, b.prev = 1, sha(b1)
    c1 = c.put(1, {"note": "c"}, seen=[b1])
    b2 = spell({"device": b.device, "prev": sha(b1), "seen": [sha(a1), 7], "seq": 2, "v": 3})
    d1 = d.put(2, {"role": "d"}, seen=[b2])
    e, f = Writer(5), Writer(6)
    e1 = spell({"device": e.device, "prev": ZEROS, "seen": [sha(a1), "x"], "seq": 1, "v": 2})
    f1 = f.put(3, {"role": "f"}, seen=[e1])
    f2 = spell({"device": f.device, "prev": sha(a1), "seq": 2, "v": 2})
    yield ("opaque-seen",
           "Opaque events name a's event in `seen`: b1 in the right form, e1 in a list that also holds what is no hash.",
           "b1 is followed, so c's note and d's role have seen a's; e1's list is not, so f's role has not; f2 is refused as any line.",
           {"a.jsonl": text(a1), "b.jsonl": text(b1, b2), "c.jsonl": text(c1), "d.jsonl": text(d1),
            "e.jsonl": text(e1), "f.jsonl": text(f1, f2)},
           {"accepted": 7, "opaque": 3, "refused": 1, "state": {1: {"note": "c", "role": "f"}},
            "conflicts": [(1, "role", "f", ["d"])],
            "heads": {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1}})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"email": "ida@example.org", "phone": "555-0101", "note": "x", "name": "Ida"})
    b1 = b.put(1, {"tz": "Europe/Oslo"}, seen=[a1])
    a2 = a.put(2, {"email": None})
    b2 = b.put(3, {"email": "ida@mail.example.org", "phone": None})
    a3 = a.put(4, {"phone": "555-0102"})
    b3 = b.put(5, {"note": None})
    a4 = a.put(4, {"text": "gone"}, r=2)
    a5 = a.put(5, {"text": None}, r=2)
    yield ("null",
           "Clearing against setting: `email` cleared first and set later, `phone` set later than cleared, `note` only cleared.",
           "null is a value like others: it wins or loses by hlc, conflicts, and a winning null is left out; record 2 has no fields left.",
           {"a.jsonl": text(a1, a2, a3, a4, a5), "b.jsonl": text(b1, b2, b3)},
           {"accepted": 8, "heads": {1: 1, 2: 1},
            "state": {1: {"email": "ida@mail.example.org", "phone": "555-0102", "name": "Ida",
                          "tz": "Europe/Oslo"}, 2: {}},
            "conflicts": [(1, "email", "ida@mail.example.org", [None]),
                          (1, "phone", "555-0102", [None])]})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"note": "there", "phone": "555-0101"})
    b1 = b.put(6, {"note": "taken out", "phone": None}, seen=[a1])
    a2 = a.put(5, {"phone": "555-0109"})
    yield ("null-wins",
           "The phone clears a number later than the laptop, which did not know it, changes it.",
           "The null wins and the field is left out of the state, but the conflict is shown, with null as its value.",
           {"a.jsonl": text(a1, a2), "b.jsonl": text(b1)},
           {"accepted": 3, "state": {1: {"note": "taken out"}}, "heads": {1: 1, 2: 1},
            "conflicts": [(1, "phone", None, ["555-0109"])]})

    a, b, c = Writer(1), Writer(2), Writer(3)
    a1 = a.put(1, {"role": "A", "note": "1"})
    b1 = b.put(3, {"role": "B", "note": 1})
    c1 = c.put(2, {"role": "C", "note": True})
    a2 = a.put(4, {"note": [1]})
    yield ("three-way",
           "Three devices that know nothing of each other assign the same fields; a changes its `note` again.",
           "Three survivors each: the greatest hlc first, then the others in falling order; a's first note is gone. \"1\", 1, true, [1] all differ.",
           {"a.jsonl": text(a1, a2), "b.jsonl": text(b1), "c.jsonl": text(c1)},
           {"accepted": 4, "state": {1: {"role": "B", "note": [1]}}, "heads": {1: 1, 2: 1, 3: 1},
            "conflicts": [(1, "note", [1], [1, True]), (1, "role", "B", ["C", "A"])]})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"note": "no real date"}, hlc="2026-99-99T99:99:99.999Z-ffff")
    b1 = b.put(0, {"note": "late in the year"}, hlc="2026-12-31T23:59:59.999Z-ffff")
    a2 = a.put(0, {"note": "zeros"}, r=2, hlc="0000-00-00T00:00:00.000Z-0000")
    b2 = b.put(0, {"note": "of 1970"}, r=2, hlc="1970-01-01T00:00:00.000Z-0000")
    yield ("unreal-date",
           "Clock stamps that are no dates, on either side of real ones.",
           "They are compared as text like all others: 2026-99-99 beats 2026-12-31, and 0000-00-00 loses to 1970.",
           {"a.jsonl": text(a1, a2), "b.jsonl": text(b1, b2)},
           {"accepted": 4, "heads": {1: 1, 2: 1},
            "state": {1: {"note": "no real date"}, 2: {"note": "of 1970"}},
            "conflicts": [(1, "note", "no real date", ["late in the year"]),
                          (2, "note", "of 1970", ["zeros"])]})

    a, b, c, d = Writer(1), Writer(2), Writer(3), Writer(4)
    a1 = a.put(1, {"outcome": "voicemail", "kept": "no"})
    b1 = b.put(2, {"outcome": "voicemail", "kept": "yes"})
    c1 = c.put(3, {"outcome": "voicemail", "kept": "no"})
    d1 = d.put(4, {"kept": "yes"})
    yield ("same-value",
           "The same `outcome` assigned at three times by three devices; `kept` assigned by four, two and two alike.",
           "No conflict for the first. For the second the other survivors are listed one by one, those that equal the winner too.",
           {"a.jsonl": text(a1), "b.jsonl": text(b1), "c.jsonl": text(c1), "d.jsonl": text(d1)},
           {"accepted": 4, "state": {1: {"outcome": "voicemail", "kept": "yes"}},
            "heads": {1: 1, 2: 1, 3: 1, 4: 1}, "conflicts": [(1, "kept", "yes", ["no", "yes", "no"])]})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"role": "of device 1"})
    b1 = b.put(0, {"role": "of device 2"})
    c = Writer(3)
    c1 = c.put(0, {"note": "root"}, r=2)
    clone = c.branch()
    c2 = c.put(1, {"note": "branch p"}, r=2)
    x2 = clone.put(1, {"note": "branch q"}, r=2)
    high, low = ("branch p", "branch q") if sha(c2) > sha(x2) else ("branch q", "branch p")
    yield ("tie",
           "Record 1: two devices with the very same hlc. Record 2: two branches of one device with the same hlc and seq.",
           "First the greater device wins, then, the devices being one, the greater hash.",
           {"a.jsonl": text(a1), "b.jsonl": text(b1), "c.jsonl": text(c1, c2, x2)},
           {"accepted": 5, "heads": {1: 1, 2: 1, 3: 2},
            "state": {1: {"role": "of device 2"}, 2: {"note": high}},
            "conflicts": [(1, "role", "of device 2", ["of device 1"]), (2, "note", high, [low])]})

    lines, last = [], None
    for n in range(1, 41):  # each has seen only the one before, and clocks run backwards
        writer = Writer(n)
        last = writer.put(60 - n, {"note": f"by {n}"} if n in (1, 40) else {"text": f"by {n}"},
                          r=1 if n in (1, 40) else 2, seen=[last] if last else None)
        lines.append(last)
    files = {"a.jsonl": text(*lines[::2]), "b.jsonl": text(*lines[1::2])}
    side = Writer(41)
    files["c.jsonl"] = text(side.put(1, {"text": "by 41"}, r=2, seen=[lines[19]]))
    yield ("long-chain",
           "Forty devices, each having seen only the one before, with clocks that run backwards; a 41st has seen the twentieth.",
           "40's note has seen 1's, thirty-nine steps away. Of the texts 39's survives, and 41's beside it, which knows only up to 20.",
           files,
           {"accepted": 41, "heads": {n: 1 for n in range(1, 42)},
            "state": {1: {"note": "by 40"}, 2: {"text": "by 39"}},
            "conflicts": [(2, "text", "by 39", ["by 41"])]})

    a, x = Writer(1), Writer(1)
    a1 = a.put(0, {"note": "first root", "name": "Ida"})
    x1 = x.put(1, {"note": "second root", "name": "Ida"})
    a2 = a.put(2, {"phone": "555-0101"})
    x2 = x.put(3, {"phone": "555-0102"}, seen=[a1])
    yield ("two-roots",
           "A device with two first events; the second event of the second root has seen the first root.",
           "Both stand. The notes conflict, and so do the numbers: the second root knew the other's first event, not its second.",
           {"a.jsonl": text(a1, a2), "b.jsonl": text(x1, x2)},
           {"accepted": 4, "heads": {1: 2},
            "state": {1: {"note": "second root", "name": "Ida", "phone": "555-0102"}},
            "conflicts": [(1, "note", "second root", ["first root"]),
                          (1, "phone", "555-0102", ["555-0101"])]})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"note": "one"})
    a2 = a.put(1, {"note": "two"}).replace(b'"set":', b'"set": ')
    a.prev = sha(a2)
    a3 = a.put(2, {"note": "three, that names the line as it stands"})
    a4 = a.put(3, {"note": "four"})
    b1 = b.put(4, {"name": "Ida"}, seen=[a4])
    yield ("malformed-in-the-middle",
           "The second line of a has been given a space by some tool, and the third names that very line.",
           "The line is malformed and all that follows it in that log waits; b goes on.",
           {"a.jsonl": text(a1, a2, a3, a4), "b.jsonl": text(b1)},
           {"accepted": 2, "malformed": 1, "waiting": 2, "state": {1: {"note": "one", "name": "Ida"}},
            "heads": {1: 1, 2: 1}})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"note": "Ren\u00e9e", "name": "Ida"})
    b1 = b.put(1, {"note": "Rene\u0301e", "name": "Ida"})
    a2 = a.put(2, {"tree": {"\u00e9": 1, "\U0001f600": 2, "\ufb33": 3}}, r=2)
    b2 = b.put(3, {"tree": {"e\u0301": 1, "\U0001f600": 2, "\ufb33": 3}}, r=2)
    yield ("normalisation",
           "The same name spelt with a composed and a decomposed letter, as a value and as a key inside a value.",
           "Strings are compared by code points and never normalised: conflicts, and the state keeps the winner's bytes.",
           {"a.jsonl": text(a1, a2), "b.jsonl": text(b1, b2)},
           {"accepted": 4, "heads": {1: 1, 2: 1},
            "state": {1: {"note": "Rene\u0301e", "name": "Ida"},
                      2: {"tree": {"e\u0301": 1, "\U0001f600": 2, "\ufb33": 3}}},
            "conflicts": [(1, "note", "Rene\u0301e", ["Ren\u00e9e"]),
                          (2, "tree", {"e\u0301": 1, "\U0001f600": 2, "\ufb33": 3},
                           [{"\u00e9": 1, "\U0001f600": 2, "\ufb33": 3}])]})

    a, b = Writer(1), Writer(2)
    a1 = a.put(0, {"type": "application", "role": "cook"})
    b1 = b.put(1, {"role": "waiter"}, seen=[a1])
    a2 = a.put(2, {"note": "unrelated"}, r=2, seen=[b1])
    b2 = b.put(3, {"note": "related"}, r=2)
    a3 = a.put(4, {"role": "baker"})
    b3 = b.put(5, {"role": "barkeeper"}, seen=[a2])
    yield ("partly-seen",
           "b's last event has seen a's second but not its third; a knew b's first from its second event on.",
           "baker and barkeeper are concurrent although each knew much of the other; so are the notes, the second of b not having seen a's.",
           {"a.jsonl": text(a1, a2, a3), "b.jsonl": text(b1, b2, b3)},
           {"accepted": 6, "heads": {1: 1, 2: 1},
            "state": {1: {"type": "application", "role": "barkeeper"}, 2: {"note": "related"}},
            "conflicts": [(1, "role", "barkeeper", ["baker"]),
                          (2, "note", "related", ["unrelated"])]})


def make_merges():
    readme = [
        "# Merges", "",
        "In each folder every `.jsonl` file but `state.jsonl` is a log; read together they give",
        "`expected.json` (counts, digest, heads, conflicts) and `state.jsonl` (the state lines).",
        "Both were written by the second reader and held against expectations reckoned by hand,",
        "which stand in `make_golden.py`. Stamps are minutes after 08:00 on 20 November 2026.", ""]
    count = 0
    for name, what, why, files, expect in merge_cases():
        count += 1
        for file, data in files.items():
            write(f"merges/{name}/{file}", data)
        log = reader.Log([os.path.join(GOLDEN, "merges", name, file) for file in files])
        report = json.loads(log.report())
        for key in ["accepted", "waiting", "malformed", "refused", "opaque"]:
            assert report[key] == expect.get(key, 0), (name, key, report[key])
        by_hand = [
            spell({"fields": fields, "record": record(n)}).decode()
            for n, fields in sorted(expect["state"].items())]
        assert list(log.state_lines()) == by_hand, (name, list(log.state_lines()))
        conflicts = [
            {"field": field, "others": others, "record": record(n), "value": value}
            for n, field, value, others in expect.get("conflicts", [])]
        # Compared as canonical text, for in Python 1 == True.
        assert spell(report["conflicts"]) == spell(conflicts), (name, report["conflicts"])
        heads = {device(n): number for n, number in expect["heads"].items()}
        assert {d: len(hashes) for d, hashes in report["heads"].items()} == heads, (name, heads)
        state = "".join(line + "\n" for line in log.state_lines()).encode()
        assert report["digest"] == hashlib.sha256(state).hexdigest()
        write(f"merges/{name}/expected.json", log.report().encode() + b"\n")
        write(f"merges/{name}/state.jsonl", state)
        readme += [f"**{name}**", f"- {what}", f"- {why}", ""]
    write("merges/README.md", "\n".join(readme[:-1] + [""]).encode())
    return count


def main():
    shutil.rmtree(GOLDEN, ignore_errors=True)
    print("lines:", make_lines())
    print("malformed:", make_malformed())
    print("numbers:", make_numbers())
    print("merges:", make_merges())
    write("README.md", README.encode())


README = """\
# Golden files of log format v1

Written by `../make_golden.py`, which proves them on the way. Never changed once landed.

- `lines.jsonl`: well-formed lines, judged singly; `lines.sha256`: their hashes, in the same order.
- `malformed/`: one malformed line a file, without an LF unless that is the point; `index.json` says
  which rule each breaks (the peer's name of it). The entry without a file is made when tested:
  `pad` is the first line of `lines.jsonl` with `x`s in its `role` until it has 1 MiB + 1 byte;
  with one `x` less it is good.
- `numbers.json`: the bits of doubles, big-endian in hex, and their ECMAScript spelling (that of
  minus zero is 0, so this one does not read back as it was).
- `merges/`: logs and what they come to; see its README.
"""

if __name__ == "__main__":
    main()
