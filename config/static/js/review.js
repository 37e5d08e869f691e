/* The keyboard of the review screen: j and k move, x ticks, a approves, r returns. Without it every button still works. */

const rows = [...document.querySelectorAll(".waiting-row")];
const reason = document.querySelector("#reason");
let at = -1;

const typing = (target) => target.matches("input[type=text], textarea, select");

function go(to) {
  if (!rows.length) return;
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows[at].focus();
}

function press(name) {
  if (at < 0) return;
  rows[at].querySelector(`button[name=${name}]`)?.click();
}

const keys = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  x: () => at >= 0 && rows[at].querySelector("[name=chosen]").click(),
  a: () => press("approve_one"),
  r: () => {
    if (at < 0) return;
    if (reason.value.trim()) press("return_one");
    else reason.focus();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === reason && event.key === "Enter") {
    // The reason was asked for one row: Enter returns that row.
    event.preventDefault();
    press("return_one");
    return;
  }
  if (typing(event.target)) {
    if (event.key === "Escape") go(at);
    return;
  }
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".waiting-row");
  if (row) at = rows.indexOf(row);
});
