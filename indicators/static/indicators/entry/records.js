/* The boxes of one row of a register: they are saved together, and called otherwise once the row is made or deleted. */

import { isBeingTyped, unsaved } from "./boxes.js";
import { drop, keep } from "./drafts.js";
import { allBoxes, cellOf, table } from "./sheet.js";

// How each line that is to become a row looked before anybody typed in it.
const blank = new WeakMap();
for (const line of table.querySelectorAll("tr[data-new]")) blank.set(line, line.cloneNode(true));

/** With each box those of its row that wait too: a new row is made of all of them. */
export function withMates(boxes) {
  const records = new Set(boxes.map((box) => box.dataset.record).filter(Boolean));
  if (!records.size) return boxes;
  const mates = [...unsaved].filter((box) => records.has(box.dataset.record) && !isBeingTyped(box));
  return [...new Set([...boxes, ...mates])];
}

/** Call all boxes of a row by its new name. */
export function rename(record, name) {
  const boxes = allBoxes().filter((box) => box.dataset.record === record);
  const line = cellOf(boxes[0]).parentElement;
  const isNew = line.dataset.new === record;
  for (const box of boxes) {
    drop(box);
    box.id = box.name = box.name.replace(`o-${record}-`, `o-${name}-`);
    box.dataset.record = name;
    if (unsaved.has(box)) keep(box);
  }
  if (isNew) followUp(line, record, name);
}

/** Under a line that became a row, another one to become the next, under the name that is free now. */
function followUp(line, record, name) {
  delete line.dataset.new;
  for (const element of line.querySelectorAll(`[id="d${record}"], [aria-labelledby]`)) {
    for (const attribute of ["id", "aria-labelledby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(`d${record}`, `d${name}`));
    }
  }
  const fresh = blank.get(line).cloneNode(true);
  blank.set(fresh, blank.get(line));
  line.after(fresh);
}
