/* Dragging a rectangle over the picture that is to be blurred. Without this file a tap blurs a square, and the parts
   below the picture can be chosen; nothing here is needed. */
(function () {
  "use strict";
  var photo = document.querySelector("input[data-blur]"), start = null, box = null;
  if (!photo || !window.PointerEvent || !photo.setPointerCapture) return;
  var form = photo.form, field = form.elements["samar-bidang"], hint = document.getElementById("seret");
  var wide = photo.parentNode, TAP = 10;
  wide.className += " wide";
  // as large as the window bears, in its own shape, before it has come: nothing jumps
  var shape = photo.getAttribute("width") / photo.getAttribute("height");
  function fit() {
    var room = Math.min(form.clientWidth, document.documentElement.clientWidth - 32);
    var across = Math.floor(Math.min(room, 0.7 * window.innerHeight * shape, 1280));
    photo.style.width = across + "px"; photo.style.height = Math.round(across / shape) + "px";
  }
  fit();
  window.addEventListener("resize", fit);
  if (hint) hint.hidden = false;

  function share(event) {
    var place = photo.getBoundingClientRect();
    return {
      x: Math.max(0, Math.min(1, (event.clientX - place.left) / place.width)),
      y: Math.max(0, Math.min(1, (event.clientY - place.top) / place.height)),
      left: event.clientX, top: event.clientY,
    };
  }
  function draw(from, to) {
    if (!box) { box = document.createElement("div"); box.className = "drawn"; wide.appendChild(box); }
    box.style.left = 100 * Math.min(from.x, to.x) + "%"; box.style.top = 100 * Math.min(from.y, to.y) + "%";
    box.style.width = 100 * Math.abs(from.x - to.x) + "%"; box.style.height = 100 * Math.abs(from.y - to.y) + "%";
  }
  function clear() { start = null; if (box) { wide.removeChild(box); box = null; } }
  function thousandths(part) { return Math.round(part * 1000); }
  function side() {
    var chosen = form.querySelector("input[name='samar-ukuran']:checked");
    var part = { kecil: 0.08, sedang: 0.16, besar: 0.32 }[chosen ? chosen.value : "sedang"];
    return part * Math.min(photo.clientWidth, photo.clientHeight);
  }

  photo.addEventListener("pointerdown", function (event) {
    if (event.button) return;
    event.preventDefault();
    start = share(event);
    photo.setPointerCapture(event.pointerId);
  });
  photo.addEventListener("pointermove", function (event) { if (start) draw(start, share(event)); });
  photo.addEventListener("pointercancel", clear);
  photo.addEventListener("pointerup", function (event) {
    if (!start) return;
    var from = start, to = share(event);
    if (Math.abs(from.left - to.left) < TAP && Math.abs(from.top - to.top) < TAP) {
      var part = side() / photo.clientWidth, down = side() / photo.clientHeight;
      from = { x: Math.max(0, to.x - part / 2), y: Math.max(0, to.y - down / 2) };
      to = { x: Math.min(1, from.x + part), y: Math.min(1, from.y + down) };
      draw(from, to);
    }
    start = null;
    field.value = [Math.min(from.x, to.x), Math.min(from.y, to.y),
      Math.max(0.01, Math.abs(from.x - to.x)), Math.max(0.01, Math.abs(from.y - to.y))].map(thousandths).join(",");
    form.submit();
  });
  photo.addEventListener("dragstart", function (event) { event.preventDefault(); });
  // a pointer was heard above; a key presses the picture nowhere, and the server says so
  photo.addEventListener("click", function (event) { if (event.detail) event.preventDefault(); });
})();
