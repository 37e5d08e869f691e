/* What was typed goes to the server by itself, in batches, and again until it arrives. */

import { isBeingTyped, isDirty, seeAs, settle, unsaved } from "./boxes.js";
import { rename, withMates } from "./records.js";
import { cellOf, form } from "./sheet.js";
import { isTrouble, mark, showBeside, tell } from "./telling.js";

const MOST = 1000;
// How long an answer may take, and how much longer for each box.
const PATIENCE = 30_000;
const MORE_PATIENCE = 20;
const LONGEST_PAUSE = 30_000;
const SHORTEST_PAUSE = 1000;

/** How it goes, for the bar: what hinders («offline», «away», «expired», «refused»), when the last box was saved. */
export const going = { busy: false, fault: "", message: "", savedAt: null };

const waiting = new Set();
const wholes = [];
let pause = 0;
let timer;
const listeners = new Set();
const report = () => listeners.forEach((listener) => listener());

export const whenSaving = (listener) => listeners.add(listener);

class Fault extends Error {
  constructor(kind, message = "") {
    super(message);
    this.kind = kind;
  }
}

/** Let boxes go as soon as may be; those that hold what the book holds stay. */
export function save(boxes) {
  for (const box of boxes) if (isDirty(box)) waiting.add(box);
  soon();
}

/** Save boxes, and wait until it is sure what became of each; answers those that are not saved. */
export function saved(boxes) {
  save(boxes.filter((box) => !isTrouble(box)));
  return new Promise((answer) => {
    const look = () => {
      const left = boxes.filter(isDirty);
      if (going.busy || (left.length && !going.fault && !left.every(isTrouble))) return;
      listeners.delete(look);
      answer(left);
    };
    listeners.add(look);
    look();
  });
}

/** All of these boxes or none; answers what became of each by its name. */
export function saveWhole(boxes) {
  return new Promise((answer) => {
    for (const box of boxes) waiting.delete(box);
    wholes.push({ boxes, answer });
    soon();
  });
}

/** Everything now, whatever hindered it before. */
export function saveAll() {
  save(unsaved);
  if (going.fault === "expired") renew();
  else again();
}

function again() {
  going.fault = "";
  clearTimeout(timer);
  send();
}

function soon() {
  if (going.fault === "refused") going.fault = "";
  if (!going.fault && !going.busy) {
    clearTimeout(timer);
    timer = setTimeout(send, 20);
  }
  report();
}

function nextJob() {
  if (wholes.length) return { ...wholes[0], whole: true };
  for (const box of waiting) if (!isDirty(box)) waiting.delete(box);
  return { boxes: [...waiting].slice(0, MOST), whole: false };
}

const countBeside = (box) => cellOf(box).querySelector("[data-counted]")?.dataset.counted ?? "";
const wish = (box) => ({ name: box.name, text: box.value, seen: box.dataset.seen, counted: countBeside(box) });

async function send() {
  if (going.busy || going.fault === "expired") return;
  const { boxes: wanted, whole, answer } = nextJob();
  if (!wanted.length) return report();
  const boxes = withMates(wanted);
  going.busy = true;
  const sent = new Map(boxes.map((box) => [box, wish(box)]));
  boxes.forEach((box) => mark(box, "saving"));
  report();
  try {
    const { cells: outcomes, beside } = await post({ cells: [...sent.values()], whole, layout: form.dataset.layout });
    going.busy = false;
    Object.assign(going, { fault: "", message: "" });
    pause = 0;
    if (whole) wholes.shift();
    else boxes.forEach((box) => waiting.delete(box));
    for (const [box, { name, text }] of sent) receive(box, outcomes[name], text);
    for (const [box, { name }] of sent) takeName(box, outcomes[name]);
    showBeside(beside);
    answer?.(outcomes);
    send();
  } catch (error) {
    going.busy = false;
    boxes.forEach((box) => mark(box, isDirty(box) ? "unsaved" : ""));
    suffer(error);
  }
}

function receive(box, outcome, text) {
  if (["saved", "same"].includes(outcome.state)) {
    settle(box, outcome, text);
    going.savedAt = new Date();
    if (!isDirty(box)) {
      mark(box, "saved");
      tell(box, outcome);
    } else if (!isBeingTyped(box)) save([box]);
  } else if (box.value !== text) mark(box, "unsaved");
  else {
    mark(box, outcome.state === "held" ? "unsaved" : outcome.state);
    tell(box, outcome);
    box.dataset.theirs = JSON.stringify(outcome);
  }
}

function takeName({ dataset }, { record }) {
  if (record && record !== dataset.record) rename(dataset.record, record);
}

/** Of a box that somebody else changed meanwhile: mine over theirs, or theirs. */
export function decide(box, keepMine) {
  const theirs = JSON.parse(box.dataset.theirs);
  if (keepMine) {
    seeAs(box, theirs.theirs);
    save([box]);
  } else settle(box, theirs, box.value);
}

// What may go wrong on the way

async function post(body) {
  const answer = await request(form.dataset.save, {
    signal: AbortSignal.timeout(PATIENCE + MORE_PATIENCE * body.cells.length),
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify(body),
  });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.redirected || (!isJson && (answer.ok || answer.status === 403))) throw new Fault("expired");
  if (!isJson) throw new Fault("refused", `Máy chủ không nhận (${answer.status}): hãy tải lại trang`);
  const told = JSON.parse(answer.text);
  if (!answer.ok) throw new Fault("refused", told.message);
  return told;
}

/** What a server answers, read to its end; a Fault where it does not. */
async function request(address, options) {
  try {
    const answer = await fetch(address, options);
    const { ok, redirected, status, headers } = answer;
    if (status < 500) return { ok, redirected, status, headers, text: await answer.text() };
  } catch {
    throw new Fault("offline");
  }
  throw new Fault("away");
}

function suffer(error) {
  if (!(error instanceof Fault)) throw error;
  Object.assign(going, { fault: error.kind, message: error.message });
  if (error.kind === "expired") renew();
  if (error.kind === "refused") {
    for (const { boxes, answer } of wholes.splice(0)) {
      boxes.forEach((box) => waiting.add(box));
      answer(null);
    }
  }
  if (error.kind === "offline" || error.kind === "away") {
    pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, pause * 2));
    clearTimeout(timer);
    timer = setTimeout(again, pause);
  }
  report();
}

let renewed = 0;

/** Fetch the same page anew for its token, which logging in changes; then go on, unless somebody else logged in. */
async function renew() {
  try {
    const answer = await request(location.href, { signal: AbortSignal.timeout(PATIENCE) });
    const fresh = new DOMParser().parseFromString(answer.text, "text/html").querySelector("#entry");
    if (!fresh && answer.redirected) return report();
    if (!fresh) throw new Fault("refused", "Tài khoản này không còn mở được trang này");
    if (fresh.dataset.draft !== form.dataset.draft) {
      throw new Fault("refused", "Đang đăng nhập bằng tài khoản khác: hãy đăng nhập tài khoản đã nhập các ô này");
    }
    form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
    if (Date.now() - renewed < SHORTEST_PAUSE) {
      throw new Fault("refused", "Máy chủ không nhận phiên làm việc này: hãy tải lại trang");
    }
    renewed = Date.now();
    again();
  } catch (error) {
    suffer(error);
  }
}

addEventListener("online", () => (going.fault === "offline" || going.fault === "away") && again());
addEventListener("focus", () => going.fault === "expired" && renew());
