/* What each box holds here, against what the book holds; every change of a box passes through these few doors. */

import { follow } from "./computing.js";
import { drop, keep } from "./drafts.js";
import { read } from "./numbers.js";
import { cellOf } from "./sheet.js";
import { colour, mark, note, stateOf } from "./telling.js";

/** The boxes whose text the book does not hold yet. */
export const unsaved = new Set();
/** The box one is in, and what stood there on coming in. */
export const entered = { box: null, text: "" };

// The numbers the book holds: of «~5» only the server says that it is computed with as 5.
const held = new WeakMap();
const listeners = [];
export const whenChanged = (listener) => listeners.push(listener);
const changed = () => listeners.forEach((listener) => listener());

export const isDirty = (box) => box.value.trim() !== box.dataset.seen.trim();
export const isBeingTyped = (box) => box === entered.box && box.value !== entered.text;

function compute(box, value) {
  if ((box.dataset.value ?? "") === value) return;
  if (value) box.dataset.value = value;
  else delete box.dataset.value;
  follow(box.name);
}

/** Take note of what now stands in a box. */
export function touch(box) {
  if (!held.has(box)) held.set(box, box.dataset.value ?? "");
  compute(box, isDirty(box) ? read(box.value) : held.get(box));
  if (isDirty(box)) {
    unsaved.add(box);
    keep(box);
    if (stateOf(box) !== "unsaved") unspeak(box, "unsaved");
  } else if (unsaved.delete(box)) {
    drop(box);
    unspeak(box, "");
  }
  changed();
}

function unspeak(box, state) {
  mark(box, state);
  note(box);
  cellOf(box).classList.remove("doubted");
  delete box.dataset.spoken;
}

/** Put a text into a box, as if it had been typed. */
export function put(box, text) {
  box.value = text;
  if (box === entered.box) entered.text = text;
  touch(box);
}

/** Hold a box against another stored text than the one it came with: what is saved next is written over that. */
export function seeAs(box, text) {
  box.dataset.seen = text;
  touch(box);
}

/** The book now holds `shown` in this box: it takes the place of the text `over`; any other was typed meanwhile. */
export function settle(box, { shown, value, tone, spoken }, over) {
  box.dataset.seen = shown;
  held.set(box, value ?? "");
  colour(box, tone);
  if (box.value !== over) {
    touch(box);
    return;
  }
  const wasChosen = box === document.activeElement && box.selectionStart === 0 && box.selectionEnd === over.length;
  box.value = shown;
  if (wasChosen) box.select();
  if (box === entered.box) entered.text = shown;
  compute(box, value ?? "");
  unsaved.delete(box);
  drop(box);
  unspeak(box, "");
  if (spoken) box.dataset.spoken = spoken;
  changed();
}
