/* Lets the form open without a connection. Keeps the empty form and its files; never an answer drawn for a person. */
"use strict";
const STORE = "lapor-{{ version }}";
const KEEPS = [{% for one in keeps %}"{{ one|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const FORM = "{{ form|escapejs }}";
const SHELL = "{{ shell|escapejs }}";
const ELSEWHERE = "{{ elsewhere|escapejs }}";

self.addEventListener("install", (event) => {
  const fresh = KEEPS.map((address) => new Request(address, { credentials: "omit", cache: "reload" }));
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name.indexOf("lapor-") === 0 && name !== STORE);
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(others(names).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== self.location.origin || event.request.method !== "GET") return;
  if (event.request.mode === "navigate") {
    const instead = address.pathname === FORM || address.pathname === "/" ? SHELL : ELSEWHERE;
    event.respondWith(fetch(event.request).catch(() => caches.match(instead)));
  } else if (KEEPS.indexOf(address.pathname) > 0) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept || fetch(event.request)));
  }
});
