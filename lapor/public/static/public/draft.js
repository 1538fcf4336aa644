/* The draft on the telephone: words and files of a complaint that was not sent yet, in IndexedDB.
   window.laporDrafts is null where the browser keeps nothing; every answer is a promise. */
(function () {
  "use strict";
  var NAME = "lapor", VERSION = 1, DRAFTS = "drafts", FILES = "files";

  function wait(request) {
    return new Promise(function (done, failed) {
      request.onsuccess = function () { done(request.result); };
      request.onerror = function () { failed(request.error); };
    });
  }

  function open() {
    var request;
    try { request = indexedDB.open(NAME, VERSION); } catch (closed) { return Promise.reject(closed); }
    request.onupgradeneeded = function () {
      var base = request.result;
      base.createObjectStore(DRAFTS, { keyPath: "key" });
      base.createObjectStore(FILES, { keyPath: "id" }).createIndex("key", "key");
    };
    return wait(request);
  }

  /* Does this in one transaction; the promise is kept when it is on the disk. */
  function change(base, stores, what) {
    return new Promise(function (done, failed) {
      var transaction = base.transaction(stores, "readwrite");
      transaction.oncomplete = function () { done(); };
      transaction.onabort = transaction.onerror = function () { failed(transaction.error); };
      what(transaction);
    });
  }

  function Store(base) {
    this.base = base;
  }
  Store.prototype = {
    /* A draft: {key, owner, by, changed, began, state: "writing" | "queued", fields: {name: value}, cover}. `by` is
       who was signed in when it was written, also where the form opened without a connection and is nobody's. */
    keep: function (draft) {
      return change(this.base, [DRAFTS], function (t) { t.objectStore(DRAFTS).put(draft); });
    },
    get: function (key) {
      return wait(this.base.transaction([DRAFTS]).objectStore(DRAFTS).get(key));
    },
    all: function () {
      return wait(this.base.transaction([DRAFTS]).objectStore(DRAFTS).getAll());
    },
    drop: function (key) {
      return change(this.base, [DRAFTS, FILES], function (t) {
        t.objectStore(DRAFTS)["delete"](key);
        t.objectStore(FILES).index("key").openCursor(IDBKeyRange.only(key)).onsuccess = function (event) {
          var cursor = event.target.result;
          if (cursor) { cursor["delete"](); cursor["continue"](); }
        };
      });
    },
    /* A file on its way: {id, key, name, blob}. It goes once the server has settled it. */
    keepFile: function (file) {
      return change(this.base, [FILES], function (t) { t.objectStore(FILES).put(file); });
    },
    filesOf: function (key) {
      return wait(this.base.transaction([FILES]).objectStore(FILES).index("key").getAll(key));
    },
    dropFile: function (id) {
      return change(this.base, [FILES], function (t) { t.objectStore(FILES)["delete"](id); });
    },
  };

  window.laporDrafts = (window.indexedDB && window.Promise && IDBObjectStore.prototype.getAll)
    ? open().then(function (base) { return new Store(base); }, function () { return null; })
    : (window.Promise ? Promise.resolve(null) : null);

  /* A draft was sent in this window: what the telephone kept of it goes. */
  if (document.querySelector("[data-sent]")) {
    var sent = null;
    try {
      sent = sessionStorage.getItem("lapor-sending");
      sessionStorage.removeItem("lapor-sending");
    } catch (closed) { /* then the draft is offered once more */ }
    if (sent && window.laporDrafts) window.laporDrafts.then(function (store) { if (store) store.drop(sent); });
  }
})();
