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
  for (const box of boxes) {
    drop(box);
    box.id = box.name = box.name.replace(`o-${record}-`, `o-${name}-`);
    box.dataset.record = name;
    if (unsaved.has(box)) keep(box);
  }
  followUp(cellOf(boxes[0]).parentElement);
}

/** Under a line that became a row, another one to become the next. */
function followUp(line) {
  const { new: record } = line.dataset;
  if (!record) return;
  delete line.dataset.new;
  const next = record.replace(/\d+$/, (serial) => Number(serial) + 1);
  const fresh = blank.get(line);
  for (const element of [fresh, ...fresh.querySelectorAll("*")]) {
    for (const attribute of element.attributes) attribute.value = attribute.value.replaceAll(record, next);
  }
  blank.set(fresh, fresh.cloneNode(true));
  line.after(fresh);
}
