/* The filing form with a telephone's help: a draft from the first letter, files in pieces, sending once there is
   a connection. Without this file the form works by itself; nothing here is needed to file a complaint. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-filing]");
  var words = document.getElementById("filing-words");
  if (!form || !words || !window.fetch || !window.Promise || !window.FormData) return;
  var said = words.dataset, mode = form.dataset.filing, owner = form.dataset.owner || "";
  var PIECE = 256 * 1024, RETRY = 5000;
  var store = null, busy = 0, failed = [], here = [], began = Date.now(), pressed = null, queued = false, waiting = null, putting = false;

  function el(id) { return document.getElementById(id); }
  function field(name) { return form.elements[name]; }
  function key() { return field("kunci").value; }
  function show(id, text) { var where = el(id); if (where) { where.hidden = !text; where.textContent = text || ""; } }
  function clock() { var now = new Date(); return ("0" + now.getHours()).slice(-2) + "." + ("0" + now.getMinutes()).slice(-2); }
  function fresh() {
    var parts = new Uint8Array(16), hex = "";
    window.crypto.getRandomValues(parts);
    parts[6] = (parts[6] & 15) | 64; parts[8] = (parts[8] & 63) | 128;
    for (var i = 0; i < 16; i++) {
      hex += (i === 4 || i === 6 || i === 8 || i === 10 ? "-" : "") + ("0" + parts[i].toString(16)).slice(-2);
    }
    return hex;
  }
  function secret() { return ["anonim", "pengawasan"].some(function (name) { return field(name) && field(name).checked; }); }
  function keeps() { var box = el("simpan-di-ponsel"); return !box || box.checked; }

  /* Who is signed in; the empty form that opens without a connection asks who was, the last time there was one. */
  function writer() {
    try {
      if (mode !== "form") return localStorage.getItem("lapor-owner") || "";
      localStorage.setItem("lapor-owner", owner);
    } catch (closed) { /* nothing is kept: then who sends a draft is asked to press once more */ }
    return owner;
  }

  /* ------------------------------------------------ asking the server */

  function token() {
    return fetch(said.token, { credentials: "same-origin", cache: "no-store" })
      .then(function (answer) { if (!answer.ok) throw new Error("token"); return answer.json(); })
      .then(function (told) { field("csrfmiddlewaretoken").value = told.token; return told.token; });
  }

  function post(address, values, again) {
    var body = new FormData();
    Object.keys(values).forEach(function (name) {
      if (values[name] instanceof Blob) body.append(name, values[name], "bagian");
      else body.append(name, values[name]);
    });
    body.append("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    return fetch(address, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) {
      if (answer.status === 403 && !again) return token().then(function () { return post(address, values, true); });
      return answer;
    });
  }

  /* ------------------------------------------------ the draft */

  var NOT_KEPT = { kunci: 1, csrfmiddlewaretoken: 1, berkas: 1, akun: 1 };

  function typed() {
    var values = {};
    [].forEach.call(form.elements, function (one) {
      if (!one.name || NOT_KEPT[one.name] || /^(submit|button|file|image)$/.test(one.type)) return;
      if (/^(checkbox|radio)$/.test(one.type)) { if (one.checked) values[one.name] = one.value; }
      else values[one.name] = one.value;
    });
    return values;
  }

  function empty(values) {
    return !Object.keys(values).some(function (name) {
      return values[name] && name !== "dibuka" && name !== "lama" && name !== "sumber";
    });
  }

  function put(values) {
    putting = true;
    [].forEach.call(form.elements, function (one) {
      if (!one.name || NOT_KEPT[one.name] || /^(submit|button|file|image)$/.test(one.type)) return;
      if (/^(checkbox|radio)$/.test(one.type)) one.checked = values[one.name] === one.value;
      else if (one.name in values) one.value = values[one.name];
    });
    ["kapanewon", "kalurahan", "titik"].forEach(function (name) {
      if (field(name) && field(name).dispatchEvent) field(name).dispatchEvent(new Event("change", { bubbles: true }));
    });
    field("kalurahan").value = values.kalurahan || field("kalurahan").value;
    putting = false;
  }

  var later = null, saves = 0;
  function soon() { clearTimeout(later); later = setTimeout(save, 400); }

  function save() {
    clearTimeout(later); later = null;
    var values = typed(), turn = ++saves;
    function tell(text) { if (turn === saves) show("status-draf", text); }
    if (mode === "check" || empty(values)) return Promise.resolve();
    if (!keeps()) {
      tell(said.notKept);
      var gone = store ? store.drop(key()) : Promise.resolve();
      return gone.then(function () { return owner ? post(said.keep, { kunci: key(), lupakan: "1" }) : null; })
        .then(null, function () {});
    }
    values.lama = String(Math.round((Date.now() - began) / 1000));
    var kept = Promise.resolve(false), account = false;
    if (store) {
      kept = store.keep({
        key: key(), owner: owner, by: writer(), changed: Date.now(), began: began, fields: values,
        state: queued ? "queued" : "writing", cover: !el("tutup-semua") || el("tutup-semua").checked,
      }).then(function () { if (!account) tell(said.kept.replace("JAM", clock())); return true; }, function () { return false; });
    }
    if (owner && mode === "form") {
      values.kunci = key();
      post(said.keep, values).then(function (answer) {
        if (answer.ok) { account = true; tell(said.keptAccount.replace("JAM", clock())); }
      }, function () {});
    }
    return kept;
  }

  function restore(draft) {
    field("kunci").value = draft.key;
    put(draft.fields);
    began = draft.began || began;
    show("draf-pulih", said.restored);
    if (el("hapus-draf")) el("hapus-draf").hidden = false;
    return refreshFiles();
  }

  /* ------------------------------------------------ files, in pieces */

  function refreshFiles() {
    if (mode === "shell" || !el("berkas-bagian")) return Promise.resolve();
    return post(said.files, { kunci: key() }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (html) {
      if (html) { el("berkas-bagian").innerHTML = html; listen(); }
    }, function () {});
  }

  function listen() {
    var input = form.querySelector('input[type="file"][name="berkas"]');
    var button = form.querySelector('button[name="unggah"]');
    if (button) button.parentNode.hidden = true; /* files go by themselves as soon as they are chosen */
    if (input) input.addEventListener("change", function () { take([].slice.call(input.files)); input.value = ""; });
  }

  function take(files) {
    files.forEach(function (file) {
      var one = { id: fresh(), key: key(), name: file.name, blob: file };
      var kept = store && keeps() ? keepFile(one) : Promise.resolve();
      busy += 1; here.push(one);
      kept.then(save).then(function () { return send(one); });
    });
  }

  /* What neither the server nor this telephone holds is lost with the page: its sender is told. */
  function keepFile(one) {
    return store.keepFile(one).then(null, function () {
      if (mode === "form" && !queued) return;
      here.splice(here.indexOf(one), 1);
      fault(said.notStored.replace("NAMA", one.name));
    });
  }

  function send(one) {
    if (mode === "shell") { busy -= 1; show("status-berkas", said.waiting); return Promise.resolve(); }
    return piece(one, null).then(function (told) {
      busy -= 1;
      if (here.indexOf(one) >= 0) here.splice(here.indexOf(one), 1);
      if (store) store.dropFile(one.id).then(null, function () {});
      return refreshFiles().then(function () {
        fault(told.said); progress(one, null); settled(told.said);
        return told.said;
      });
    }, function () {
      busy -= 1; failed.push(one); waiting = null;
      show("status-berkas", "");
      retryButton();
    });
  }

  /* The button that waited for the files goes on by itself, unless one of them was refused. */
  function settled(refused) {
    if (refused) waiting = null;
    if (busy || !waiting) return;
    waiting = null;
    depart(null);
  }

  /* Send the next piece; first ask how much is there. A broken connection waits and asks again. */
  function piece(one, held, tries) {
    var values = { kunci: one.key, berkas: one.id, nama: one.name, ukuran: String(one.blob.size), mulai: String(held || 0) };
    if (held !== null) values.bagian = one.blob.slice(held, held + PIECE);
    return post(said.pieces, values).then(function (answer) {
      if (answer.status >= 500) throw new Error("server");
      return answer.json().then(function (told) {
        if (answer.status !== 200) return { said: told.said || one.name };
        if (told.settled) return told;
        if (one.blob.size === 0) return { said: one.name };
        progress(one, told.held);
        return piece(one, told.held, 0);
      });
    }).then(null, function () {
      if ((tries || 0) >= 60) throw new Error("gone");
      show("status-berkas", said.waiting);
      return new Promise(function (done) { setTimeout(done, navigator.onLine === false ? RETRY * 2 : RETRY); })
        .then(function () { return piece(one, null, (tries || 0) + 1); });
    });
  }

  function progress(one, held) {
    show("status-berkas", held === null ? "" : said.sending.replace("PERSEN", Math.floor(100 * held / (one.blob.size || 1))));
  }

  function fault(sentence) {
    if (!sentence) return;
    var where = el("unggahan"), told = document.createElement("p");
    told.className = "err"; told.setAttribute("role", "alert"); told.textContent = sentence;
    where.classList.add("bad");
    where.insertBefore(told, where.children[1] || null);
  }

  function retryButton() {
    var where = el("status-berkas"), button = document.createElement("button");
    where.hidden = false;
    where.textContent = said.failed.replace("N", String(failed.length)) + " ";
    button.type = "button"; button.className = "btn quiet"; button.textContent = said.again;
    button.addEventListener("click", function () {
      var again = failed; failed = []; where.textContent = "";
      again.forEach(function (one) { busy += 1; send(one); });
    });
    where.appendChild(button);
  }

  /* ------------------------------------------------ sending the form */

  form.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button, input[type=image]") : event.target;
    if (button && /^(submit|image)$/.test(button.type)) pressed = button;
  });

  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented) return;
    var by = event.submitter || pressed; pressed = null;
    if (by && by.type === "image") return;
    event.preventDefault();
    if (mode === "shell") { enqueue(); return; }
    if (busy && !(by && by.name)) { waiting = true; show("status-draf", said.busy); return; }
    depart(by);
  });

  /* Ask for a fresh token, which also tells whether there is a connection; then go, or say that we wait. */
  function depart(by) {
    save().then(token).then(function () { go(by); }, function () {
      if (mode === "form" && !(by && by.name)) enqueue();
      else show("status-draf", said.offline);
    });
  }

  /* Send the form as the browser does, with the button that was pressed. What is added for it goes at once: Back
     may show this very page again, and another button is pressed then. */
  function go(by, more) {
    var names = more || {}, address = form.getAttribute("action");
    if (by && by.name) names[by.name] = by.value;
    var added = Object.keys(names).map(function (name) {
      var hidden = document.createElement("input");
      hidden.type = "hidden"; hidden.name = name; hidden.value = names[name];
      return form.appendChild(hidden);
    });
    if (by && by.getAttribute("formaction")) form.action = by.getAttribute("formaction");
    if (mode !== "check" && !field("dibuka").value) field("lama").value = String(Math.round((Date.now() - began) / 1000));
    try { sessionStorage.setItem("lapor-sending", key()); } catch (full) { /* then the draft is offered once more */ }
    HTMLFormElement.prototype.submit.call(form);
    added.forEach(function (hidden) { form.removeChild(hidden); });
    form.setAttribute("action", address);
  }

  function enqueue() {
    if (!store || !keeps()) { show("status-draf", said.cannotQueue); if (el("simpan-di-ponsel")) el("simpan-di-ponsel").focus(); return; }
    queued = true;
    Promise.all(here.slice().map(keepFile)).then(save).then(function (kept) {
      if (!kept) throw new Error("full");
      show("draf-pulih", said.queued); el("draf-pulih").scrollIntoView(); watch();
    }).then(null, notQueued);
  }

  /* This telephone keeps nothing, or nothing was written: the page stays, and goes by itself if it can. */
  function notQueued() {
    queued = false;
    if (mode === "shell") token().then(function () { go(null); }, function () { show("status-draf", said.offline); });
    else show("status-draf", said.offline);
  }

  /* Once there is a connection: the page itself again, with its own token, takes the queue up. */
  function watch() {
    window.addEventListener("online", back);
    setInterval(back, RETRY);
  }
  function back() {
    fetch(said.token, { credentials: "same-origin", cache: "no-store" }).then(function (answer) {
      if (answer.ok) location.replace(said.form);
    }, function () {});
  }

  function sendQueued(draft) {
    var own = (draft.by || draft.owner || "") === owner;
    if (own) show("draf-pulih", said.queuedSending);
    return Promise.all([store.filesOf(draft.key), own ? null : stay(draft, said.queuedOther)]).then(function (told) {
      return Promise.all(told[0].map(function (one) { busy += 1; return send(one); }));
    }).then(function (refused) {
      if (failed.length || !own) return null;
      if (refused.some(Boolean)) return stay(draft, said.queuedRefused);
      return token().then(function () {
        var more = { kirim: "1", luring: "1" };
        if (draft.cover) more.tutup = "semua";
        queued = false;
        return store.keep(Object.assign({}, draft, { state: "writing" })).then(function () { go(null, more); });
      });
    }).then(null, function () { queued = true; watch(); });
  }

  /* It is not sent by itself after all: somebody looks at it first. */
  function stay(draft, sentence) {
    queued = false;
    show("draf-pulih", sentence);
    return store.keep(Object.assign({}, draft, { state: "writing" }));
  }

  /* ------------------------------------------------ the beginning */

  function begin() {
    if (mode === "check") {
      /* Back and reload then ask for the form, which the draft fills, and not for the sending to be repeated. */
      if (store) store.get(key()).then(function (draft) { if (draft) history.replaceState(null, "", said.form); }, function () {});
      return;
    }
    var box = el("simpan-di-ponsel");
    el("simpan-draf").hidden = !(store || owner);
    if (mode === "shell") {
      el("luring").hidden = false;
      if (!field("kunci").value) field("kunci").value = fresh();
    }
    listen();
    form.addEventListener("input", soon);
    form.addEventListener("change", function (event) {
      if (event.target.name === "anonim" || event.target.name === "pengawasan") { if (box) box.checked = !secret(); }
      if (event.target.type !== "file" && !putting) save();
    });
    if (el("hapus-draf")) el("hapus-draf").addEventListener("click", function () {
      (store ? store.drop(key()) : Promise.resolve()).then(function () {
        if (owner) return post(said.keep, { kunci: key(), lupakan: "1" });
      }).then(function () { location.replace(said.form); }, function () { location.replace(said.form); });
    });
    document.addEventListener("visibilitychange", function () { if (document.hidden && later) save(); });
    window.addEventListener("pagehide", function () { if (later) save(); });
    if (!store) return;
    var asked = /[?&]draf=/.test(location.search);
    store.all().then(function (drafts) {
      var own = drafts.filter(function (draft) { return draft.owner === owner || !draft.owner; })
        .sort(function (a, b) { return b.changed - a.changed; });
      var same = own.filter(function (draft) { return draft.key === key(); })[0];
      var story = field("cerita").value;
      var gone = !same && story && own.filter(function (draft) { return draft.fields.cerita === story; })[0];
      if (gone) { restore(gone); return; } /* Back: the browser brought the words, the draft brings its key and files */
      if (form.dataset.faults || same || !empty(typed())) {
        if (box && same) box.checked = true;
        if (el("hapus-draf")) el("hapus-draf").hidden = !same;
        return store.filesOf(key()).then(function (files) { files.forEach(function (one) { busy += 1; send(one); }); });
      }
      if (!own.length || asked) return;
      var waits = own.filter(function (draft) { return draft.state === "queued"; })[0], next = waits || own[0];
      return restore(next).then(function () {
        if (waits) queued = true;
        if (waits && mode === "form") return sendQueued(next);
        if (waits) { show("draf-pulih", said.queued); watch(); return; }
        return store.filesOf(next.key).then(function (files) { files.forEach(function (one) { busy += 1; send(one); }); });
      });
    }).then(null, function () {});
  }

  writer();
  try { if (mode !== "check") sessionStorage.removeItem("lapor-sending"); } catch (closed) { /* private window */ }
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(said.worker, { scope: "/" }).then(null, function () {});
  window.laporDrafts.then(function (opened) { store = opened; begin(); });
})();
