/* Counts that the story was read, and reads it aloud with a Vietnamese voice of the browser. No cookie, no identifier. */
(() => {
  "use strict";
  const box = document.querySelector("[data-visits]");
  if (!box) return;
  const uid = box.dataset.visits;

  // --- Counting: once, after five seconds in view; not for the desk's own people ---
  const SECONDS_IN_VIEW = 5;
  const sent = new Set();
  const count = kind => {
    if (sent.has(kind) || document.querySelector("wagtail-userbar")) return;
    sent.add(kind);
    const letter = { method: "POST", body: `${kind} ${uid}`, keepalive: true, credentials: "omit" };
    fetch(box.dataset.count, letter).catch(() => sent.delete(kind));
  };
  let left = SECONDS_IN_VIEW * 1000, since = 0, timer = 0;
  const watch = () => {
    clearTimeout(timer);
    if (since) left -= Date.now() - since;
    since = document.visibilityState === "visible" ? Date.now() : 0;
    if (since) timer = setTimeout(() => { document.removeEventListener("visibilitychange", watch); count("v"); }, Math.max(left, 0));
  };
  document.addEventListener("visibilitychange", watch);
  watch();

  const audio = box.querySelector("audio");
  const key = `nghe:${uid}${audio ? ":a" : ""}`;
  const keep = place => { try { place ? localStorage.setItem(key, place) : localStorage.removeItem(key); } catch { /* kept nowhere */ } };
  const kept = () => { try { return Number(localStorage.getItem(key)) || 0; } catch { return 0; } };

  // --- A recording: the browser's own player, from where it was left ---
  if (audio) {
    audio.addEventListener("loadedmetadata", () => { if (kept() < audio.duration) audio.currentTime = kept(); });
    audio.addEventListener("timeupdate", () => {
      if (audio.currentTime < SECONDS_IN_VIEW) return;
      count("l");
      keep(audio.ended ? 0 : Math.floor(audio.currentTime));
    });
  }

  // --- A voice of the browser ---
  const bar = box.querySelector(".listen__bar");
  const speech = window.speechSynthesis;
  if (!bar || !speech || !window.SpeechSynthesisUtterance) return;
  const play = bar.querySelector(".listen__play"), stop = bar.querySelector(".listen__stop");
  const speed = bar.querySelector("select"), said = bar.querySelector(".listen__said");
  const places = document.querySelectorAll(".story__text :is(p, h2, h3, h4, li, tr)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let voice = null, sentences = null, at = 0, turn = 0, reading = false, marked = null;

  const label = () => { play.textContent = reading ? play.dataset.pause : at ? play.dataset.resume : play.dataset.play; };
  const tell = word => { said.textContent = said.dataset[word]; };
  const mark = element => {
    if (marked === element) return;
    if (marked) marked.classList.remove("is-read");
    marked = element;
    if (!marked) return;
    marked.classList.add("is-read");
    const { top, bottom } = marked.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) marked.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  };

  const hush = word => {
    turn += 1;
    reading = false;
    speech.cancel();
    label();
    tell(word);
  };
  const speak = () => {
    const mine = ++turn;
    speech.cancel();
    if (at >= sentences.length) {
      at = 0;
      keep(0);
      mark(null);
      stop.hidden = true;
      return hush("finished");
    }
    const [place, text] = sentences[at];
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "vi-VN";
    words.voice = voice;
    words.rate = Number(speed.value);
    words.onend = () => {
      if (mine !== turn) return;
      count("l");
      at += 1;
      keep(at);
      speak();
    };
    words.onerror = () => { if (mine === turn) hush("failed"); };
    mark(places[place] || null);
    speech.speak(words);
  };
  const begin = async () => {
    const mine = ++turn;
    reading = true;
    stop.hidden = speed.parentElement.hidden = false;
    label();
    tell("reading");
    if (!sentences) {
      // Said within the press of the button, or some browsers let nothing be said later.
      speech.speak(new SpeechSynthesisUtterance(""));
      try {
        const answer = await fetch(box.dataset.sentences, { credentials: "omit" });
        if (!answer.ok) throw new Error(answer.status);
        sentences = (await answer.json()).sentences;
      } catch {
        return mine === turn && hush("failed");
      }
    }
    if (mine !== turn) return;
    // The article may have become shorter since.
    if (at >= sentences.length) at = 0;
    speak();
  };
  play.addEventListener("click", () => reading ? hush("paused") : begin());
  stop.addEventListener("click", () => {
    at = 0;
    keep(0);
    mark(null);
    hush("stopped");
    play.focus();
    stop.hidden = true;
  });
  speed.addEventListener("change", () => { if (reading && sentences) speak(); });
  addEventListener("pagehide", () => { if (reading) hush("paused"); });

  const look = () => {
    voice = speech.getVoices().find(each => /^vi\b/i.test(each.lang)) || null;
    if (!voice || !bar.hidden) return;
    at = kept();
    label();
    bar.hidden = false;
  };
  look();
  // Many browsers load their voices late.
  if (speech.addEventListener) speech.addEventListener("voiceschanged", look);
})();
