/* A block of boxes, chosen with Shift or the mouse. */

import { count } from "./elements.js";
import { FIRST, boxIn, cellAt, cellOf, form, isBox, placeOf, table } from "./sheet.js";

const CHOSEN = "chosen";
let block = null;
let painted = [];
let speak = () => {};

export const whenChosen = (listener) => (speak = listener);

/** The rows of cells of the block; of none the cell that has the focus. */
export function chosen() {
  if (!block) return isBox(document.activeElement) ? [[cellOf(document.activeElement)]] : [];
  const { from, to } = block;
  const [top, bottom] = [from.row, to.row].sort((one, other) => one - other);
  const [left, right] = [from.column, to.column].sort((one, other) => one - other);
  const cells = [];
  for (let row = top; row <= bottom; row += 1) {
    const line = [];
    for (let column = left; column <= right; column += 1) line.push(cellAt(row, column));
    cells.push(line.filter(Boolean));
  }
  return cells;
}

export const isBlock = () => block !== null;
export const chosenBoxes = () => chosen().flat().map(boxIn).filter(Boolean);

export function clear() {
  if (!block) return;
  block = null;
  paint();
}

/** Choose from one cell to another; of one cell alone, nothing. */
export function choose(from, to) {
  block = from === to ? null : { from: placeOf(from), to: placeOf(to) };
  paint();
}

/** Move the far end of the block by one row or column. */
export function extend(down, right) {
  const from = block?.from ?? placeOf(cellOf(document.activeElement));
  const to = block?.to ?? from;
  const cell = cellAt(to.row + down, to.column + right);
  if (!cell) return;
  choose(cellAt(from.row, from.column), cell);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function paint() {
  const cells = block ? chosen() : [];
  const now = new Set(cells.flat());
  for (const cell of painted) if (!now.has(cell)) cell.classList.remove(CHOSEN);
  for (const cell of now) cell.classList.add(CHOSEN);
  painted = now;
  speak(block ? `Đã chọn ${count(cells.length)} dòng × ${count(cells[0].length)} cột.` : "");
}

// The mouse: drag from one box to another, or Shift and a click.

let start = null;

const cellUnder = (target) => [target.closest?.("td")].find((cell) => cell && cell.cellIndex >= FIRST) ?? null;

table.addEventListener("mousedown", (event) => {
  if (event.button || event.target.closest(".told")) return;
  const cell = cellUnder(event.target);
  const focused = document.activeElement;
  if (event.shiftKey && cell && isBox(focused)) {
    event.preventDefault();
    choose(cellOf(focused), cell);
    return;
  }
  clear();
  start = cell && boxIn(cell) ? cell : null;
});

table.addEventListener("mouseover", (event) => {
  if (!start || !(event.buttons & 1)) return;
  const cell = cellUnder(event.target);
  if (!cell || (cell === start && !block)) return;
  form.classList.add("choosing");
  choose(start, cell);
});

addEventListener("mouseup", () => {
  start = null;
  form.classList.remove("choosing");
});
