/* Boxes that are computed from others, kept in step while somebody types. */

import { amount, grouped, total } from "./numbers.js";
import { table } from "./sheet.js";

// Found with the page, not with the first digit.
const dependents = new Map();
for (const cell of table.querySelectorAll("[data-of], [data-parts]")) {
  const names = cell.dataset.parts?.split(" ") ?? [cell.dataset.of, cell.dataset.base];
  for (const name of names) dependents.set(name, [...(dependents.get(name) ?? []), cell]);
}

const valueOf = (name) => document.getElementById(name)?.dataset.value ?? "";

function addUp(cell) {
  const sum = total(cell.dataset.parts.split(" ").map(valueOf));
  if (sum) cell.dataset.value = sum;
  else delete cell.dataset.value;
  return sum && grouped(sum);
}

function compute(cell) {
  const { formula, of, base, unit } = cell.dataset;
  return amount(formula, valueOf(of), valueOf(base), unit);
}

/** Compute again what is made of the box of this name. */
export function follow(name) {
  for (const cell of dependents.get(name) ?? []) {
    const text = cell.dataset.parts ? addUp(cell) : compute(cell);
    if (cell.firstChild.textContent !== text) cell.firstChild.textContent = text;
    if (cell.dataset.parts) follow(cell.id);
  }
}
