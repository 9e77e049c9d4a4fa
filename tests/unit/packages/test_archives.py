"""Archives from strangers: what is read, what is refused, and with which code."""

import gzip
import io
import struct
import tarfile
import tracemalloc
import zlib

import pytest

from dbep_ig.engine.packages import Limits, read_archive
from dbep_ig.engine.packages.archives import is_safe_path
from dbep_ig.engine.packages.tar_writing import pack_tgz

from .made import tgz

GOOD = {"package/package.json": b'{"name": "a"}', "package/a.json": b"x" * 1000}


def codes(result) -> list[str]:
    return [issue.rule.code for issue in result.issues]


def member(name: str, kind: bytes = tarfile.REGTYPE, content: bytes = b"", link: str = "") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.size = kind, link, len(content)
        tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize("layout", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("mode", ["w:gz", "w"])
def test_archives_of_every_kind_are_read(layout, mode):
    long = f"package/{'a' * 90}/{'b' * 60}/{'å' * 40}.json"
    files = {**GOOD, long: b"long"} if layout != tarfile.USTAR_FORMAT else GOOD
    result = read_archive("a", tgz(files, mode=mode, layout=layout))
    assert result.issues == ()
    assert {path: result.value.read(path) for path in result.value.paths()} == files


def test_a_leading_dot_and_folders_are_no_matter():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name in (".", "./package"):
            folder = tarfile.TarInfo(name)
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
        info = tarfile.TarInfo("./package/a.json")
        info.size = 2
        tar.addfile(info, io.BytesIO(b"{}"))
    result = read_archive("a", out.getvalue())
    assert result.issues == ()
    assert list(result.value.paths()) == ["package/a.json"]


def test_gzip_in_several_parts_is_one_archive():
    tar = tgz(GOOD, mode="w")
    result = read_archive("a", gzip.compress(tar[:700]) + gzip.compress(tar[700:]))
    assert result.issues == ()
    assert set(result.value.paths()) == set(GOOD)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + b"\0" * 2000,
        b"not a tar" * 200,
        b"\x1f\x8b\x08\x00" + b"\xff" * 100,
        gzip.compress(b"no tar" * 200, mtime=0),
    ],
)
def test_what_is_no_archive_is_refused(data):
    result = read_archive("a", data)
    assert result.value is None
    assert codes(result) == ["DBEP3010"]


def test_a_damaged_header_is_refused():
    tar = bytearray(tgz(GOOD, mode="w"))
    tar[1024 + 10] ^= 0xFF  # the second member's name
    assert codes(read_archive("a", bytes(tar))) == ["DBEP3010"]


@pytest.mark.parametrize("size", [b"-0000000001\0", b"zzzzzzzzzzz\0", b"\xff" * 12, b"\xff" * 10 + b"\xfe\0"])
def test_a_size_that_is_none_is_refused(size):
    """A negative size has sent other readers into an endless loop (CVE-2025-8194)."""
    tar = bytearray(tgz(GOOD, mode="w"))
    tar[124:136] = size
    tar[148:156] = b" " * 8
    tar[148:156] = b"%06o\0 " % sum(tar[:512])
    assert codes(read_archive("a", bytes(tar))) == ["DBEP3010"]


