"""In the child: a video's pictures and sound into a container of our own, and one still of it.

Nothing is encoded anew. Titles, places, chapters, covers and data tracks stay behind because only two streams are
carried over; what cameras write between the pictures themselves (SEI, metadata OBU) is filtered out.
"""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any, Final

import av
from av.bitstream import BitStreamFilterContext
from PIL import Image, ImageStat

from lapor.complaints.apart import BROKEN, HEAVY, NoResult

MAX_SECONDS: Final = 180
MAX_PIXELS: Final = 9_000_000  # a little over 4K
TOO_LONG: Final = "long"
UNKNOWN_CODEC: Final = "codec"
TOO_MANY_PIXELS: Final = "pixels"

# The streams we carry over, and what is filtered out of each kind of picture.
FILTERS: Final = {
    "h264": "filter_units=remove_types=6",
    "hevc": "filter_units=remove_types=39|40",
    "av1": "filter_units=remove_types=5",
    "vp8": "null",
    "vp9": "null",
    "mpeg4": "null",
    "h263": "null",
}
SOUNDS: Final = ("aac", "amrnb", "amrwb", "mp3", "mp3float", "opus", "libopus", "vorbis", "ac3", "alac")
_BITEXACT: Final[Any] = av.container.Flags.bitexact.value
_TRIES: Final = 90  # pictures looked at for one that shows something
_STILL_SIDE: Final = 1280
_DARK: Final = 6.0  # standard deviation of grey below which a picture shows nothing


def work(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """`container` and `seconds`; the bytes are `video` and `poster` (a picture to be rendered)."""
    container = container_of(data)
    still = _still(data, container)
    video, seconds = _carried_over(data, container)
    return {"container": container, "seconds": seconds}, {"video": video, "poster": still}


def container_of(data: bytes) -> str:
    """ "webm", or by its brand "3gp", "mov" or "mp4"."""
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "webm"
    brand = data[8:12] if data[4:8] == b"ftyp" else b"qt  "
    return {b"qt  ": "mov"}.get(brand, "3gp" if brand.startswith((b"3gp", b"3gg", b"3ge", b"3gr", b"3gs")) else "mp4")


def _opened(data: bytes, container: str) -> Any:
    """Read by the one demuxer that its first bytes ask for, and from these bytes alone."""
    demuxer = "matroska,webm" if container == "webm" else "mov"
    return av.open(io.BytesIO(data), "r", format=demuxer, metadata_errors="ignore", io_open=_nothing_else)


def _nothing_else(*_: Any) -> Any:
    raise NoResult(BROKEN)


def _pictures(source: Any) -> Any:
    """The stream of moving pictures: a cover is one too, but stands still."""
    moving = [one for one in source.streams.video if not one.disposition & av.stream.Disposition.attached_pic]
    if not moving:
        raise NoResult(UNKNOWN_CODEC)
    stream = moving[0]
    if stream.codec_context is None or stream.codec_context.name not in _names(FILTERS):
        raise NoResult(UNKNOWN_CODEC)
    if stream.codec_context.width * stream.codec_context.height > MAX_PIXELS:
        raise NoResult(TOO_MANY_PIXELS)
    return stream


def _names(filters: dict[str, str]) -> set[str]:
    """Decoders are called after the library that does it, too."""
    return {*filters, "libdav1d", "libvpx", "libvpx-vp9"}


def _filter_of(stream: Any) -> str:
    name = {"libdav1d": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9"}.get(stream.codec_context.name)
    return FILTERS[name or stream.codec_context.name]


def _still(data: bytes, container: str) -> bytes:
    """The first picture that shows something, upright, as PNG; else the first there is."""
    with _opened(data, container) as source:
        stream = _pictures(source)
        stream.codec_context.thread_count = 1
        stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
        first = None
        for tried, frame in enumerate(source.decode(stream)):
            shown = _upright(frame)
            first = first or shown
            if frame.is_corrupt is False and ImageStat.Stat(shown.convert("L")).stddev[0] > _DARK:
                first = shown
                break
            if tried >= _TRIES:
                break
    if first is None:
        raise NoResult(BROKEN)
    out = io.BytesIO()
    first.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _upright(frame: Any) -> Image.Image:
    image: Image.Image = frame.to_image()
    image.thumbnail((_STILL_SIDE, _STILL_SIDE))
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _carried_over(data: bytes, container: str) -> tuple[bytes, int]:
    """The streams in a new container, and how many seconds they run."""
    out = io.BytesIO()
    with _opened(data, container) as source, av.open(out, "w", format=container) as target:
        target.flags |= _BITEXACT  # no name of a program, no time of writing
        pictures = _pictures(source)
        sound = next(
            (one for one in source.streams.audio if one.codec_context and one.codec_context.name in SOUNDS), None
        )
        announced = Fraction(source.duration or 0, av.time_base)
        if announced > MAX_SECONDS + 1:
            raise NoResult(TOO_LONG)
        ways = {}
        for stream in filter(None, (pictures, sound)):
            ours = _template(target, stream)
            ways[stream.index] = (
                ours,
                BitStreamFilterContext(_filter_of(stream) if stream is pictures else "null", stream, ours),
            )
        seconds = _pump(source, target, ways, most=2 * len(data))
    if seconds + 2 < announced * 9 / 10:
        raise NoResult(BROKEN)  # it ends earlier than it says: cut off on its way
    return out.getvalue(), max(1, round(seconds))


def _template(target: Any, stream: Any) -> Any:
    try:
        return target.add_stream_from_template(stream, opaque=True)
    except ValueError:
        raise NoResult(UNKNOWN_CODEC) from None


def _pump(source: Any, target: Any, ways: dict[int, Any], *, most: int) -> Fraction:
    """Packet after packet; how long the pictures and the sound run, counted by the packets themselves.

    Raises NoResult where they come to more than `most` bytes: a made-up index points at the same bytes again and
    again, and a megabyte would become a gigabyte of ours.
    """
    first: dict[int, Fraction] = {}
    longest, carried = Fraction(0), 0
    for packet in source.demux([source.streams[index] for index in ways]):
        ours, sieve = ways[packet.stream.index]
        carried += packet.size
        if carried > most:
            raise NoResult(HEAVY)
        if packet.dts is None:
            continue
        at = packet.dts * packet.time_base
        began = first.setdefault(packet.stream.index, at)
        longest = max(longest, at - began + (packet.duration or 0) * packet.time_base)
        if longest > MAX_SECONDS + 1:
            raise NoResult(TOO_LONG)
        for clean in sieve.filter(packet):
            clean.stream = ours
            target.mux(clean)
    return longest
