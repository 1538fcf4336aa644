"""Videos: what is taken, that only pictures and sound are carried over, and what each refusal says."""

from __future__ import annotations

import io
import math
import struct
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
import pytest
from PIL import Image

from lapor.complaints import apart, video
from lapor.complaints.refused_file import RefusedFile
from tests.videos import SECRETS, make_video

KINDS = [
    ("mp4", "libx264", "aac", "video/mp4", "mp4"),
    ("mp4", "libx265", "", "video/mp4", "mp4"),
    ("mp4", "mpeg4", "aac", "video/mp4", "mp4"),
    ("mov", "libx264", "aac", "video/quicktime", "mov"),
    ("3gp", "h263", "aac", "video/3gpp", "3gp"),
    ("webm", "libvpx", "libopus", "video/webm", "webm"),
    ("webm", "libvpx-vp9", "libopus", "video/webm", "webm"),
]


def opened(data: bytes) -> Any:
    return av.open(io.BytesIO(data))


def boxes(data: bytes, name: bytes) -> int:
    """Where the first box of this kind begins."""
    return data.index(name) - 4


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize(("container", "pictures", "sound", "mime", "extension"), KINDS)
def test_pictures_and_sound_are_carried_over_and_nothing_else(
    container: str, pictures: str, sound: str, mime: str, extension: str
) -> None:
    data = make_video(container, pictures, sound)
    assert video.looks_like_video(data[:64])
    taken = video.take(data)
    assert (taken.mime, taken.extension, taken.seconds) == (mime, extension, 1)
    assert any(secret in data for secret in SECRETS)
    assert [secret for secret in (*SECRETS, b"2026-03-02") if secret in taken.content] == []
    with opened(taken.content) as kept, opened(data) as sent:
        assert [one.type for one in kept.streams] == ["video", "audio"][: 2 if sound else 1]
        assert kept.chapters() == []
        assert set(kept.metadata) <= {"major_brand", "minor_version", "compatible_brands", "encoder"}
        assert sum(1 for _ in kept.decode(video=0)) == sum(1 for _ in sent.decode(video=0)) == 10


def test_the_still_is_the_first_picture_that_shows_something() -> None:
    taken = video.take(make_video(dark=4, seconds=1))
    still = Image.open(io.BytesIO(taken.poster.jpeg)).convert("RGB")
    red, green, blue = still.getpixel((10, 10))
    assert still.size == (176, 144) and red > 200 and green < 60 and blue < 60


def test_a_video_held_upright_stays_upright_and_so_does_its_still() -> None:
    data = bytearray(make_video(sound=""))
    matrix = boxes(bytes(data), b"tkhd") + 8 + 4 + 36  # version 0: 36 bytes before it
    turned = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 144 << 16, 0, 1 << 30)
    data[matrix + 0 : matrix + 36] = turned
    taken = video.take(bytes(data))
    still = Image.open(io.BytesIO(taken.poster.jpeg)).convert("RGB")
    assert still.size == (144, 176)
    assert still.getpixel((130, 10))[0] > 200 > 60 > still.getpixel((130, 10))[1]
    with opened(taken.content) as kept:
        assert abs(next(kept.decode(video=0)).rotation) == 90


