/* A pasted block that was not understood as a whole: cell by cell what was, what was not and why, and what to do. */

import { open } from "./dialog.js";
import { fillAndSave } from "./editing.js";
import { button, count, make } from "./elements.js";
import { put, seeAs } from "./boxes.js";
import { save } from "./saving.js";
import { nameOf } from "./sheet.js";

const UNCLEAR = ["error", "asked", "conflict"];

function radio(name, value, words, isChosen) {
  return make("label", {}, make("input", { type: "radio", name, value, checked: isChosen }), ` ${words}`);
}

function choicesOf(box, { state, choices }) {
  if (state === "asked") return choices.map(([text, meaning]) => radio(`chon-${box.name}`, text, `${text}: ${meaning}`));
  if (state !== "conflict") return [];
  return [radio(`chon-${box.name}`, "mine", `của tôi: ${box.value || "để trống"}`), radio(`chon-${box.name}`, "theirs", "giữ số của họ")];
}

function lineOf(box, outcome) {
  const fix = make("input", { type: "text", name: `sua-${box.name}`, value: box.value, "aria-label": `Sửa ${nameOf(box)}` });
  return make(
    "tr",
    { "data-name": box.name },
    make("th", { scope: "row" }, nameOf(box)),
    make("td", { class: "number" }, outcome.state === "error" ? fix : box.value),
    make("td", {}, make("p", {}, outcome.message), ...choicesOf(box, outcome)),
  );
}

function understoodLine(box, outcome) {
  return make("tr", {}, make("th", { scope: "row" }, nameOf(box)), make("td", { class: "number" }, box.value), make("td", {}, outcome.spoken ?? outcome.says));
}

function tableOf(label, lines) {
  const heads = ["Ô", "Đã dán", "Hiểu là"].map((words) => make("th", { scope: "col" }, words));
  const inside = make("table", { "aria-label": label }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...lines));
  return make("div", { class: "entry-preview", tabindex: "0", role: "region", "aria-label": label }, inside);
}

/** One reading of the dot for every cell of a column that may be read two ways. */
function wholeColumns(asked) {
  const columns = Map.groupBy(asked, (box) => box.parentElement.cellIndex);
  return [...columns].flatMap(([column, boxes]) => {
    const words = `${boxes[0].closest("table").tHead.rows[0].cells[column].textContent.trim()}, ${count(boxes.length)} ô:`;
    return make(
      "p",
      { class: "entry-column" },
      `${words} `,
      button("grouped", "dấu chấm tách hàng nghìn", { "data-column": column }),
      " ",
      button("decimal", "dấu chấm là dấu phẩy", { "data-column": column }),
    );
  });
}

function chooseColumn(dialog, boxes, column, isDecimal) {
  for (const box of boxes.filter((one) => one.parentElement.cellIndex === Number(column))) {
    for (const one of dialog.querySelectorAll(`[name="chon-${box.name}"]`)) one.checked = one.value.includes(",") === isDecimal;
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
    else if (state === "conflict" && choice === "mine") seeAs(box, theirs);
    else if (state === "conflict" && choice === "theirs") {
      seeAs(box, theirs);
      put(box, theirs);
    }
  }
}

/** Show it; `again` saves the mended block as a whole. */
export function preview(step, outcomes, again) {
  const boxes = step.map(({ box }) => box);
  const isUnclear = (box) => UNCLEAR.includes(outcomes[box.name].state);
  const unclear = boxes.filter(isUnclear);
  const clear = boxes.filter((box) => !isUnclear(box));
  const asked = unclear.filter((box) => outcomes[box.name].state === "asked");
  const title = `${count(unclear.length)} trong ${count(boxes.length)} ô dán vào chưa ghi được`;
  const dialog = open(
    title,
    make("h2", {}, title),
    make("p", { class: "help" }, "Chưa ô nào được ghi. Chọn cách đọc hoặc sửa ngay ở đây, rồi ghi cả khối."),
    ...wholeColumns(asked),
    tableOf("Ô chưa ghi được", unclear.map((box) => lineOf(box, outcomes[box.name]))),
    clear.length &&
      make("details", {}, make("summary", {}, `${count(clear.length)} ô đã hiểu`), tableOf("Ô đã hiểu", clear.map((box) => understoodLine(box, outcomes[box.name])))),
    make(
      "div",
      { class: "entry-answers" },
      button("mended", "Ghi tất cả sau khi sửa", { class: "button default" }),
      clear.length && button("clear", "Ghi các ô hiểu được"),
      button("none", "Bỏ cả khối"),
    ),
  );
  dialog.querySelector("input, .default").focus();
  const acts = {
    grouped: ({ column }) => chooseColumn(dialog, asked, column, false),
    decimal: ({ column }) => chooseColumn(dialog, asked, column, true),
    mended: () => {
      mend(dialog, unclear, outcomes);
      dialog.close("mended");
      again(step);
    },
    clear: () => {
      dialog.close("clear");
      save(clear);
    },
    none: () => dialog.close(),
  };
  dialog.addEventListener("click", ({ target }) => acts[target.dataset.act]?.(target.dataset));
  dialog.addEventListener("close", () => {
    if (!dialog.returnValue) fillAndSave(step.map(({ box, before }) => ({ box, text: before })));
  });
}
