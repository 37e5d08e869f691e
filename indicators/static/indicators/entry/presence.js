/* Who else is at the form or the table, and what they write in it. */

import { isDirty, settle } from "./boxes.js";
import { boxNamed, cellOf, form } from "./sheet.js";
import { note, showBeside } from "./telling.js";
import { make } from "./elements.js";

const EVERY = 20_000;
const GLOW = 4000;
// A page that nobody uses asks no more, or it would keep its session from ever ending.
const AWAY_AFTER = 5 * 60_000;
let used = Date.now();

function show(names) {
  const others = document.querySelector("#others");
  const words = names.length ? `${others.dataset.words}: ${names.join(", ")}.` : "";
  if (others.textContent.trim() !== words) others.textContent = words;
  others.hidden = !words;
}

/** A box that nobody types in here takes what somebody else wrote, and glows for a moment. */
function take(name, told) {
  const box = boxNamed(name);
  if (!box || isDirty(box) || box.dataset.seen === told.shown) return;
  settle(box, told, box.value);
  note(box, make("p", {}, `${told.who} vừa sửa ô này.`));
  const { classList } = cellOf(box);
  classList.add("theirs");
  setTimeout(() => classList.remove("theirs"), GLOW);
}

async function look() {
  if (document.hidden || Date.now() - used > AWAY_AFTER) return;
  try {
    const answer = await fetch(form.dataset.presence);
    if (!answer.ok || answer.redirected) return;
    const { others, cells, beside } = await answer.json();
    show(others);
    for (const [name, told] of Object.entries(cells)) take(name, told);
    showBeside(beside);
  } catch {
    // Without a network nothing is heard of others; saving says so.
  }
}

for (const sign of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(sign, () => (used = Date.now()), { passive: true });
}
if (form.dataset.presence) {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
