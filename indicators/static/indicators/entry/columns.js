/* The columns as the browser laid them out, kept: groups of rows out of sight are then neither laid out nor painted. */

import { form, table } from "./sheet.js";

// A window that is being resized is waited for.
const PAUSE = 150;
const frame = table.parentElement;
let width;
let timer;

/** Lay the whole table out as it is without a script, and hold its columns and the height of its groups to that. */
function keep() {
  width = frame.clientWidth;
  table.classList.remove("kept");
  form.classList.remove("alive");
  form.classList.add("measured");
  const widths = [...table.tHead.rows[0].cells].map((cell) => `${cell.getBoundingClientRect().width}px`);
  const heights = [...table.tBodies].map((group) => `${group.getBoundingClientRect().height}px`);
  table.style.setProperty("--columns", widths.join(" "));
  heights.forEach((height, at) => table.tBodies[at].style.setProperty("--height", height));
  // At once: thousands of boxes that come alive before most are out of sight take seconds.
  form.classList.remove("measured");
  form.classList.add("alive");
  table.classList.add("kept");
}

function follow() {
  if (frame.clientWidth === width) return;
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

/** Let the table come alive in columns that are kept, and laid out again for another width or type. */
export function keepColumns() {
  const isTypeLate = document.fonts.status === "loading";
  keep();
  new ResizeObserver(follow).observe(frame);
  if (isTypeLate) document.fonts.ready.then(keep);
}
