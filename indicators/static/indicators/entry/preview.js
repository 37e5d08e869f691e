/* A pasted block that was not understood as a whole: cell by cell what was, what was not and why, and what to do. */

import { put, seeAs } from "./boxes.js";
import { open } from "./dialog.js";
import { fillAndSave } from "./editing.js";
import { button, count, make } from "./elements.js";
import { save } from "./saving.js";
import { nameOf, table } from "./sheet.js";

const UNCLEAR = ["error", "asked", "conflict"];

const columnOf = (box) => box.parentElement.cellIndex;

function radio(box, value, words) {
  return make("label", {}, make("input", { type: "radio", name: `chon-${box.name}`, value }), ` ${words}`);
}

function choicesOf(box, { state, choices }) {
  if (state === "asked") return choices.map(([text, meaning]) => radio(box, text, `${text}: ${meaning}`));
  if (state !== "conflict") return [];
  return [radio(box, "mine", `ghi của tôi: ${box.value || "để trống"}`), radio(box, "theirs", "giữ của họ")];
}

function line(box, pasted, ...said) {
  const cells = [make("td", { class: "number" }, pasted), make("td", {}, ...said)];
  return make("tr", {}, make("th", { scope: "row" }, nameOf(box)), ...cells);
}

function unclearLine(box, outcome) {
  const named = { name: `sua-${box.name}`, value: box.value, "aria-label": `Sửa ${nameOf(box)}` };
  const pasted = outcome.state === "error" ? make("input", { type: "text", ...named }) : box.value;
  return line(box, pasted, make("p", {}, outcome.message), ...choicesOf(box, outcome));
}

const clearLine = (box, { spoken, says }) => line(box, box.value, spoken ?? says);

function tableOf(label, lines) {
  const heads = ["Ô", "Đã dán", "Hiểu là"].map((words) => make("th", { scope: "col" }, words));
  const head = make("thead", {}, make("tr", {}, ...heads));
  const inside = make("table", { "aria-label": label }, head, make("tbody", {}, ...lines));
  return make("div", { class: "entry-preview", tabindex: "0", role: "region", "aria-label": label }, inside);
}

/** One reading of the dot for every cell of a column that may be read two ways. */
function wholeColumns(asked) {
  return [...new Set(asked.map(columnOf))].map((column) => {
    const head = table.tHead.rows[0].cells[column].textContent.trim();
    const number = asked.filter((box) => columnOf(box) === column).length;
    const ways = [
      button("grouped", "dấu chấm tách hàng nghìn", { "data-column": column }),
      button("decimal", "dấu chấm là dấu phẩy", { "data-column": column }),
    ];
    return make("p", {}, `${head}, ${count(number)} ô đọc được hai cách: `, ways[0], " ", ways[1]);
  });
}

function chooseColumn(dialog, asked, column, isDecimal) {
  for (const box of asked.filter((one) => columnOf(one) === Number(column))) {
    for (const one of dialog.querySelectorAll(`[name="chon-${box.name}"]`)) {
      one.checked = one.value.includes(",") === isDecimal;
    }
  }
}

/** Write into the boxes what was chosen and mended in the window. */
function mend(dialog, boxes, outcomes) {
  for (const box of boxes) {
    const fix = dialog.querySelector(`[name="sua-${box.name}"]`);
    const choice = dialog.querySelector(`[name="chon-${box.name}"]:checked`)?.value;
    const { state, theirs } = outcomes[box.name];
    if (fix) put(box, fix.value.trim());
    else if (state === "asked" && choice) put(box, choice);
    else if (state === "conflict" && choice) seeAs(box, theirs);
    if (choice === "theirs") put(box, theirs);
  }
}

function windowOf(boxes, unclear, outcomes) {
  const clear = boxes.filter((box) => !unclear.includes(box));
  const asked = unclear.filter((box) => outcomes[box.name].state === "asked");
  const title = `${count(unclear.length)} trong ${count(boxes.length)} ô dán vào chưa ghi được`;
  const words = "Chưa ô nào được ghi. Chọn cách đọc hoặc sửa ngay ở đây, rồi ghi cả khối.";
  const clearTable = tableOf("Ô đã hiểu", clear.map((box) => clearLine(box, outcomes[box.name])));
  const answers = [
    button("mended", "Ghi tất cả sau khi sửa", { class: "button default" }),
    clear.length && button("clear", "Ghi các ô hiểu được"),
    button("none", "Bỏ cả khối"),
  ];
  return open(
    title,
    make("h2", {}, title),
    make("p", { class: "help" }, words),
    ...wholeColumns(asked),
    tableOf("Ô chưa ghi được", unclear.map((box) => unclearLine(box, outcomes[box.name]))),
    clear.length && make("details", {}, make("summary", {}, `${count(clear.length)} ô đã hiểu`), clearTable),
    make("div", { class: "entry-answers" }, ...answers),
  );
}

/** Show what became of a block; `again` saves it as a whole once it is mended. */
export function preview(step, outcomes, again) {
  const boxes = step.map(({ box }) => box);
  const unclear = boxes.filter((box) => UNCLEAR.includes(outcomes[box.name].state));
  const dialog = windowOf(boxes, unclear, outcomes);
  dialog.querySelector("input, .default").focus();
  const acts = {
    grouped: ({ column }) => chooseColumn(dialog, unclear, column, false),
    decimal: ({ column }) => chooseColumn(dialog, unclear, column, true),
    mended: () => {
      mend(dialog, unclear, outcomes);
      dialog.close("mended");
      again(step);
    },
    clear: () => {
      dialog.close("clear");
      save(boxes.filter((box) => !unclear.includes(box)));
    },
    none: () => dialog.close(),
  };
  dialog.addEventListener("click", ({ target }) => acts[target.dataset.act]?.(target.dataset));
  dialog.addEventListener("close", () => {
    if (!dialog.returnValue) fillAndSave(step.map(({ box, before }) => ({ box, text: before })));
  });
}
