/* Where it happened: the kalurahan of the chosen kapanewon, the telephone's position, a pin on a map that is loaded
   only when somebody opens it. What lies at a point the server says, and nothing of it is kept before sending.
   Without this file the selects and the field for coordinates do the same. */
(function () {
  "use strict";
  var part = document.getElementById("di-mana");
  if (!part || !document.addEventListener || !part.dataset) return;
  var said = part.dataset, form = part.parentNode;
  while (form && form.nodeName !== "FORM") form = form.parentNode;
  var kapanewon = document.getElementById("kapanewon"), kalurahan = document.getElementById("kalurahan");
  var point = document.getElementById("titik"), words = document.getElementById("titik-kata");
  var filled = { kapanewon: "", kalurahan: "" };  /* what a point chose, and nobody has chosen otherwise since */
  var asked = 0, map = null, pin = null, there = null;

  function el(id) { return document.getElementById(id); }
  function field(name) { return form.elements[name]; }

  /* What is wrong stands by itself; the rest is told in one breath. */
  function say(sentences, bad) {
    words.textContent = "";
    if (bad) tell(bad, "err measure");
    if (sentences.length) tell(sentences.join(" "), "notice measure");
    el("titik-pilihan").hidden = !point.value;
    el("ganti-pilihan").hidden = !there;
    if (there) el("ganti-pilihan").textContent = said.use.replace("KALURAHAN", there[2]);
  }

  function tell(text, kind) {
    var line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    words.appendChild(line);
  }

  /* ------------------------------------------------ the selects */

  var groups = [].slice.call(kalurahan.querySelectorAll("optgroup"));
  function narrow() {
    var chosen = kalurahan.value;
    groups.forEach(function (group) {
      var wanted = !kapanewon.value || group.dataset.of === kapanewon.value;
      if (wanted) kalurahan.appendChild(group);
      else if (group.parentNode) group.parentNode.removeChild(group);
    });
    var still = [].some.call(kalurahan.options, function (option) { return option.value === chosen; });
    kalurahan.value = still ? chosen : "";
  }
  function select(one, other) {
    kapanewon.value = one; narrow();
    kalurahan.value = other;
    filled = { kapanewon: one, kalurahan: other };
  }
  function forget() {
    if (filled.kalurahan && kalurahan.value === filled.kalurahan) kalurahan.value = "";
    if (filled.kapanewon && kapanewon.value === filled.kapanewon && !kalurahan.value) { kapanewon.value = ""; narrow(); }
    filled = { kapanewon: "", kalurahan: "" };
  }
  kapanewon.addEventListener("change", function () { narrow(); if (point.value) ask(); });
  kalurahan.addEventListener("change", function () {
    var group = kalurahan.selectedIndex >= 0 && kalurahan.options[kalurahan.selectedIndex].parentNode;
    if (group && group.dataset && group.dataset.of && !kapanewon.value) { kapanewon.value = group.dataset.of; narrow(); }
    if (point.value) ask();
  });

  /* ------------------------------------------------ a point */

  function changed() { point.dispatchEvent(new Event("change", { bubbles: true })); }

  function put(lat, lng, source, accuracy) {
    forget();
    point.value = lat.toFixed(6) + ", " + lng.toFixed(6);
    field("sumber").value = source;
    field("akurasi").value = accuracy ? String(Math.round(accuracy)) : "";
    changed();
  }

  function drop() {
    forget();
    there = null;
    point.value = ""; field("sumber").value = ""; field("akurasi").value = "";
    changed();
    say([said.deleted]);
    el(map ? "peta" : "buka-peta").focus();
  }

  function accuracy() {
    return field("akurasi").value ? [said.accuracy.replace("N", field("akurasi").value)] : [];
  }

  /* What lies at the point; an answer that comes after another question is not heard. */
  function ask() {
    var number = asked += 1;
    if (!point.value) { there = null; say([]); mark(null); return; }
    var body = new FormData();
    ["titik", "akurasi", "sumber", "csrfmiddlewaretoken"].forEach(function (name) { body.append(name, field(name).value); });
    body.append("kapanewon", kapanewon.value === filled.kapanewon ? "" : kapanewon.value);
    body.append("kalurahan", kalurahan.value === filled.kalurahan ? "" : kalurahan.value);
    fetch(said.ask, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      if (answer.status !== 200 && answer.status !== 429) throw new Error("answer");
      return answer.json();
    }).then(function (told) {
      if (number === asked) answered(told);
    }).then(null, function () { if (number === asked) { there = null; say([said.kept].concat(accuracy())); } });
  }

  function answered(told) {
    there = told.there || null;
    if (told.at) mark(told.at);
    if (!told.fault && told.kapanewon) fill(told.kapanewon, told.kalurahan);
    var sentences = (told.told || []).filter(function (one) { return one !== told.fault; });
    say(sentences.concat(accuracy()), told.fault);
  }

  /* Only what was left open, or what an earlier point chose. */
  function fill(one, other) {
    if (kapanewon.value && kapanewon.value !== filled.kapanewon && kapanewon.value !== one) return;
    var known = kalurahan.value && kalurahan.value !== said.unknown && kalurahan.value !== filled.kalurahan;
    if (known || (kapanewon.value === one && kalurahan.value === other)) return;
    var keeps = kapanewon.value === one && filled.kapanewon !== one;
    select(one, other && other !== said.unknown ? other : kalurahan.value === said.unknown ? said.unknown : "");
    if (keeps) filled.kapanewon = "";
  }

  point.addEventListener("input", function () { field("sumber").value = ""; field("akurasi").value = ""; });
  point.addEventListener("change", ask);
  el("hapus-titik").addEventListener("click", drop);
  el("ganti-pilihan").addEventListener("click", function () {
    var to = there; there = null;
    select(to[0], to[1]);
    changed();
    kalurahan.focus();
  });

  /* ------------------------------------------------ the telephone's position */

  if (navigator.geolocation && window.isSecureContext !== false && window.fetch) {
    el("cara-ponsel").hidden = false;
    el("lokasi-saya").addEventListener("click", function () {
      say([said.searching]);
      navigator.geolocation.getCurrentPosition(function (found) {
        put(found.coords.latitude, found.coords.longitude, "device", found.coords.accuracy);
      }, function (failed) {
        var sentence = failed.code === 1 ? said.refused : failed.code === 3 ? said.slow : said.unavailable;
        say([], sentence);
      }, { enableHighAccuracy: true, timeout: 30000, maximumAge: 0 });
    });
  }

  /* ------------------------------------------------ the map */

  function load(kind, address) {
    return new Promise(function (done, failed) {
      var one = document.createElement(kind === "style" ? "link" : "script");
      one.onload = done; one.onerror = failed;
      if (kind === "style") { one.rel = "stylesheet"; one.href = address; } else one.src = address;
      document.head.appendChild(one);
    });
  }

  function rings(told) {
    return told.areas.map(function (area) {
      var x = 0, y = 0, corners = [];
      for (var i = 0; i < area.ring.length; i += 2) {
        x += area.ring[i]; y += area.ring[i + 1];
        corners.push([y / told.scale, x / told.scale]);
      }
      return { name: area.name, kapanewon: area.kapanewon, corners: corners, at: [area.at[1] / told.scale, area.at[0] / told.scale] };
    });
  }

  function label(at, text, kind) {
    return L.marker(at, { icon: L.divIcon({ className: "nama " + kind, html: "", iconSize: null }), interactive: false, keyboard: false })
      .on("add", function (event) { event.target.getElement().textContent = text; });
  }

  function draw(told) {
    var areas = rings(told), names = L.layerGroup(), districts = L.layerGroup(), middles = {}, wholes = {}, all = L.latLngBounds([]);
    areas.forEach(function (area) {
      L.polygon(area.corners, { className: "batas", weight: 1, interactive: false }).addTo(map);
      names.addLayer(label(area.at, area.name, "kalurahan"));
      all.extend(area.corners);
      var seen = middles[area.kapanewon] || (middles[area.kapanewon] = L.latLngBounds([]));
      seen.extend(area.at);
      (wholes[area.kapanewon] || (wholes[area.kapanewon] = L.latLngBounds([]))).extend(area.corners);
    });
    Object.keys(middles).forEach(function (name) { districts.addLayer(label(middles[name].getCenter(), name, "kapanewon")); });
    function names_at_this_size() {
      var near = map.getZoom() >= 12.5;
      (near ? names : districts).addTo(map);
      (near ? districts : names).remove();
    }
    map.on("zoomend", names_at_this_size);
    map.setMaxBounds(all.pad(0.4));
    if (!pin) map.fitBounds(kapanewon.value && wholes[kapanewon.options[kapanewon.selectedIndex].text] || all, { padding: [16, 16] });
    names_at_this_size();
  }

  function mark(at) {
    if (!map) return;
    if (pin) { pin.remove(); pin = null; }
    if (!at) return;
    pin = L.marker(at, { icon: L.divIcon({ className: "pin", html: "", iconSize: [28, 38], iconAnchor: [14, 38] }), interactive: false, keyboard: false }).addTo(map);
    if (map.getZoom() < 13.5 || !map.getBounds().contains(at)) map.setView(at, Math.max(map.getZoom(), 14));
  }

  function open() {
    el("peta-bagian").hidden = false;
    map = L.map("peta", { minZoom: 9, maxZoom: 19, zoomSnap: 0.5, keyboardPanDelta: 40, zoomControl: false }).setView([-7.9, 110.35], 10.5);
    L.control.zoom({ zoomInTitle: said.nearer, zoomOutTitle: said.farther }).addTo(map);
    map.attributionControl.setPrefix("Leaflet").addAttribution(said.credit);
    if (said.tiles) {
      L.tileLayer(said.tiles, { attribution: said.tilesCredit, maxZoom: 19 }).addTo(map);
      el("peta").classList.add("berubin");
    }
    var box = el("peta");
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", said.mapLabel);
    map.on("click", function (event) { put(event.latlng.lat, event.latlng.lng, "pin"); });
    box.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.target !== box) return;
      event.preventDefault();
      middle();
    });
    el("taruh").addEventListener("click", middle);
    var at = /^(-\d+\.\d+), (\d+\.\d+)$/.exec(point.value);
    if (at) { map.setView([+at[1], +at[2]], 14); mark([+at[1], +at[2]]); }
    return fetch(said.outlines).then(function (answer) { return answer.json(); }).then(draw).then(function () { box.focus(); });
  }
  function middle() { var at = map.getCenter(); put(at.lat, at.lng, "pin"); }

  if (window.Promise && window.fetch) {
    el("cara-peta").hidden = false;
    var button = el("buka-peta"), opening = null;
    button.addEventListener("click", function () {
      if (!opening) {
        opening = Promise.all([load("style", said.leafletStyle), load("style", said.style), load("script", said.leaflet)]).then(open);
        opening.then(function () { button.setAttribute("aria-expanded", "true"); }, function () {
          opening = null; say([], said.noMap);
        });
      } else el("peta").focus();
    });
    el("koordinat").open = !!el("titik-e");
  }

  narrow();
  if (point.value && window.fetch) ask();
})();