def test_a_track_of_words_stays_behind() -> None:
    out = io.BytesIO()
    with opened(make_video("webm", "libvpx", "")) as source, av.open(out, "w", format="webm") as target:
        ours = target.add_stream_from_template(source.streams.video[0], opaque=True)
        words = target.add_mux_stream("webvtt")
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = ours
                target.mux(packet)
        note = av.Packet(b"GPS RAHASIA!")
        note.stream, note.pts, note.dts, note.duration, note.time_base = words, 0, 0, 500, Fraction(1, 1000)
        target.mux(note)
    assert b"GPS RAHASIA!" in out.getvalue()
    assert b"GPS RAHASIA!" not in video.take(out.getvalue()).content


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: make_video()[:-2500], apart.BROKEN),
        (lambda: half(make_video("webm", "libvpx", "", seconds=20)), apart.BROKEN),
        (lambda: b"\0\0\0\x20ftypisom\0\0\0\0" + bytes(5000), apart.BROKEN),
        (lambda: b"\x1aE\xdf\xa3\x93B\x82\x84webm" + bytes(200), apart.BROKEN),
        (lambda: make_video("mov", "mjpeg", ""), "codec"),
        (lambda: make_video(seconds=200, fps=1, sound=""), "long"),
    ],
    ids=["cut off", "ends early", "empty box", "empty webm", "another codec", "too long"],
)
def test_what_is_refused_says_why(data: Callable[[], bytes], why: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        video.take(data())
    assert str(refused.value) == video.SENTENCES[why]


def test_a_length_that_lies_is_found_out_by_the_packets() -> None:
    data = bytearray(make_video(seconds=200, fps=1, sound=""))
    for box, offset in ((b"mvhd", 16), (b"mdhd", 16), (b"tkhd", 20)):
        at = boxes(bytes(data), box) + 12 + offset - 4
        data[at : at + 4] = struct.pack(">I", 1)
    with pytest.raises(RefusedFile, match=r"3 menit|rusak"):
        video.take(bytes(data))


def test_pictures_larger_than_4k_are_refused_before_any_is_decoded() -> None:
    data = bytearray(make_video("webm", "libvpx", ""))
    with pytest.raises(RefusedFile, match="4K"):
        video.take(make_video(size=(4200, 2400), seconds=0.2, sound=""))
    assert video.take(bytes(data)).seconds == 1


def test_an_index_that_asks_for_gigabytes_ends_by_its_limits() -> None:
    data = bytearray(make_video(sound=""))
    sizes = boxes(bytes(data), b"stsz")
    data[sizes + 12 : sizes + 20] = struct.pack(">II", 1, 90_000_000)  # ninety million pictures of one byte
    chunks = boxes(bytes(data), b"stsc")
    data[chunks + 20 : chunks + 24] = struct.pack(">I", 90_000_000)
    with pytest.raises(RefusedFile):
        video.take(bytes(data))


def test_an_index_that_points_at_the_same_bytes_again_and_again_makes_no_gigabyte() -> None:
    with pytest.raises(RefusedFile, match="terlalu berat"):
        video.take(repeating(make_video(sound="", seconds=3, fps=30), times=2000))


def repeating(data: bytes, *, times: int) -> bytes:
    """This video with one more picture of a hundred kilobytes, which its index names so often."""
    more = struct.pack(">IB", 100_000 - 4, 12) + b"\xff" * (100_000 - 5)  # a unit of H.264 that only fills
    pictures = 90
    sizes = data[boxes(data, b"stsz") + 20 :][: 4 * pictures]
    written = boxes(data, b"stco") + 16
    first = struct.unpack(">I", data[written : written + 4])[0]
    index = {
        b"stsz": struct.pack(">III", 0, 0, pictures + times) + sizes + struct.pack(">I", len(more)) * times,
        b"stts": struct.pack(">6I", 0, 2, pictures, 512, times, 1),
        b"stsc": struct.pack(">8I", 0, 2, 1, pictures, 1, 2, 1, 1),
        b"stco": struct.pack(">3I", 0, times + 1, first) + struct.pack(">I", 8 + boxes(data, b"moov")) * times,
        b"stss": None, b"ctts": None, b"edts": None, b"udta": None,
    }  # fmt: skip

    def anew(content: bytes) -> bytes:
        out, at = b"", 0
        while at < len(content):
            length, name = struct.unpack(">I4s", content[at : at + 8])
            inside = content[at + 8 : at + length]
            if name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
                inside = anew(inside)
            if (inside := index.get(name, inside)) is not None:
                out += struct.pack(">I4s", 8 + len(inside), name) + inside
            at += length
        return out

    head, moov = data[: boxes(data, b"moov")], data[boxes(data, b"moov") :]
    return head + struct.pack(">I4s", 8 + len(more), b"mdat") + more + anew(moov)


def test_a_child_that_is_ended_is_a_refusal_and_one_that_cannot_start_is_our_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.01)
    with pytest.raises(RefusedFile, match="terlalu berat"):
        video.take(make_video())
    monkeypatch.setattr(apart, "WALL_SECONDS", 60)
    with pytest.raises(RuntimeError, match="ended with 1"):
        apart.run("no such work", b"")


def test_seconds_are_whole_and_never_none() -> None:
    assert video.take(make_video(seconds=0.3)).seconds == 1
    assert math.isclose(video.take(make_video(seconds=2.4)).seconds, 2)
