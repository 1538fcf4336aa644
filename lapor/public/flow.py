"""The flow of a sheet as shapes and lines: who acts in which row, and where it goes from there.

A cell is 100 wide and 74 high, as the table's rows are; the page stretches the drawing over the
actor columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lapor.public.sop_sheet import CITIZEN, HEAD_OF_OPD, OFFICER, OPERATOR, TIM, UNIT, Sheet

WIDTH, HEIGHT = 100, 74
_TERMINAL, _TASK, _CHOICE = "terminal", "task", "choice"
_SHAPES = {1: _TERMINAL, 2: _CHOICE, 3: _CHOICE, 4: _CHOICE, 5: _TASK, 6: _CHOICE, 7: _TASK, 8: _TERMINAL}
_COLUMNS = {1: CITIZEN, 2: TIM, 3: OPERATOR, 4: OFFICER, 5: UNIT, 6: OFFICER, 7: OPERATOR, 8: CITIZEN}
_QUESTION_WIDTH = 110  # of the words "pertanyaan sederhana", with a little air
_HALF = {_TERMINAL: (32, 13), _TASK: (30, 14), _CHOICE: (36, 19)}


@dataclass(frozen=True)
class Shape:
    """A node. `kind` is terminal, task or choice; x and y are its centre."""

    kind: str
    x: int
    y: int

    @property
    def left(self) -> int:
        return self.x - _HALF[self.kind][0]

    @property
    def right(self) -> int:
        return self.x + _HALF[self.kind][0]

    @property
    def top(self) -> int:
        return self.y - _HALF[self.kind][1]

    @property
    def bottom(self) -> int:
        return self.y + _HALF[self.kind][1]

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True)
class Line:
    """An arrow. `path` is SVG path data; `notice` draws it dashed; the label stands at x and y."""

    path: str
    label: str = ""
    x: int = 0
    y: int = 0
    notice: bool = False


@dataclass
class Flow:
    """The whole drawing, `width` by `height`, with the grid it stands on."""

    width: int
    height: int
    columns: list[int]
    rows: list[int]
    shapes: list[Shape] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def drawn(sheet: Sheet) -> Flow:
    """Draw the flow of this sheet over its own columns and rows."""
    width, height = WIDTH * len(sheet.actors), HEIGHT * len(sheet.rows)
    flow = Flow(width, height, list(range(WIDTH, width, WIDTH)), list(range(HEIGHT, height, HEIGHT)))
    at = {row.order: index for index, row in enumerate(sheet.rows)}
    nodes = {order: _node(sheet, at, order, _COLUMNS[order]) for order in at}
    flow.shapes += nodes.values()
    _forward(flow, nodes)
    _back_to_the_citizen(flow, nodes)
    if TIM in sheet.actors:
        receipt = _node(sheet, at, 8, TIM)
        flow.shapes.append(receipt)
        flow.lines.append(_elbow_left(nodes[7], receipt))
    for order in (4, 6):
        report = Shape(_TASK, _centre(sheet, HEAD_OF_OPD), nodes[order].y)
        flow.shapes.append(report)
        flow.lines.append(_report(nodes[order], report, above=order == 4))
    return flow


def _forward(flow: Flow, nodes: dict[int, Shape]) -> None:
    """The plain way down: each step to the next, and the loop of a report that is not enough."""
    labels = {2: _("wewenang kita"), 3: _("perlu telaah"), 4: _("perlu kerja")}
    downhill = [order for order in (1, 2, 3, 4) if order in nodes]
    for order, after in zip(downhill, [*downhill[1:], 5], strict=True):
        here, there = nodes[order], nodes[after]
        path = f"M{here.right} {here.y}H{there.x}V{there.top - 2}"
        flow.lines.append(Line(path, labels.get(order, ""), here.right + 4, here.y - 5))
    work, check, reply = nodes[5], nodes[6], nodes[7]
    flow.lines.append(Line(f"M{work.x} {work.bottom}V{check.y}H{check.right + 2}"))
    flow.lines.append(Line(f"M{check.x} {check.top}V{work.y}H{work.left - 2}", _("kurang"), check.x + 6, work.y + 12))
    flow.lines.append(Line(f"M{check.left} {check.y}H{reply.x}V{reply.top - 2}", _("cukup"), reply.x + 12, check.y - 5))


def _back_to_the_citizen(flow: Flow, nodes: dict[int, Shape]) -> None:
    """The answer, and the two short ways of a simple question."""
    end = nodes[8]
    flow.lines.append(Line(f"M{nodes[7].left} {nodes[7].y}H{end.x + 14}V{end.top - 2}"))
    for order, aside in ((3, -14), (4, 0)):
        here = nodes[order]
        path = f"M{here.left} {here.y}H{end.x + aside}V{end.top - 2}"
        beside = min(end.x + aside + 4, here.left - _QUESTION_WIDTH)  # clear of a diamond in the next column
        flow.lines.append(Line(path, _("pertanyaan sederhana"), beside, here.y - 13))


def _node(sheet: Sheet, at: dict[int, int], order: int, actor: str) -> Shape:
    return Shape(_SHAPES[order], _centre(sheet, actor), HEIGHT * at[order] + HEIGHT // 2)


def _centre(sheet: Sheet, actor: str) -> int:
    return WIDTH * sheet.actors.index(actor) + WIDTH // 2


def _elbow_left(here: Shape, there: Shape) -> Line:
    return Line(f"M{here.x} {here.bottom}V{there.y}H{there.right + 2}")


def _report(here: Shape, head: Shape, *, above: bool) -> Line:
    """The report to the head: a notice, over or under what lies between."""
    if above:
        path = f"M{here.x} {here.top}V{here.top - 9}H{head.x}V{head.top - 2}"
    else:
        path = f"M{here.x} {here.bottom}V{here.bottom + 9}H{head.x}V{head.bottom + 2}"
    return Line(path, _("laporan"), head.left + 8, head.y + 4, notice=True)
