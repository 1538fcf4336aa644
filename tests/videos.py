"""Tiny videos made at test time, with all that a telephone writes into them."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
from PIL import Image

SECRETS = (b"JUDUL RAHASIA", b"\xa9xyz", b"7.8876", b"NAMA PELAPOR", b"Ponsel Uji")
TOLD = {
    "title": "JUDUL RAHASIA",
    "artist": "NAMA PELAPOR",
    "location": "-07.8876+110.3289/",
    "model": "Ponsel Uji",
    "creation_time": "2026-03-02T05:10:00Z",
}


def make_video(
    container: str = "mp4",
    pictures: str = "libx264",
    sound: str = "aac",
    *,
    seconds: float = 1,
    fps: int = 10,
    dark: int = 0,
    size: tuple[int, int] = (176, 144),
    corner: tuple[int, int, int] = (255, 0, 0),
    told: dict[str, str] = TOLD,
) -> bytes:
    """A grey ramp with a red corner, silent sound, a title, an artist and a place; `dark` black pictures first."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target:
        target.metadata.update(told)
        stream: Any = target.add_stream(pictures, rate=fps)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if pictures == "mjpeg" else "yuv420p"
        voice: Any = target.add_stream(sound, rate=48_000) if sound else None
        for number in range(int(seconds * fps)):
            target.mux(stream.encode(_frame(number, fps, size, None if number < dark else corner)))
        target.mux(stream.encode())
        if voice:
            _silence(target, voice, seconds)
    return out.getvalue()


def _frame(number: int, fps: int, size: tuple[int, int], corner: tuple[int, int, int] | None) -> Any:
    if corner is None:
        scene = Image.new("RGB", size)
    else:
        scene = Image.linear_gradient("L").resize(size).convert("RGB")
        scene.paste(corner, (0, 0, size[0] // 4, size[1] // 4))
    frame = av.VideoFrame.from_image(scene)
    frame.pts, frame.time_base = number, Fraction(1, fps)
    return frame


def _silence(target: Any, voice: Any, seconds: float) -> None:
    samples, form = (1024, "fltp") if voice.codec_context.name == "aac" else (960, "s16")
    for number in range(int(seconds * 48_000 / samples)):
        frame = av.AudioFrame(format=form, layout="stereo", samples=samples)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts, frame.time_base = 48_000, number * samples, Fraction(1, 48_000)
        target.mux(voice.encode(frame))
    target.mux(voice.encode())
