/* Handing the form in: what was typed is saved first, and what cannot be saved keeps one here. */

import { say } from "./bar.js";
import { unsaved, whenChanged } from "./boxes.js";
import { leave } from "./editing.js";
import { count } from "./elements.js";
import { going, saveAll, whenSaving } from "./saving.js";
import { isTrouble } from "./telling.js";

const link = document.querySelector("#hand-in");
let isLeaving = false;

export const canHandIn = Boolean(link);

export function handIn() {
  leave();
  saveAll();
  isLeaving = true;
  proceed();
}

/** Go once all is saved; stay, and say so, once it is sure that something will not be. */
function proceed() {
  if (!isLeaving || going.busy) return;
  if (!unsaved.size) {
    isLeaving = false;
    location.assign(link.href);
  } else if (going.fault || [...unsaved].every(isTrouble)) {
    isLeaving = false;
    say(`Chưa sang trang gửi duyệt: còn ${count(unsaved.size)} ô chưa lưu được.`);
  }
}

whenChanged(proceed);
whenSaving(proceed);
link?.addEventListener("click", (event) => {
  event.preventDefault();
  handIn();
});
