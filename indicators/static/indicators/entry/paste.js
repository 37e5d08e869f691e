/* Blocks copied from the table, and blocks of a spreadsheet laid into it. */

import { isDirty } from "./boxes.js";
import { chosen, choose, chosenBoxes, isBlock } from "./choosing.js";
import { cellsOf, textOf } from "./clipboard.js";
import { ask } from "./dialog.js";
import { fill, fillAndSave } from "./editing.js";
import { count } from "./elements.js";
import { inVietnamese, isEnglish } from "./english.js";
import { preview } from "./preview.js";
import { saveWhole } from "./saving.js";
import { boxIn, cellAt, cellOf, isBox, placeOf, rowAt, table } from "./sheet.js";

// What the server takes at once (indicators/entry/wishes.py).
const MOST = 5000;
let speak = () => {};

export const whenPasted = (listener) => (speak = listener);

/** A cell as text that means the same when it is pasted; a number to be read loses the dots between its thousands. */
export function textIn(cell) {
  const box = boxIn(cell);
  if (box) return box.value;
  if (cell.dataset.value) return cell.dataset.value.replace(".", ",");
  return (cell.firstChild?.textContent ?? "").trim();
}

const isEmpty = (row) => row.every((text) => !text.trim());

/** Where each text of a block goes, from a cell rightwards and down, and what has no place. */
export function lay(block, from) {
  const start = placeOf(from);
  const laid = { changes: [], skipped: 0, rows: 0, columns: 0, last: from };
  const columns = new Set();
  let row = start.row;
  for (const texts of block) {
    while (rowAt(row)?.matches(".heading") && !isEmpty(texts)) row += 1;
    if (!rowAt(row)) {
      if (!isEmpty(texts)) laid.rows += 1;
      continue;
    }
    texts.forEach((text, at) => {
      const cell = cellAt(row, start.column + at);
      const box = boxIn(cell);
      if (cell) laid.last = cell;
      if (box) laid.changes.push({ box, text: text.trim() });
      else if (cell && text.trim()) laid.skipped += 1;
      else if (!cell && text.trim()) columns.add(at);
    });
    row += 1;
  }
  return { ...laid, columns: columns.size };
}

/** Whether what has no place in the table may be left out. */
function agreed({ rows, columns }) {
  const left = [rows && `${count(rows)} dòng`, columns && `${count(columns)} cột`].filter(Boolean).join(" và ");
  if (!left) return true;
  return ask("Khối lớn hơn bảng", `${left} của khối không có chỗ trong bảng và sẽ bị bỏ.`, "Dán phần vừa", "Thôi");
}

function understood(block) {
  if (!isEnglish(block)) return block;
  const words = "Khối có số như 1,234.5: dấu phẩy tách hàng nghìn, dấu chấm trước phần lẻ.";
  return ask("Số viết theo kiểu Anh", words, "Đổi sang kiểu Việt Nam", "Giữ nguyên").then((yes) =>
    yes ? inVietnamese(block) : block,
  );
}

async function layDown(pasted, from) {
  const block = await understood(pasted);
  const laid = lay(block, from);
  if (laid.changes.length > MOST) {
    speak(`Khối có ${count(laid.changes.length)} ô, một lần dán được nhiều nhất ${count(MOST)} ô: hãy dán từng phần.`);
    return;
  }
  if (!(await agreed(laid))) return;
  const step = fill(laid.changes).filter(({ box }) => isDirty(box));
  choose(from, laid.last);
  const skipped = laid.skipped ? `, ${count(laid.skipped)} ô chỉ xem được bỏ qua` : "";
  speak(`Đã dán ${count(laid.changes.length)} ô${skipped}.`);
  if (step.length) settleWhole(step);
}

/** Save a block as a whole; where something is not understood, show what and ask. */
async function settleWhole(step) {
  const outcomes = await saveWhole(step.map(({ box }) => box));
  const isWritten = !outcomes || Object.values(outcomes).every(({ state }) => state === "saved" || state === "same");
  if (!isWritten) preview(step, outcomes, settleWhole);
}

table.addEventListener("paste", (event) => {
  if (!isBox(event.target)) return;
  const block = cellsOf(event.clipboardData.getData("text/plain"));
  const isOne = block.length === 1 && block[0].length === 1;
  if (!block.length || (isOne && !isBlock())) return;
  event.preventDefault();
  const cells = chosen();
  if (isOne) fillAndSave(chosenBoxes().map((box) => ({ box, text: block[0][0].trim() })));
  else layDown(block, isBlock() ? cells[0][0] : cellOf(event.target));
});

function copy(event) {
  const box = event.target;
  if (!isBox(box) || (!isBlock() && box.selectionStart !== box.selectionEnd)) return false;
  event.preventDefault();
  event.clipboardData.setData("text/plain", textOf(chosen().map((row) => row.map(textIn))));
  return true;
}

table.addEventListener("copy", copy);
table.addEventListener("cut", (event) => {
  if (copy(event)) fillAndSave(chosenBoxes().map((box) => ({ box, text: "" })));
});
