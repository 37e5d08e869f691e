/* Arranges the rows under a form that have a box of order: dragged by a handle, or by Alt+↑ and Alt+↓ in any box. */

const STEP = 10;
const EDGE = 48;
// Rows without a number come last.
const UNNUMBERED = Number.MAX_SAFE_INTEGER;

const rowsOf = (body) => [...body.querySelectorAll(":scope > .form-row:not(.empty-form)")];
const boxOf = (row) => row.querySelector(".field-position input");
const numberOf = (row) => parseInt(boxOf(row).value, 10) || UNNUMBERED;
const indexOf = (row) => parseInt(row.id.split("-").pop(), 10);
const middleOf = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
const bodies = [...document.querySelectorAll(".inline-group tbody")].filter((body) => boxOf(body));

/* A row with the line of errors that stands over it. */
function whole(row) {
  const above = row.previousElementSibling;
  return above?.matches(".row-form-errors") ? [above, row] : [row];
}

/* Moves a row to where another stands. The rows between go around it: one taken out of the page loses focus and pointer. */
function moveTo(row, other) {
  const rows = rowsOf(row.parentElement);
  const [from, to] = [rows.indexOf(row), rows.indexOf(other)];
  if (to > from) whole(row)[0].before(...rows.slice(from + 1, to + 1).flatMap(whole));
  else row.after(...rows.slice(to, from).flatMap(whole));
}

function lay(body, rows) {
  const focused = document.activeElement;
  const parts = rows.flatMap(whole);
  const template = body.querySelector(":scope > .empty-form");
  if (template) template.before(...parts);
  else body.append(...parts);
  if (focused !== document.activeElement) focused.focus();
}

function sort(body) {
  const rows = rowsOf(body);
  const sorted = [...rows].sort((one, other) => numberOf(one) - numberOf(other));
  if (sorted.some((row, at) => row !== rows[at])) lay(body, sorted);
}

function renumber(body) {
  rowsOf(body).forEach((row, at) => {
    boxOf(row).value = STEP * (at + 1);
  });
}

function tell(row) {
  const rows = rowsOf(row.parentElement);
  row.closest(".inline-group").querySelector("[role=status]").textContent = `Dòng thứ ${rows.indexOf(row) + 1} trong ${rows.length}`;
}

function drag(event) {
  const handle = event.target.closest(".row-handle");
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  handle.focus();
  handle.setPointerCapture(event.pointerId);
  const row = handle.closest(".form-row");
  const body = row.parentElement;
  const before = rowsOf(body);
  const listening = new AbortController();
  let height = null;
  let frame = 0;

  const follow = () => {
    if (height < EDGE) scrollBy(0, -STEP);
    if (height > innerHeight - EDGE) scrollBy(0, STEP);
    const rows = rowsOf(body);
    const other = rows.find((one) => height < one.getBoundingClientRect().bottom) ?? rows.at(-1);
    const isPast = rows.indexOf(other) > rows.indexOf(row) ? height > middleOf(other) : height < middleOf(other);
    if (other !== row && isPast) moveTo(row, other);
    frame = requestAnimationFrame(follow);
  };
  const listen = (name, act) => handle.addEventListener(name, act, { signal: listening.signal });
  listen("pointermove", (moved) => {
    height = moved.clientY;
    frame ||= requestAnimationFrame(follow);
  });
  listen("keydown", (pressed) => {
    if (pressed.key !== "Escape") return;
    lay(body, before);
    handle.releasePointerCapture(event.pointerId);
  });
  listen("lostpointercapture", () => {
    listening.abort();
    cancelAnimationFrame(frame);
    row.classList.remove("dragged");
    if (rowsOf(body).every((one, at) => one === before[at])) return;
    renumber(body);
    tell(row);
  });
  row.classList.add("dragged");
}

function step(event) {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const row = event.target.closest(".form-row");
  if (!by || !row || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // There the same keys open the list of choices.
  if (event.target.matches("select, [role=combobox]")) return;
  event.preventDefault();
  const rows = rowsOf(row.parentElement);
  const other = rows[rows.indexOf(row) + by];
  if (!other) return;
  moveTo(row, other);
  renumber(row.parentElement);
  row.scrollIntoView({ block: "nearest" });
  tell(row);
}

function giveHandle(row) {
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "row-handle";
  handle.textContent = "↕";
  const name = row.querySelector(".field-code input")?.value || "mới";
  handle.setAttribute("aria-label", `Xếp dòng ${name}: kéo, hoặc Alt+↑, Alt+↓`);
  row.querySelector(".original").append(handle);
}

function explain(body) {
  const help = document.createElement("p");
  help.className = "help arranging-help";
  help.textContent = "Xếp dòng: kéo ↕, bấm Alt+↑ Alt+↓ ở dòng, hay gõ thứ tự. Ghi khi bấm Lưu.";
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  body.closest("table").before(help, status);
}

for (const body of bodies) {
  sort(body);
  rowsOf(body).forEach(giveHandle);
  explain(body);
  body.addEventListener("pointerdown", drag);
  body.addEventListener("keydown", step);
  // After the key that leaves the box has found the next one.
  body.addEventListener("change", (event) => {
    if (event.target.closest(".field-position")) setTimeout(sort, 0, body);
  });
}

document.addEventListener("formset:added", ({ target: row }) => {
  const body = row.parentElement;
  if (!bodies.includes(body)) return;
  const numbers = rowsOf(body).map(numberOf);
  boxOf(row).value = Math.max(0, ...numbers.filter((number) => number !== UNNUMBERED)) + STEP;
  giveHandle(row);
});

/* Django numbers the boxes anew in the order of the page, where those of stored rows must come first. */
document.addEventListener("formset:removed", ({ detail }) => {
  const body = bodies.find((one) => one.closest(".inline-group").id === `${detail.formsetName}-group`);
  if (!body) return;
  const shown = rowsOf(body);
  lay(body, [...shown].sort((one, other) => indexOf(one) - indexOf(other)));
  queueMicrotask(() => lay(body, shown));
});