@pytest.mark.parametrize("cut", [1, 100, 400])
def test_an_archive_cut_short_is_refused(cut):
    """DBEP3011, whether gzip or tar is cut."""
    packed = gzip.compress(tgz(GOOD, mode="w"))
    assert codes(
        read_archive("a", packed[:-cut] if cut < len(packed) - 20 else packed[: len(packed) // 2])
    ) == ["DBEP3011"]
    tar = tgz(GOOD, mode="w")
    assert codes(read_archive("a", tar[: 512 * 3 + cut])) == ["DBEP3011"]
    assert codes(read_archive("a", tar[: 512 * 2 + cut])) == ["DBEP3011"]


def test_what_costs_too_much_is_refused():
    """DBEP3012: bytes, ratio, members, one member."""
    limits = Limits(members=3, member_bytes=500, total_bytes=10_000, ratio=10, ratio_from=1000)
    many = tgz({f"package/{number}": b"" for number in range(4)}, mode="w")
    assert codes(read_archive("a", many, limits)) == ["DBEP3012"]
    assert codes(read_archive("a", many, limits._replace(members=4))) == []
    assert codes(read_archive("a", tgz({"package/a": b"x" * 501}, mode="w"), limits)) == ["DBEP3012"]
    assert codes(read_archive("a", gzip.compress(b"\0" * 9_000), limits)) == ["DBEP3012"]
    assert codes(read_archive("a", gzip.compress(bytes(range(256)) * 50, 0), limits)) == ["DBEP3012"]
    assert codes(read_archive("a", tgz({"package/a": b"x" * 500}, mode="w"), limits)) == []


def test_nothing_of_a_bomb_is_kept_while_it_is_counted():
    bomb = gzip.compress(b"\0" * (40 << 20))
    limits = Limits(ratio=900, usual_ratio=2, ratio_from=1 << 20)
    tracemalloc.start()
    try:
        result = read_archive("a", bomb, limits)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert codes(result) == ["DBEP3012"]
    assert peak < 8 << 20


def test_what_packs_unusually_well_is_read_all_the_same():
    archive = tgz({**GOOD, "package/b.json": b" " * 3_000_000})
    read = read_archive("a", archive, Limits(usual_ratio=2, ratio_from=1 << 20, ratio=2000)).value
    assert read is not None
    assert read.read("package/b.json") == b" " * 3_000_000
    assert read.read("package/a.json") == GOOD["package/a.json"]


def test_a_bomb_stops_at_the_limit():
    layer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(layer.compress(b"\0" * (1 << 20)) for _ in range(64)) + layer.flush()
    assert len(bomb) < 100_000
    result = read_archive("a", bomb)
    assert codes(result) == ["DBEP3012"]
    assert result.value is None


def test_a_hundred_thousand_members_are_refused():
    block = tgz({"package/a": b""}, mode="w")[:512]
    result = read_archive("a", block * 100_000)
    assert result.value is None
    assert codes(result)[-1] == "DBEP3012"


@pytest.mark.parametrize(
    "path",
    [
        "../a", "package/../../a", "package/..", "/etc/passwd", "//host/a", "C:/a", "c:a", "package\\..\\a", "package//a",
        "package/./a", "package/a\x07", "package/a\u202e", "package/a.", "package/a /b", "..", "package/a:stream",
    ],
)  # fmt: skip
def test_a_path_that_leads_out_is_refused(path):
    """DBEP3013, for every operating system's idea of a path."""
    assert not is_safe_path(path)
    result = read_archive("a", member(path, content=b"x"))
    assert result.value is None
    assert codes(result) == ["DBEP3013"]


def test_a_long_name_of_gnu_or_pax_is_looked_at_too():
    for layout in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        result = read_archive("a", tgz({f"package/../../{'a' * 200}": b""}, layout=layout))
        assert codes(result) == ["DBEP3013"]


@pytest.mark.parametrize(
    "path", ["package/a.json", "a", "package/b/c/æøå.json", "package/a..b.json", "package/.index.json"]
)
def test_ordinary_paths_are_safe(path):
    assert is_safe_path(path)


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, b"S", b"M", b"?"],
)
def test_what_is_not_a_file_is_refused(kind):
    """DBEP3014: links, devices, pipes, sparse files and what nobody knows."""
    result = read_archive("a", member("package/a", kind, link="../../etc/passwd"))
    assert result.value is None
    assert codes(result) == ["DBEP3014"]


def test_every_bad_member_is_reported_up_to_a_number():
    result = read_archive("a", tgz({f"../{number}": b"" for number in range(100)}))
    assert set(codes(result)) == {"DBEP3013"}
    assert len(result.issues) == 20


@pytest.mark.parametrize("second", ["package/A.json", "package/a.json", "PACKAGE/a.json"])
def test_names_that_collide_are_reported(second):
    """DBEP3015; the archive can be read all the same, the first of two equal names counts."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in (("package/a.json", b"1"), (second, b"2")):
            info = tarfile.TarInfo(name)
            info.size = 1
            tar.addfile(info, io.BytesIO(content))
    result = read_archive("a", out.getvalue())
    assert codes(result) == ["DBEP3015"]
    assert result.value.read("package/a.json") == b"1"


def test_a_pax_size_counts():
    """A pax header may state the size instead of the member's own header."""
    content = b"y" * 600
    tar = tgz({"package/a": content}, mode="w")
    record = b"12 size=600\n"
    header = bytearray(tar[:512])
    header[156:157] = b"x"
    header[124:136] = b"%011o\0" % len(record)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    plain = bytearray(tar[:512])
    plain[124:136] = b"%011o\0" % 0
    plain[148:156] = b" " * 8
    plain[148:156] = b"%06o\0 " % sum(plain)
    result = read_archive("a", bytes(header) + record.ljust(512, b"\0") + bytes(plain) + tar[512:])
    assert result.issues == ()
    assert result.value.read("package/a") == content


def test_what_we_pack_others_read():
    packed = pack_tgz(GOOD, seconds=1_700_000_000)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        assert {each.name: tar.extractfile(each).read() for each in tar} == GOOD
        assert {(each.mode, each.mtime, each.uid, each.uname) for each in tar} == {
            (0o644, 1_700_000_000, 0, "")
        }
    assert read_archive("a", packed).issues == ()
    assert struct.unpack("<I", packed[4:8]) == (1_700_000_000,)


def test_packing_is_reproducible():
    assert pack_tgz(GOOD, seconds=1) == pack_tgz(dict(GOOD), seconds=1)
    assert pack_tgz(GOOD, seconds=1) != pack_tgz(GOOD, seconds=2)


def test_long_paths_are_packed_with_a_prefix():
    path = f"package/example/{'a' * 90}.json"
    packed = pack_tgz({path: b"{}"}, seconds=0)
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        assert tar.getnames() == [path]
    assert list(read_archive("a", packed).value.paths()) == [path]
    with pytest.raises(ValueError, match="no room"):
        pack_tgz({f"package/{'a' * 101}": b""}, seconds=0)
