/* Closes an open filter of a list when the reader clicks elsewhere or presses Escape; without it they still open and close. */

const opened = () => document.querySelectorAll("#changelist-filter details[open]");

document.addEventListener("click", (event) => {
  for (const filter of opened()) {
    if (!filter.contains(event.target)) filter.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const filter of opened()) {
    filter.open = false;
    filter.querySelector("summary").focus();
  }
});
