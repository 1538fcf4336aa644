"""PDFs: opened apart, what acts and what tells of somebody taken out, saved anew; what each refusal says."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from lapor.complaints import apart, document_apart, documents
from lapor.complaints.refused_file import RefusedFile
from tests.cast import small_pdf

SECRETS = (b"NAMA PELAPOR", b"app.alert", b"RAHASIA", b"cmd.exe", b"Exif")


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def photo() -> bytes:
    exif = Image.Exif()
    exif[315] = "NAMA PELAPOR"
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(out, "JPEG", exif=exif, comment=b"RAHASIA")
    return out.getvalue()


def full() -> bytes:
    """A page with a photograph, a link and everything that a PDF can carry besides."""
    pdf = pikepdf.open(io.BytesIO(small_pdf()))
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    launch = Dictionary(S=Name.Launch, F=String("cmd.exe"))
    page = pdf.pages[0]
    pdf.docinfo["/Author"] = "NAMA PELAPOR"
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = ["NAMA PELAPOR"]
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.AA = Dictionary(WC=script)
    pdf.attachments["rahasia.txt"] = b"RAHASIA"
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), script]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(b"<xfa>RAHASIA</xfa>"))
    page.AA = Dictionary(O=script)
    image = Stream(pdf, photo(), Type=Name.XObject, Subtype=Name.Image, Width=256, Height=256,
                   ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode)  # fmt: skip
    page.Resources = Dictionary(XObject=Dictionary(Im0=image))
    page.Contents = pdf.make_stream(b"q 200 0 0 200 0 0 cm /Im0 Do Q")
    notes = [
        Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://bantulkab.go.id"))),
        Dictionary(Type=Name.Annot, Subtype=Name.Link, A=launch),
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, A=script, AA=Dictionary(U=script)),
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Contents=String("RAHASIA")),
        Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=Array([page.obj]), Next=script)),
    ]
    page.Annots = Array([pdf.make_indirect(note) for note in notes])
    return saved(pdf)


def everything_in(data: bytes) -> bytes:
    """All that a reader of this PDF can get to, streams unpacked."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [one.read_raw_bytes() for one in pdf.objects if isinstance(one, Stream)]
        plain = saved(
            pdf,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return data + plain + b"".join(streams)


def test_what_acts_and_what_tells_of_its_author_is_gone_and_the_page_stays() -> None:
    sent = full()
    assert [secret for secret in SECRETS if secret not in everything_in(sent)] == []
    kept = documents.take(sent)
    assert [secret for secret in SECRETS if secret in everything_in(kept)] == []
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert len(pdf.pages) == 1 and not pdf.docinfo and not pdf.attachments
        assert b"/Im0 Do" in pdf.pages[0].Contents.read_bytes()
        (image,) = [one for one in pdf.objects if isinstance(one, Stream) and one.get("/Subtype") == "/Image"]
        shown = Image.open(io.BytesIO(image.read_raw_bytes())).convert("RGB")
        assert shown.tobytes() == Image.open(io.BytesIO(photo())).convert("RGB").tobytes()
        assert [note.get("/Subtype") for note in pdf.pages[0].Annots] == ["/Link", "/Link", "/Widget", "/Link"]
        assert [note.A.S for note in pdf.pages[0].Annots if "/A" in note] == ["/URI", "/GoTo"]


def test_a_pdf_that_is_a_web_page_too_is_a_pdf_alone_afterwards() -> None:
    """Case 50, poliglot_pdf_html.pdf with a page in it."""
    sent = small_pdf()
    line = sent.index(b"\n") + 1
    both = sent[:line] + b"<script>alert(1)</script>\n" + sent[line:]
    kept = documents.take(both)
    assert kept.startswith(b"%PDF-1") and b"<script" not in kept
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert len(pdf.pages) == 1


def test_the_same_document_is_the_same_bytes_each_time() -> None:
    sent = full()
    assert documents.take(sent) == documents.take(sent)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (saved(pikepdf.open(io.BytesIO(small_pdf())), encryption=pikepdf.Encryption(user="x", owner="y")), "locked"),
        (small_pdf()[:-20], apart.BROKEN),
        (b"%PDF-1.7\n" + b"x" * 500 + b"\n%%EOF", apart.BROKEN),
        (saved(pikepdf.new()), apart.BROKEN),
    ],
    ids=["locked", "cut off", "no document", "no page"],
)
def test_what_is_refused_says_why(data: bytes, why: str) -> None:
    with pytest.raises(RefusedFile) as refused:
        documents.take(data)
    assert str(refused.value) == documents.SENTENCES[why]


def test_a_document_that_anybody_can_open_is_taken_though_it_forbids_printing() -> None:
    locked = pikepdf.Encryption(user="", owner="pemilik", allow=pikepdf.Permissions(print_highres=False))
    kept = documents.take(saved(pikepdf.open(io.BytesIO(small_pdf())), encryption=locked))
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert not pdf.is_encrypted


def test_too_many_pages_are_refused() -> None:
    pdf = pikepdf.new()
    for _ in range(document_apart.MAX_PAGES + 1):
        pdf.add_blank_page()
    with pytest.raises(RefusedFile, match="300 halaman"):
        documents.take(saved(pdf))


def test_objects_that_unpack_into_gigabytes_end_by_their_limits() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 24)) for _ in range(40)) + packer.flush()  # 670 MB
    head = b"5 0 obj<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = b"%PDF-1.5\n" + head + packed + b"\nendstream endobj\n"
    xref = len(body)
    table = bytes([1, 0, 9, 0, 2, 0, 5, 0])
    body += b"6 0 obj<</Type/XRef/Size 7/Root 4 0 R/W[1 2 1]/Index[5 1 4 1]/Length 8>>stream\n" + table
    body += b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % xref
    with pytest.raises(RefusedFile):
        documents.take(body)


def test_only_the_segments_that_tell_go_out_of_a_photograph() -> None:
    assert document_apart.without_segments(b"no photograph") == b"no photograph"
    plain = document_apart.without_segments(photo())
    assert not Image.open(io.BytesIO(plain)).getexif() and b"RAHASIA" not in plain
    assert document_apart.without_segments(plain) == plain
