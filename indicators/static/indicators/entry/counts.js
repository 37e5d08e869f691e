/* What a register counts, taken into its box by a press or by a key. */

import { fillAndSave } from "./editing.js";
import { boxIn, cellOf, table } from "./sheet.js";

export function takeCount(box) {
  const count = cellOf(box).querySelector("[data-counted]");
  if (count) fillAndSave([{ box, text: count.dataset.counted }]);
}

table.addEventListener("click", (event) => {
  const count = event.target.closest("[data-counted]");
  if (!count) return;
  event.preventDefault();
  const box = boxIn(count.closest("td"));
  takeCount(box);
  box.focus();
});
