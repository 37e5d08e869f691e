/* The keyboard of the grid. */

import { say } from "./bar.js";
import { entered } from "./boxes.js";
import { chosen, chosenBoxes, clear, extend, isBlock } from "./choosing.js";
import { takeCount } from "./counts.js";
import { explain } from "./dialog.js";
import { fillAndSave, leave, repeatStep, takeBack, takeStepBack } from "./editing.js";
import { canHandIn, handIn } from "./handing.js";
import { allBoxes, boxIn, cellAt, cellOf, edge, isBox, neighbour, placeOf, table } from "./sheet.js";
import { saveAll } from "./saving.js";
import { textIn } from "./paste.js";

const narrow = matchMedia("(max-width: 640px)");

const isWhole = (box) => box.selectionStart === 0 && box.selectionEnd === box.value.length;
const isAt = (box, place) => box.selectionStart === place && box.selectionEnd === place;

/** Go into a box with all of its text chosen: what is typed next replaces it. */
function go(box) {
  clear();
  if (!box) return;
  box.focus();
  box.select();
}

const move = (down, right) => (box) => {
  leave();
  go(neighbour(box, down, right));
};

function enterKey(box, up) {
  leave();
  const all = narrow.matches ? allBoxes() : null;
  go(all ? all[all.indexOf(box) + (up ? -1 : 1)] : neighbour(box, up ? -1 : 1, 0));
}

/** The next box that must hold a figure and holds none, or the one before; round the table where there is no other. */
function goToMissing(box, back) {
  leave();
  const all = allBoxes();
  const at = all.indexOf(box);
  const around = [...all.slice(at + 1), ...all.slice(0, at)];
  const isMissing = (one) => one.getAttribute("aria-required") && !one.value.trim();
  const next = back ? around.findLast(isMissing) : around.find(isMissing);
  if (next) go(next);
  else say("Không còn ô nào khác phải có số mà còn trống.");
}

/** Left and right leave the box only where the caret can go no further. */
function sideways(event, box, right) {
  const end = right > 0 ? box.value.length : 0;
  if (!isWhole(box) && !isAt(box, end)) return;
  event.preventDefault();
  move(0, right)(box);
}

function extendSideways(event, box, right) {
  if (!isBlock() && !isWhole(box)) return;
  event.preventDefault();
  extend(0, right);
}

/** Every box of the block takes the text of its column's first row; a box alone that of the cell above. */
function fillDown(box) {
  if (!isBlock()) {
    const { row, column } = placeOf(cellOf(box));
    let above = row - 1;
    while (cellAt(above, column)?.matches(".none")) above -= 1;
    const source = cellAt(above, column);
    if (source) fillAndSave([{ box, text: textIn(source) }]);
    return;
  }
  const [first, ...rest] = chosen();
  const below = rest.flatMap((row) => row.map((cell, at) => ({ box: boxIn(cell), text: textIn(first[at]) })));
  fillAndSave(below.filter((one) => one.box));
}

function empty() {
  fillAndSave(chosenBoxes().map((box) => ({ box, text: "" })));
}

const plain = {
  ArrowUp: move(-1, 0),
  ArrowDown: move(1, 0),
  Enter: (box) => enterKey(box, false),
  F2: (box) => box.setSelectionRange(box.value.length, box.value.length),
  Escape: (box) => {
    if (!takeBack()) clear();
    box.select();
  },
};
const shifted = {
  ArrowUp: () => extend(-1, 0),
  ArrowDown: () => extend(1, 0),
  Enter: (box) => enterKey(box, true),
};
const controlled = {
  z: takeStepBack,
  y: repeatStep,
  d: fillDown,
  Home: () => go(allBoxes()[0]),
  End: () => go(allBoxes().at(-1)),
};
const alternated = {
  g: (box) => explain(box),
  h: (box) => explain(box, "#history-heading"),
  s: takeCount,
  n: goToMissing,
};

/** Keys that act only where the text of the box has no use for them. */
function conditional(event, box) {
  const { key, shiftKey } = event;
  const right = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (right) (shiftKey ? extendSideways : sideways)(event, box, right);
  else if ((key === "Delete" || key === "Backspace") && isBlock()) {
    event.preventDefault();
    empty();
  } else if ((key === "Home" || key === "End") && isWhole(box) && !shiftKey) {
    event.preventDefault();
    leave();
    go(edge(box, key === "End"));
  }
}

function actOf(event) {
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return !event.ctrlKey && alternated[event.code.replace("Key", "").toLowerCase()];
  if (event.ctrlKey || event.metaKey) return event.shiftKey ? letter === "z" && repeatStep : controlled[letter];
  return (event.shiftKey ? shifted : plain)[letter];
}

table.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!isBox(box) || event.isComposing) return;
  const act = actOf(event);
  if (act) {
    event.preventDefault();
    act(box, event.shiftKey);
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey) conditional(event, box);
});

document.addEventListener("keydown", (event) => {
  const isHandIn = event.key === "Enter";
  const isSave = event.key.toLowerCase() === "s";
  if (!(isHandIn || isSave) || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  if (isHandIn && canHandIn) {
    handIn();
    return;
  }
  leave();
  saveAll();
  entered.box?.select();
});
