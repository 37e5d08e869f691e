/* Lets a reader leave columns of a list out, in this browser, from now on; without it all are shown. */

const FEW = 4;

function left(key) {
  try {
    return new Set(JSON.parse(localStorage.getItem(key)));
  } catch {
    return new Set();
  }
}

function keep(key, names) {
  try {
    localStorage.setItem(key, JSON.stringify([...names]));
  } catch {
    // A browser that keeps nothing shows what was chosen until the page is left.
  }
}

const nameOf = (head) => head.textContent.trim();

function apply(table, out) {
  const heads = [...table.tHead.rows[0].cells];
  const hidden = heads.map((head) => out.has(nameOf(head)));
  for (const row of table.rows) {
    if (row.cells.length !== heads.length) continue;
    for (const [at, cell] of [...row.cells].entries()) cell.hidden = hidden[at];
  }
}

function offer(listing, place) {
  const key = `cot:${location.pathname}:${place}`;
  const table = listing.querySelector("table");
  // What a row is called stays.
  const heads = [...table.tHead.rows[0].cells].slice(1);
  if (heads.length < FEW) return;
  const out = left(key);
  const chooser = document.createElement("details");
  chooser.className = "more columns-out";
  const summary = document.createElement("summary");
  summary.textContent = "Chọn cột";
  const boxes = document.createElement("fieldset");
  boxes.className = "choices";
  const legend = document.createElement("legend");
  legend.textContent = "Cột hiện trong bảng";
  boxes.append(legend);
  for (const head of heads) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = !out.has(nameOf(head));
    box.addEventListener("change", () => {
      if (box.checked) out.delete(nameOf(head));
      else out.add(nameOf(head));
      keep(key, out);
      apply(table, out);
    });
    label.append(box, nameOf(head));
    boxes.append(label);
  }
  chooser.append(summary, boxes);
  listing.querySelector(".listing-head").after(chooser);
  apply(table, out);
}

function offerAll() {
  document.querySelectorAll(".listing").forEach(offer);
}

offerAll();
document.addEventListener("list-shown", offerAll);
