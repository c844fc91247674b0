/* The rotation: asks for data, shows a card for ten seconds, reports, and comes back by itself.
   Words of others are only ever text (textContent), never markup. Space pauses, arrows turn: for whoever stands beside it. */
"use strict";

(() => {
  const html = document.documentElement;
  const { page: PAGE, source: SOURCE, heartbeat: HEARTBEAT, worker: WORKER } = html.dataset;
  if (!SOURCE) return;
  const CARD = Number(html.dataset.seconds) * 1000;
  const POLL = 20000, LONGEST_WAIT = 60000, BEAT = 60000;
  const STUCK = 6 * CARD, DAILY = 6 * 3600000, AGAIN = 600000;
  const stage = document.querySelector("[data-stage]");
  const place = document.querySelector("[data-place]");
  const STORE = `led:${SOURCE}`;
  const started = Date.now();
  let data = null, at = -1, shown = "", wait = POLL, online = false, paused = false, gone = false;
  let lastTurn = Date.now(), pollTimer = 0;

  /* --- the clock: the server's, carried on by ours; it never runs backwards, not even through a restart without a network --- */
  const memory = (() => {
    try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
  })();
  let offset = Number(memory.offset) || 0;
  let checked = Number(memory.checked) || 0;   // the server's time when it was last heard
  let latest = Number(memory.latest) || 0;     // the latest time that this screen has known
  const now = () => {
    latest = Math.max(latest, Date.now() + offset);
    return latest;
  };
  const remember = () => {
    try { localStorage.setItem(STORE, JSON.stringify({ offset, checked, latest: now() })); } catch { /* a private window */ }
  };
  const heard = (answer) => {
    const said = Date.parse(answer.headers.get("Date") || "");
    if (!said) return;
    offset = said - Date.now();
    latest = checked = said;
    remember();
  };
  const DAYS = ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"];
  // Boxes behind such screens have old browsers.
  const limit = (time) => (AbortSignal.timeout ? AbortSignal.timeout(time) : undefined);
  const two = (number) => String(number).padStart(2, "0");
  function tick() {
    // Vietnam has no summer time: seven hours after Greenwich, whatever the device thinks.
    const here = new Date(now() + 7 * 3600000);
    document.querySelector("[data-date]").textContent =
      `${DAYS[here.getUTCDay()]}, ${two(here.getUTCDate())}/${two(here.getUTCMonth() + 1)}/${here.getUTCFullYear()}`;
    document.querySelector("[data-hour]").textContent = `${two(here.getUTCHours())}:${two(here.getUTCMinutes())}`;
  }

  /* --- what is shown --- */
  function valid() {
    if (gone || !data || data.cleared) return [];
    // Without word from the server for too long, nothing of it is believed any more: it may have been withdrawn.
    if (now() - checked > data.offline_minutes * 60000) return [];
    return data.cards.filter((card) => (card.from || 0) <= now() && now() < (card.until || Infinity));
  }
  function element(tag, name, text) {
    const made = document.createElement(tag);
    made.className = name;
    if (text) made.textContent = text;
    return made;
  }
  function draw(card) {
    const known = card || { kind: "name", size: "", title: (data && data.name) || document.title.split(" – ").pop() };
    const mark = JSON.stringify(known);
    if (mark === shown) return;
    shown = mark;
    const names = ["card", `card--${known.kind}`];
    if (known.size) names.push(`card--${known.size}`);
    if (known.urgent) names.push("card--urgent");
    const made = element(card ? "article" : "div", names.join(" "));
    if (known.image) {
      const image = element("img", "card__image");
      image.alt = "";
      image.addEventListener("error", () => { image.remove(); made.classList.remove("card--pictured"); });
      image.src = known.image;
      made.classList.add("card--pictured");
      made.append(image);
    }
    const text = element("div", "card__text");
    if (known.over) text.append(element("p", "card__over", known.over));
    text.append(element("h1", "card__title", known.title));
    if (known.second) text.append(element("p", "card__second", known.second));
    made.append(text);
    stage.textContent = "";
    stage.append(made);
    fit();
    html.dataset.shown = known.kind;
  }
  function fit() {
    for (const step of ["", "1", "2", "3"]) {
      stage.dataset.fit = step;
      if (stage.scrollHeight <= stage.clientHeight + 1 && stage.scrollWidth <= stage.clientWidth + 1) return;
    }
  }
  function turn(step = 1) {
    lastTurn = Date.now();
    const cards = valid();
    at = !cards.length ? -1 : at < 0 ? 0 : (at + step + cards.length) % cards.length;
    draw(cards[at]);
    place.textContent = cards.length > 1 ? `${at + 1} / ${cards.length}` : "";
    remember();
  }
  function check() {
    // What has ended or was withdrawn while it is on goes at once, not with the next turn.
    if (!html.dataset.shown || html.dataset.shown === "name") {
      if (valid().length) turn();
    } else if (!valid().some((card) => JSON.stringify(card) === shown)) turn(0);
  }

  /* --- asking, reporting --- */
  async function poll() {
    clearTimeout(pollTimer);
    try {
      const answer = await fetch(SOURCE, { credentials: "omit", cache: "no-cache", signal: limit(15000) });
      const kept = answer.headers.get("X-Led-Kept") === "1";
      if (answer.status === 404) {
        // The address was taken back: this device shows nothing of ours any more.
        gone = true;
        heard(answer);
      } else {
        if (!answer.ok) throw new Error(String(answer.status));
        const said = await answer.json();
        if (!Array.isArray(said.cards)) throw new Error("no cards");
        gone = false;
        data = said;
        if (!kept) heard(answer);
      }
      online = !kept;
      wait = kept ? Math.min(wait * 1.5, LONGEST_WAIT) : POLL;
      check();
      if (online && !gone) {
        if (data.version !== PAGE) reload("version " + data.version);
        else keep();
      }
    } catch {
      online = false;
      wait = Math.min(wait * 1.5, LONGEST_WAIT);
      check();
    }
    html.dataset.online = online ? "1" : "0";
    pollTimer = setTimeout(poll, wait * (0.9 + Math.random() * 0.2));
  }
  function beat() {
    if (!HEARTBEAT || !online) return;
    fetch(HEARTBEAT, {
      method: "POST", credentials: "omit", keepalive: true, signal: limit(15000),
      body: JSON.stringify({ version: PAGE, shown: html.dataset.shown || "name", since: Math.round(started + offset) }),
    }).catch(() => { /* the next one says the same */ });
  }
  let last = "";
  function keep() {
    if (!("serviceWorker" in navigator)) return;
    const images = [...new Set(data.cards.map((card) => card.image).filter(Boolean))];
    const wanted = JSON.stringify(images);
    if (wanted === last) return;
    navigator.serviceWorker.ready.then((registration) => {
      last = wanted;
      registration.active.postMessage({ page: location.pathname, data: SOURCE, images });
    });
  }

  /* --- coming back by itself --- */
  function reload(why) {
    // For one reason once in ten minutes: a page that is not yet there everywhere must not make a device spin.
    try {
      const before = JSON.parse(sessionStorage.getItem("led:reload") || "{}");
      if (before.why === why && Date.now() - before.at < AGAIN) return;
      sessionStorage.setItem("led:reload", JSON.stringify({ why, at: Date.now() }));
    } catch { return; }
    location.reload();
  }
  addEventListener("error", () => setTimeout(() => reload("error"), 30000));
  addEventListener("unhandledrejection", () => setTimeout(() => reload("error"), 30000));
  setInterval(() => {
    if (!paused && Date.now() - lastTurn > STUCK) reload("stuck");
    if (online && Date.now() - started > DAILY) reload("daily");
  }, 5000);
  // The system says so before the first packet passes: it is asked again soon.
  addEventListener("online", () => { wait = 4000; poll(); });
  addEventListener("resize", fit);
  addEventListener("keydown", (event) => {
    if (event.key === " ") { paused = !paused; event.preventDefault(); }
    else if (event.key === "ArrowRight") turn();
    else if (event.key === "ArrowLeft") turn(-1);
  });

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(`${WORKER}?v=${PAGE}`, { scope: "/led/" }).catch(() => { /* without it: online only */ });
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data === "kept") html.dataset.kept = "1";
    });
  }
  html.dataset.shown = stage.querySelector("article") ? "first" : "name";
  tick();
  setInterval(() => { tick(); check(); }, 1000);
  setInterval(() => { if (!paused) turn(); }, CARD);
  setInterval(beat, BEAT);
  poll().then(beat);
})();
