/* What is said of a box: its state, by a class and in words, and a note under it while one is in it. */

import { button, make } from "./elements.js";
import { cellOf, form, isBox } from "./sheet.js";

const STATES = ["unsaved", "saving", "saved", "error", "asked", "conflict"];
const TROUBLES = ["error", "asked", "conflict"];
const TONES = ["draft", "submitted", "approved", "returned", "flagged", "differs"];
// States without a note of their own are described by these lines of the page.
const LINES = { unsaved: "says-unsaved", saving: "says-saving", saved: "says-saved" };

const noteOf = (box) => cellOf(box).querySelector(".told");

export const stateOf = (box) => STATES.find((state) => cellOf(box).classList.contains(state)) ?? "";
export const isTrouble = (box) => TROUBLES.includes(stateOf(box));

export function mark(box, state) {
  const { classList } = cellOf(box);
  classList.remove(...STATES);
  if (state) classList.add(state);
  if (TROUBLES.includes(state)) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
  describe(box);
}

export function colour(box, tone) {
  const { classList } = cellOf(box);
  classList.remove(...TONES);
  if (tone) classList.add(...tone.split(" "));
}

function describe(box) {
  const ids = [noteOf(box)?.id, LINES[stateOf(box)]].filter(Boolean).join(" ");
  if (ids) box.setAttribute("aria-describedby", ids);
  else box.removeAttribute("aria-describedby");
}

const folded = new WeakMap();

/** Say something under a box, or nothing any more. It enters the page with whoever comes to the box, not before. */
export function note(box, ...said) {
  noteOf(box)?.remove();
  const parts = said.filter(Boolean);
  if (parts.length) folded.set(box, parts);
  else folded.delete(box);
  if (box === document.activeElement) unfold(box);
  describe(box);
}

/** Put the note of a box under it: a table of thousands of boxes is laid out anew for each. */
export function unfold(box) {
  if (!folded.has(box)) return;
  cellOf(box).append(make("div", { class: "told", id: `loi-${box.name}` }, ...folded.get(box)));
  folded.delete(box);
  describe(box);
}

/** The note of what became of a box that was sent. */
export function tell(box, outcome) {
  const doubts = outcome.doubts ?? [];
  cellOf(box).classList.toggle("doubted", doubts.length > 0);
  note(
    box,
    outcome.message && make("p", {}, outcome.message),
    ...(outcome.choices ?? []).map(([text, meaning]) => button("type", `${text}: ${meaning}`, { "data-text": text })),
    outcome.state === "conflict" && button("keep", "Giữ của tôi"),
    outcome.state === "conflict" && button("take", "Lấy của họ"),
    outcome.says && make("p", {}, sentence(outcome.says)),
    doubts.length > 0 && make("p", { class: "doubt" }, sentence(doubts.join("; "))),
    doubts.length > 0 && form.dataset.cell && button("explain", "Ghi lời giải thích… (Alt+G)"),
  );
}

/** What the server read anew beside the boxes it wrote, by the ids of its cells. */
export function showBeside(beside = {}) {
  for (const [id, text] of Object.entries(beside)) {
    const words = document.getElementById(id)?.firstElementChild;
    if (words && words.textContent !== text) words.textContent = text;
  }
}

const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}.`;

/** The box that a button of a note speaks of. */
export const boxOfNote = (target) => [target.closest("td")?.firstElementChild].find(isBox) ?? null;
