/* What is typed and not yet saved, kept in this browser: it outlives a crash, a lost network, an empty battery. */

import { form } from "./sheet.js";

const PREFIX = "nhap:";
const KEY = PREFIX + form.dataset.draft;
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const WRITE_AFTER = 200;

const pending = new Map();
let timer;

function stored(key = KEY) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? { cells: {} };
  } catch {
    return { cells: {} };
  }
}

/** Write what waits into the store, beside what another window of the same form keeps there. */
export function flush() {
  clearTimeout(timer);
  if (!pending.size) return;
  const { cells } = stored();
  for (const [name, cell] of pending) {
    if (cell) cells[name] = cell;
    else delete cells[name];
  }
  pending.clear();
  try {
    if (Object.keys(cells).length) localStorage.setItem(KEY, JSON.stringify({ at: Date.now(), cells }));
    else localStorage.removeItem(KEY);
  } catch {
    // A full or forbidden store keeps nothing; the guard on leaving still stands.
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(flush, WRITE_AFTER);
}

export function keep(box) {
  pending.set(box.name, { text: box.value, seen: box.dataset.seen });
  later();
}

export function drop(box) {
  pending.set(box.name, null);
  later();
}

/** What an earlier visit left, as a moment and cells by name; what is too old is thrown away. */
export function left() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    if (Date.now() - (stored(key).at ?? 0) > KEPT_FOR) localStorage.removeItem(key);
  }
  const { at, cells } = stored();
  return { at: at ? new Date(at) : null, cells };
}

addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", flush);
