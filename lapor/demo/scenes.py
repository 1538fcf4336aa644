"""The scenes themselves, each a function of a pencil and of whether the work is done. 960 by 720 points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PIL.ImageDraw import ImageDraw

GRASS, ASPHALT, SOIL, CONCRETE = (116, 152, 92), (92, 94, 98), (134, 104, 74), (172, 170, 164)
NIGHT, DARK, STEEL, LEAF, WATER = (24, 30, 48), (40, 40, 44), (120, 124, 130), (62, 112, 62), (96, 138, 160)
WHITE, GOLD, RED, GREEN, WOOD = (240, 240, 236), (255, 214, 120), (196, 48, 44), (62, 170, 88), (110, 78, 52)


def street(pencil: ImageDraw, *, sky: tuple[int, int, int] = (201, 222, 238)) -> None:
    """A road that runs away from us between two verges."""
    pencil.rectangle((0, 0, 960, 330), fill=sky)
    pencil.rectangle((0, 330, 960, 720), fill=tuple(part // 3 for part in GRASS) if sky == NIGHT else GRASS)
    pencil.polygon([(420, 330), (540, 330), (860, 720), (100, 720)], fill=DARK if sky == NIGHT else ASPHALT)
    for top in (360, 430, 540):
        half = (top - 300) // 24
        pencil.polygon(
            [(480 - half, top), (480 + half, top), (480 + half * 2, top + 50), (480 - half * 2, top + 50)],
            fill=WHITE,
        )


def hole(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    if done:
        pencil.rectangle((330, 520, 620, 640), fill=(58, 60, 64), outline=(50, 52, 56), width=6)
        return
    pencil.ellipse((300, 510, 640, 650), fill=SOIL)
    pencil.ellipse((340, 532, 600, 634), fill=(78, 62, 48))
    pencil.ellipse((390, 560, 560, 620), fill=WATER)
    for x, y in ((290, 640), (650, 600), (600, 500), (350, 500)):
        pencil.ellipse((x, y, x + 26, y + 16), fill=(70, 70, 72))


def lamp(pencil: ImageDraw, done: bool) -> None:
    street(pencil, sky=NIGHT)
    if done:
        pencil.polygon([(300, 170), (60, 720), (620, 720)], fill=(120, 104, 62))
        pencil.ellipse((262, 130, 338, 196), fill=GOLD)
    pencil.rectangle((150, 150, 166, 700), fill=STEEL)
    pencil.line((158, 156, 300, 150), fill=STEEL, width=12)
    pencil.ellipse((272, 138, 328, 184), fill=(255, 246, 210) if done else (70, 74, 84))
    if not done:
        pencil.line((158, 330, 120, 470, 190, 520), fill=(10, 10, 12), width=5)


def signal(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    pencil.rectangle((690, 260, 712, 700), fill=STEEL)
    pencil.rounded_rectangle((640, 60, 762, 380), 18, fill=DARK)
    for top, colour in ((80, RED), (180, GOLD), (280, GREEN)):
        lit = done and colour is GREEN
        pencil.ellipse((662, top, 740, top + 78), fill=colour if lit else tuple(part // 4 for part in colour))
    if not done:
        pencil.polygon([(560, 520), (600, 620), (520, 620)], fill=(232, 120, 40))


def parking(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    pencil.rectangle((790, 120, 804, 560), fill=STEEL)
    if done:
        pencil.ellipse((740, 60, 856, 176), fill=(36, 80, 150), outline=RED, width=16)
        pencil.line((762, 82, 836, 156), fill=RED, width=14)
        return
    for left, top, colour in ((110, 470, RED), (330, 430, WHITE), (580, 500, (70, 90, 130))):
        pencil.rounded_rectangle((left, top, left + 200, top + 90), 22, fill=colour)
        pencil.rounded_rectangle((left + 36, top - 46, left + 160, top + 20), 18, fill=colour)
        pencil.rectangle((left + 50, top - 34, left + 146, top + 4), fill=(180, 204, 220))
        for wheel in (left + 26, left + 134):
            pencil.ellipse((wheel, top + 66, wheel + 44, top + 110), fill=DARK)


def marking(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    colour = WHITE if done else (104, 106, 110)
    for place in range(7):
        left = 150 + place * 96
        pencil.polygon([(left, 640), (left + 56, 640), (left + 44, 560), (left + 4, 560)], fill=colour)


def tree(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    if done:
        pencil.rectangle((60, 560, 130, 620), fill=WOOD)
        pencil.ellipse((60, 545, 130, 575), fill=(196, 160, 112))
        for place in range(4):
            pencil.ellipse((740 + place * 46, 600, 790 + place * 46, 650), fill=(196, 160, 112), outline=WOOD, width=6)
        return
    pencil.polygon([(60, 600), (90, 650), (760, 520), (750, 490)], fill=WOOD)
    for x, y, size in ((600, 360, 220), (700, 440, 200), (520, 450, 170), (760, 350, 160)):
        pencil.ellipse((x, y, x + size, y + size * 3 // 4), fill=LEAF)


def drain(pencil: ImageDraw, done: bool) -> None:
    pencil.rectangle((0, 260, 960, 720), fill=GRASS)
    pencil.polygon([(380, 260), (580, 260), (760, 720), (200, 720)], fill=CONCRETE)
    pencil.polygon([(420, 260), (540, 260), (660, 720), (300, 720)], fill=WATER if done else (88, 84, 62))
    if done:
        for top in (380, 480, 600):
            pencil.arc((380, top, 580, top + 40), 200, 340, fill=WHITE, width=5)
        return
    for x, y, colour in (
        (380, 420, WHITE),
        (450, 520, RED),
        (540, 600, (70, 110, 160)),
        (350, 620, GOLD),
        (470, 360, LEAF),
    ):
        pencil.rounded_rectangle((x, y, x + 70, y + 46), 10, fill=colour)


def rubbish(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    pencil.rectangle((40, 380, 400, 560), fill=CONCRETE)
    if done:
        pencil.rounded_rectangle((110, 430, 250, 590), 14, fill=GREEN)
        pencil.rectangle((100, 416, 260, 440), fill=(40, 120, 64))
        return
    colours = (DARK, (70, 90, 130), RED, WHITE, (90, 90, 94), GOLD)
    for place in range(26):
        x, y = 40 + (place * 67) % 430, 620 - (place * 41) % 210
        pencil.ellipse((x, y, x + 96, y + 70), fill=colours[place % 6])


def river(pencil: ImageDraw, done: bool) -> None:
    pencil.rectangle((0, 280, 960, 720), fill=GRASS)
    pencil.polygon([(520, 280), (640, 280), (820, 720), (120, 720)], fill=WATER if done else (208, 206, 196))
    pencil.rectangle((60, 380, 300, 440), fill=STEEL)
    if not done:
        pencil.polygon([(300, 400), (440, 560), (400, 580), (290, 440)], fill=(230, 228, 220))
        for x, y in ((480, 520), (380, 620), (600, 640), (560, 440)):
            pencil.ellipse((x, y, x + 60, y + 22), fill=(150, 156, 160))


def counter(pencil: ImageDraw, done: bool) -> None:
    pencil.rectangle((0, 0, 960, 460), fill=(226, 222, 212))
    pencil.rectangle((0, 460, 960, 720), fill=WOOD)
    pencil.rectangle((300, 90, 660, 200), fill=(31, 78, 140))
    for place in range(1 if done else 6):
        x, y = (380, 500) if done else (120 + place * 120, 500 + (place % 3) * 26)
        pencil.rectangle((x, y, x + 150, y + 180), fill=WHITE, outline=STEEL, width=3)
        for line in range(5):
            pencil.line((x + 18, y + 28 + line * 24, x + 128, y + 28 + line * 24), fill=STEEL, width=4)
    if done:
        pencil.ellipse((440, 600, 520, 670), outline=GREEN, width=8)
        pencil.line((458, 634, 476, 652, 506, 616), fill=GREEN, width=8)


def pipe(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    pencil.rectangle((0, 560, 960, 640), fill=SOIL)
    pencil.rectangle((0, 580, 960, 620), fill=(60, 110, 170))
    if done:
        pencil.rectangle((420, 568, 540, 632), fill=STEEL)
        return
    for lean in (-120, -60, 0, 60, 120):
        pencil.line((480, 584, 480 + lean, 360 + abs(lean)), fill=(176, 214, 236), width=16)
    pencil.ellipse((300, 630, 680, 700), fill=WATER)


def field(pencil: ImageDraw, done: bool) -> None:
    pencil.rectangle((0, 300, 960, 720), fill=(150, 132, 84))
    for row in range(5):
        for place in range(12):
            x, y = 30 + place * 78 + row * 12, 340 + row * 76
            colour = LEAF if done or (row + place) % 3 else (160, 140, 70)
            for lean in (-16, 0, 16):
                pencil.line((x, y + 46, x + lean, y), fill=colour, width=6)


def roof(pencil: ImageDraw, done: bool) -> None:
    pencil.rectangle((0, 520, 960, 720), fill=GRASS)
    pencil.rectangle((180, 330, 780, 600), fill=WHITE)
    pencil.polygon([(120, 340), (480, 120), (840, 340)], fill=(176, 84, 60))
    pencil.rectangle((430, 440, 530, 600), fill=WOOD)
    if not done:
        pencil.polygon([(330, 270), (430, 210), (450, 290), (360, 320)], fill=DARK)
        for x in (350, 390, 430):
            pencil.line((x, 340, x, 420), fill=WATER, width=6)


def bank(pencil: ImageDraw, done: bool) -> None:
    pencil.rectangle((0, 260, 960, 720), fill=GRASS)
    pencil.polygon([(0, 260), (520, 260), (700, 720), (0, 720)], fill=SOIL)
    pencil.rectangle((60, 150, 300, 300), fill=WHITE)
    pencil.polygon([(40, 150), (180, 60), (320, 150)], fill=(176, 84, 60))
    if done:
        for row in range(4):
            for place in range(5 - row):
                x, y = 420 + place * 84 + row * 42, 640 - row * 54
                pencil.rounded_rectangle((x, y, x + 80, y + 50), 20, fill=(206, 192, 150), outline=SOIL, width=3)
        return
    pencil.line((330, 300, 380, 400, 350, 480, 430, 580, 420, 700), fill=(60, 44, 32), width=14)


def billboard(pencil: ImageDraw, done: bool) -> None:
    street(pencil)
    for x in (120, 360):
        pencil.rectangle((x, 180, x + 16, 600), fill=STEEL)
    if not done:
        pencil.rectangle((60, 60, 440, 300), fill=RED, outline=WHITE, width=10)
        for line in range(3):
            pencil.rectangle((110, 110 + line * 56, 390 - line * 50, 136 + line * 56), fill=WHITE)


SCENES: Final[dict[str, Callable[[ImageDraw, bool], None]]] = {
    "jalan": hole,
    "lampu": lamp,
    "lampu-merah": signal,
    "parkir": parking,
    "marka": marking,
    "pohon": tree,
    "selokan": drain,
    "sampah": rubbish,
    "sungai": river,
    "loket": counter,
    "pipa": pipe,
    "sawah": field,
    "atap": roof,
    "tebing": bank,
    "baliho": billboard,
}
