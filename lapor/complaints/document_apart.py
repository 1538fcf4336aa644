"""In the child: a PDF without what acts, what is hidden in it and what tells of its author, saved anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from lapor.complaints.apart import BROKEN, HEAVY, NoResult

MAX_PAGES: Final = 300
MAX_OBJECTS: Final = 100_000
LOCKED: Final = "locked"
TOO_MANY_PAGES: Final = "pages"

# Keys that start something, carry files, or say who made it and with what. They go wherever they stand.
GONE: Final = frozenset({
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/RichMediaContent",
    "/RichMediaSettings", "/XFA", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/SpiderInfo", "/Movie",
    "/Sound", "/Perms", "/Rendition", "/IDS", "/URLS", "/Collection",
})  # fmt: skip
KEPT_ACTIONS: Final = ("/URI", "/GoTo", "/Named")
BAD_NOTES: Final = ("/FileAttachment", "/Movie", "/Sound", "/Screen", "/RichMedia", "/3D")
_DEEPEST: Final = 40


def work(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The count of `pages`; the bytes are `document`."""
    pikepdf.settings.set_qpdf_limits(doc_max_warnings=500, flate_max_memory=200 * 1024 * 1024)
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise NoResult(LOCKED) from None
    pages = len(pdf.pages)
    if not pages:
        raise NoResult(BROKEN)
    if pages > MAX_PAGES:
        raise NoResult(TOO_MANY_PAGES)
    if len(pdf.objects) > MAX_OBJECTS:
        raise NoResult(HEAVY)
    _clean(pdf)
    out = io.BytesIO()
    # only what the pages lead to is written; deterministic, for the same document is kept once
    pdf.save(out, encryption=False, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return {"pages": pages}, {"document": out.getvalue()}


def _clean(pdf: pikepdf.Pdf) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    for whole in pdf.objects:
        for one in _inside(whole, 0):
            _without_acts(one)
            if isinstance(one, pikepdf.Stream) and one.get("/Filter") in (
                pikepdf.Name.DCTDecode,
                [pikepdf.Name.DCTDecode],
            ):
                _plain_photo(one)


def _inside(one: Any, depth: int) -> Iterator[Any]:
    """This object and the dictionaries written inside it; what it refers to comes by itself."""
    if depth > _DEEPEST:
        raise NoResult(HEAVY)
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield one
        for _, value in list(one.items()):
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _inside(value, depth + 1)
    elif isinstance(one, pikepdf.Array):
        for value in one:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _inside(value, depth + 1)


def _without_acts(one: Any) -> None:
    for key in [key for key in one.keys() if key in GONE]:  # noqa: SIM118 - a dictionary of qpdf has no other way
        del one[key]
    action = one.get("/A")
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in KEPT_ACTIONS:
        del one["/A"]
    if one.get("/S") in ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition"):
        for key in list(one.keys()):
            del one[key]
    if one.get("/Next") is not None and one.get("/S") in KEPT_ACTIONS:
        del one["/Next"]  # a chain of actions
    notes = one.get("/Annots")
    if isinstance(notes, pikepdf.Array):
        one["/Annots"] = pikepdf.Array([note for note in notes if note.get("/Subtype") not in BAD_NOTES])


def _plain_photo(stream: pikepdf.Stream) -> None:
    """A photograph lies in a PDF as the camera's JPEG, with all that it tells: those segments go."""
    raw = stream.read_raw_bytes()
    plain = without_segments(raw)
    if plain != raw:
        colours: Any = stream.get("/DecodeParms")
        stream.write(plain, filter=pikepdf.Name.DCTDecode, decode_parms=colours)


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC and comments; as it came where it is none. Colours (APP0, 2, 14) stay."""
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not (marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in (0xE2, 0xEE))):
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])
