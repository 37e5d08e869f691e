/* Coming into a box, typing, leaving: what was typed is one step of undoing and goes to be saved. */

import { entered, isBeingTyped, put, touch } from "./boxes.js";
import { save } from "./saving.js";
import * as undo from "./undo.js";

export function enter(box) {
  if (entered.box !== box) leave();
  Object.assign(entered, { box, text: box.value });
}

export const type = (box) => touch(box);

/** What was typed into the box one is in stands now. */
export function leave() {
  const { box, text } = entered;
  if (!box || !isBeingTyped(box)) return;
  entered.text = box.value;
  undo.record([{ box, before: text, after: box.value }]);
  save([box]);
}

/** Take back what was typed since the box was entered; tells whether there was anything. */
export function takeBack() {
  const { box, text } = entered;
  if (!box || !isBeingTyped(box)) return false;
  put(box, text);
  return true;
}

/** Put texts into boxes as one step; gives what each box held before. */
export function fill(changes) {
  leave();
  const step = changes.map(({ box, text }) => ({ box, before: box.value, after: text }));
  const moved = step.filter(({ before, after }) => before !== after);
  for (const { box, after } of moved) put(box, after);
  undo.record(moved);
  return step;
}

export function fillAndSave(changes) {
  save(fill(changes).map(({ box }) => box));
}

function replay(changes) {
  for (const { box, text } of changes) put(box, text);
  save(changes.map(({ box }) => box));
  changes[0]?.box.focus();
}

export const takeStepBack = () => takeBack() || replay(undo.back());

export function repeatStep() {
  leave();
  replay(undo.forward());
}
