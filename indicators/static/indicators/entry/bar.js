/* The bar under the table: how many boxes are not saved, when the last one was, what hinders. */

import { entered, unsaved, whenChanged } from "./boxes.js";
import { count } from "./elements.js";
import { going, whenSaving } from "./saving.js";
import { isTrouble } from "./telling.js";

const [state, trouble, login, line] = ["#entry-state", "#entry-trouble", "#entry-login", "#entry-line"].map((one) =>
  document.querySelector(one),
);
let isWaiting = false;
let isRead = false;

export const clock = (moment) => moment.toTimeString().slice(0, 5);

function words(number) {
  const kept = `còn giữ ${count(number)} ô trên máy này`;
  switch (going.fault) {
    case "offline":
      return `Mất mạng, ${kept}, đang thử lại`;
    case "away":
      return `Máy chủ chưa trả lời, ${kept}, đang thử lại`;
    case "expired":
      return `Phiên làm việc đã hết: đăng nhập lại ở thẻ khác rồi bấm Lưu; ${kept}`;
    case "refused":
      return `${going.message} (${count(number)} ô chưa lưu)`;
  }
  if (going.busy) return `Đang lưu…`;
  if (number) return `${count(number)} ô chưa lưu`;
  return going.savedAt ? `Đã lưu lúc ${clock(going.savedAt)}` : "";
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function update() {
  isWaiting = false;
  const wrong = [...unsaved].filter(isTrouble).length;
  write(state, words(going.fault ? unsaved.size : unsaved.size - wrong));
  state.classList.toggle("fault", going.fault !== "");
  write(trouble, `${count(wrong)} ô chưa ghi được`);
  trouble.hidden = !wrong;
  if (isRead) readOut();
  login.hidden = going.fault !== "expired";
}

/** Soon, and once for whatever changes together. */
function later() {
  if (isWaiting) return;
  isWaiting = true;
  queueMicrotask(update);
}

/** Say something of what one does, in the line under the bar. */
export function say(text) {
  isRead = false;
  write(line, text);
}

/** Read out the box one is in, in words, also when they change. */
export function readOut() {
  isRead = true;
  write(line, entered.box?.dataset.spoken ?? "");
}

trouble.addEventListener("click", () => {
  const wrong = [...unsaved].filter(isTrouble);
  const isBefore = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  wrong.sort((one, other) => (isBefore(one, other) ? -1 : 1))[0]?.focus();
});

whenChanged(later);
whenSaving(later);
login.href = `${login.href}?next=${encodeURIComponent(location.pathname + location.search)}`;

addEventListener("beforeunload", (event) => {
  if (unsaved.size || (entered.box && entered.box.value !== entered.text)) event.preventDefault();
});
