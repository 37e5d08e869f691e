/* The grid of a form comes alive: the keyboard of a spreadsheet, saving by itself, nothing typed is ever lost. */

import { clock, readOut, say } from "./bar.js";
import { put, seeAs, touch } from "./boxes.js";
import { clear, whenChosen } from "./choosing.js";
import { keepColumns } from "./columns.js";
import { explain } from "./dialog.js";
import { left } from "./drafts.js";
import { enter, fillAndSave, leave, type } from "./editing.js";
import { button, count, make } from "./elements.js";
import "./keys.js";
import { whenPasted } from "./paste.js";
import "./presence.js";
import { decide, saveAll } from "./saving.js";
import { allBoxes, boxNamed, form, isBox, table } from "./sheet.js";
import { boxOfNote, unfold } from "./telling.js";

keepColumns();
whenChosen(say);
whenPasted(say);

table.addEventListener("focusin", ({ target }) => {
  if (!isBox(target)) return;
  enter(target);
  readOut();
  unfold(target);
});
table.addEventListener("mouseover", ({ target }) => isBox(target) && unfold(target));

// Leaving the window is not leaving the box.
table.addEventListener("focusout", ({ target }) => isBox(target) && document.activeElement !== target && leave());
table.addEventListener("input", ({ target }) => {
  if (!isBox(target)) return;
  clear();
  type(target);
});

// A first click takes the whole text, as in a spreadsheet; a second one sets the caret.
let fresh = null;
table.addEventListener("mousedown", ({ target }) => {
  fresh = isBox(target) && document.activeElement !== target ? target : null;
});
table.addEventListener("click", ({ target }) => {
  if (target === fresh && target.selectionStart === target.selectionEnd) target.select();
  const act = acts[target.dataset?.act];
  const box = act && boxOfNote(target);
  if (box) act(box, target);
});

const acts = {
  type: (box, { dataset }) => {
    fillAndSave([{ box, text: dataset.text }]);
    box.focus();
  },
  keep: (box) => {
    decide(box, true);
    box.focus();
  },
  take: (box) => {
    decide(box, false);
    box.focus();
  },
  explain: (box) => explain(box),
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
  saveAll();
});

// What an earlier visit did not save.

function restore() {
  const { at, cells } = left();
  const found = Object.entries(cells)
    .map(([name, cell]) => ({ box: boxNamed(name), ...cell }))
    .filter(({ box, text }) => box && box.value !== text);
  if (!found.length) return;
  const before = found.map(({ box }) => ({ box, text: box.value, seen: box.dataset.seen }));
  for (const { box, text, seen } of found) {
    box.dataset.seen = seen;
    put(box, text);
  }
  const since = `${clock(at)} ngày ${at.toLocaleDateString("vi-VN")}`;
  const words = `Khôi phục ${count(found.length)} ô chưa kịp lưu từ ${since}. `;
  const buttons = [button("save", "Lưu các ô này"), " ", button("drop", "Bỏ")];
  const notice = make("p", { class: "entry-restored", role: "status" }, words, ...buttons);
  notice.addEventListener("click", ({ target }) => {
    if (target.dataset.act === "save") saveAll();
    if (target.dataset.act === "drop") {
      for (const { box, text, seen } of before) {
        box.value = text;
        seeAs(box, seen);
      }
    }
    if (target.dataset.act) notice.remove();
  });
  form.before(notice);
}

// The type of figures is fetched now: coming with the first digit, it would have the whole table laid out again.
const { fontWeight, fontSize, fontFamily } = getComputedStyle(allBoxes()[0] ?? table);
// Types that only stand in for it are not on every machine, and it comes without them.
document.fonts.load(`${fontWeight} ${fontSize} ${fontFamily}`, "0").catch(() => {});

// What the server gave back, sent without this script, is not saved yet either.
for (const box of allBoxes()) if (box.value !== box.dataset.seen) touch(box);
restore();
if (isBox(document.activeElement)) enter(document.activeElement);
