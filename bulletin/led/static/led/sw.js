/* Keeps the display alive without a network. Its scope is /led/, and it keeps nothing else: what lies outside is not touched.
   The version in its own address names the files of the page that it was registered by. */
"use strict";

const ROOT = "/led/";
const VERSION = new URL(self.location).searchParams.get("v") || "";
const FILES = ["led.css", "led.js", "be-vietnam-pro-400.woff2", "be-vietnam-pro-600.woff2"].map(
  (name) => `${ROOT}tep/${VERSION}/${name}`);
const FILE_CACHE = `led-files-${VERSION}`;
const DATA_CACHE = "led-data";
const PATIENCE = 8000;

const ours = (url) => url.origin === self.location.origin && url.pathname.startsWith(ROOT);
const isPage = (url) => /^\/led\/([A-Za-z0-9_-]{24}\/)?$/.test(url.pathname);
const isData = (url) => url.pathname.endsWith("/du-lieu.json");
const isFile = (url) => url.pathname.startsWith(`${ROOT}tep/`);
const isImage = (url) => url.pathname.startsWith(`${ROOT}anh/`);

function ask(request) {
  const signal = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
  return fetch(request, { credentials: "omit", signal });
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILE_CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys())
      if (name.startsWith("led-files-") && name !== FILE_CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});

/* The page asks for it after each load: its own shell, its data, and the pictures in them; pictures that are in no data go. */
self.addEventListener("message", (event) => {
  const { page, data, images } = event.data || {};
  event.waitUntil((async () => {
    const cache = await caches.open(DATA_CACHE);
    for (const text of [page, data]) {
      const url = new URL(text, self.location);
      if (!ours(url) || !(isPage(url) || isData(url))) continue;
      try {
        const answer = await ask(isPage(url) ? `${url.pathname}?vo=1` : url.pathname);
        if (answer.ok) await cache.put(url.pathname, answer);
      } catch { /* the next load tries again */ }
    }
    const wanted = new Set(images || []);
    for (const request of await cache.keys()) {
      const url = new URL(request.url);
      if (isImage(url) && !wanted.has(url.pathname)) await cache.delete(request);
    }
    for (const path of wanted) {
      const url = new URL(path, self.location);
      if (!ours(url) || !isImage(url) || await cache.match(url.pathname)) continue;
      try {
        const answer = await ask(url.pathname);
        if (answer.ok) await cache.put(url.pathname, answer);
      } catch { /* the card is shown without it */ }
    }
    if (event.source) event.source.postMessage("kept");
  })());
});

/* What the server says goes first. What is gone there (404) is gone here; what does not answer is taken from the cache. */
async function networkFirst(request, url) {
  const cache = await caches.open(DATA_CACHE);
  try {
    const answer = await ask(isPage(url) ? request.url : request);
    if (answer.status === 404) await cache.delete(url.pathname);
    if (answer.status < 500) {
      if (answer.ok && !isPage(url)) await cache.put(url.pathname, answer.clone());
      return answer;
    }
  } catch { /* no network */ }
  const kept = await cache.match(url.pathname);
  if (!kept) return Response.error();
  const headers = new Headers(kept.headers);
  headers.set("X-Led-Kept", "1");
  return new Response(kept.body, { status: kept.status, headers });
}

async function cacheFirst(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  return fetch(request, { credentials: "omit" });
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !ours(url)) return;
  if (isFile(url)) event.respondWith(cacheFirst(event.request));
  else if (isPage(url) || isData(url) || isImage(url)) event.respondWith(networkFirst(event.request, url));
});
