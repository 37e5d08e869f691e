/* Windows over the table: a question, and what the server shows of one box more closely. */

import { isDirty, settle } from "./boxes.js";
import { chosenBoxes, isBlock } from "./choosing.js";
import { button, count, make } from "./elements.js";
import { saved } from "./saving.js";
import { boxNamed, form, isBox, nameOf } from "./sheet.js";

/** Open a window; closing it gives the focus back to the box it was in. */
export function open(label, ...inside) {
  const back = document.activeElement;
  const dialog = make("dialog", { class: "entry-dialog", "aria-label": label }, ...inside);
  dialog.addEventListener("close", () => {
    dialog.remove();
    // A box whose text was set meanwhile has the focus and no caret.
    if (isBox(back)) back.select();
  });
  document.querySelector("#content-main").append(dialog);
  dialog.showModal();
  return dialog;
}

/** Ask something with two answers; false also where the window is closed. */
export function ask(title, words, yes, no) {
  return new Promise((answer) => {
    const answers = [button("yes", yes, { class: "button default" }), button("no", no)];
    const buttons = make("div", { class: "entry-answers" }, ...answers);
    const dialog = open(title, make("h2", {}, title), make("p", {}, words), buttons);
    dialog.addEventListener("click", (event) => {
      const { act } = event.target.dataset;
      if (act) dialog.close(act);
    });
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"));
  });
}

/** Show the notes and the history of a box, or what is said of a block; `part` is what to look at first. */
export async function explain(box, part = "textarea, select, input:not([type=hidden])") {
  if (!form.dataset.cell) return;
  const boxes = isBlock() ? chosenBoxes() : [box];
  const address = [form.dataset.cell, ...boxes.map(({ name }) => `o=${encodeURIComponent(name)}`)].join("&");
  const inside = make("div", { class: "entry-part", "aria-busy": "true" });
  const title = boxes.length > 1 ? `${count(boxes.length)} ô đã chọn` : nameOf(boxes[0]);
  const dialog = open(title, inside, button("close", "Đóng"));
  dialog.addEventListener("click", (event) => event.target.dataset.act === "close" && dialog.close());
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    fetchInto(inside, boxes, address, { method: "POST", body: new FormData(event.target) });
  });
  // What is said of a block is said of numbers: those just typed are saved first.
  const left = isBlock() ? await saved(boxes) : [];
  await fetchInto(inside, boxes, address);
  if (left.length) {
    inside.prepend(make("p", { role: "status" }, `${count(left.length)} ô đã gõ mà chưa lưu được: ghi theo số cũ của ô, nếu có.`));
  }
  const first = inside.querySelector(part);
  first?.scrollIntoView({ block: part.startsWith("#") ? "start" : "nearest" });
  (first?.nextElementSibling?.tabIndex === 0 ? first.nextElementSibling : first)?.focus();
}

/** What stands in a box after its notes were written; what is typed over another's number is still asked about. */
function take(box, { shown, tone }) {
  const isNoNumber = !box.dataset.seen && shown === "…";
  if (!isDirty(box) || isNoNumber) settle(box, { shown, tone, value: box.dataset.value }, box.dataset.seen);
}

function takeAll(boxes, dataset) {
  if (!dataset.boxes) take(boxes[0], dataset);
  else for (const [name, told] of Object.entries(JSON.parse(dataset.boxes))) take(boxNamed(name), told);
}

async function fetchInto(inside, boxes, address, options) {
  inside.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, options);
    if (answer.redirected) throw new Error("Phiên làm việc đã hết: hãy đăng nhập lại ở thẻ khác.");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const notes = page.querySelector(".notes");
    if (!notes) throw new Error("Máy chủ không mở được ô này: hãy tải lại trang.");
    inside.replaceChildren(notes);
    if (options) takeAll(boxes, notes.dataset);
  } catch (error) {
    const words = error instanceof TypeError ? "Mất mạng: chưa gửi được, hãy thử lại." : error.message;
    inside.querySelector(".fault")?.remove();
    inside.prepend(make("p", { class: "fault", role: "alert" }, words));
  }
  inside.removeAttribute("aria-busy");
}
