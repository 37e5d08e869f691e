/* Where the boxes stand: the table of the page, and the way from one box to another. */

export const form = document.querySelector("#entry");
export const table = form.querySelector(".grid");

// Before the boxes of a row stand its name and, of a figure, its unit.
export const FIRST = table.tHead.querySelectorAll(".lead").length;
// Rows stand in groups, which are counted through; a group that is hidden has none.
const HEADS = table.tHead.rows.length;

export const isBox = (target) => target instanceof HTMLInputElement && target.matches("td.typed > input");
export const boxIn = (cell) => (cell && isBox(cell.firstElementChild) ? cell.firstElementChild : null);
export const cellOf = (box) => box.parentElement;
export const boxNamed = (name) => [document.getElementById(name)].find(isBox) ?? null;
export const allBoxes = () => [...table.querySelectorAll("td.typed > input")];

export function rowAt(row) {
  const line = row < 0 ? undefined : table.rows[row + HEADS];
  return line?.parentElement.hidden ? undefined : line;
}
export const cellAt = (row, column) => (column < FIRST ? undefined : rowAt(row)?.cells[column]);
export const placeOf = (cell) => ({ row: cell.parentElement.rowIndex - HEADS, column: cell.cellIndex });

/** The nearest box in one direction; null where the table ends. */
export function neighbour(box, down, right) {
  const place = placeOf(cellOf(box));
  for (;;) {
    place.row += down;
    place.column += right;
    const cell = cellAt(place.row, place.column);
    if (!cell) return null;
    if (boxIn(cell)) return boxIn(cell);
  }
}

/** The first or the last box of a row. */
export function edge(box, last) {
  const boxes = [...cellOf(box).parentElement.cells].map(boxIn).filter(Boolean);
  return last ? boxes.at(-1) : boxes[0];
}

/** «Giá trị sản xuất, Kế hoạch 2022»: how a box is named to people. */
export function nameOf(box) {
  const words = box.getAttribute("aria-labelledby").split(" ").map((id) => document.getElementById(id));
  return words.map((one) => one.textContent.trim().replace(/\s+/g, " ")).join(", ");
}
