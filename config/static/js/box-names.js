/* Names the boxes that Select2 and the calendar build by themselves, after the fields they stand for. */

function labelOf(select) {
  const own = select.getAttribute("aria-label");
  const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  return own || (label ? label.textContent.trim().replace(/:$/, "") : "");
}

function nameBox(box) {
  const select = box.previousElementSibling;
  if (!select || !select.matches("select.admin-autocomplete")) return;
  for (const part of box.querySelectorAll(".select2-selection__rendered, .select2-search__field, .select2-selection--multiple")) {
    part.setAttribute("aria-label", labelOf(select));
  }
}

function nameCalendar(calendar) {
  calendar.setAttribute("role", "dialog");
  calendar.setAttribute("aria-label", "Chọn ngày");
}

function nameBuilt(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  if (node.matches(".select2-container")) nameBox(node);
  if (node.matches(".calendarbox")) nameCalendar(node);
}

function nameOpened(select) {
  const opened = document.querySelector(".select2-dropdown");
  const choices = opened && opened.querySelector(".select2-results__options");
  if (!choices) return;
  opened.parentElement.setAttribute("role", "dialog");
  const boxes = [choices, opened.parentElement, opened.querySelector(".select2-search__field"), select.nextElementSibling.querySelector("[role=combobox]")];
  for (const box of boxes.filter(Boolean)) {
    if (box.matches("[role=combobox], input")) box.setAttribute("aria-controls", choices.id);
    if (box.getAttribute("role") !== "combobox") box.setAttribute("aria-label", labelOf(select));
  }
}

// The boxes are built at moments of others' choosing: each is named in the same breath, so that none is met nameless.
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(nameBuilt);
}).observe(document.documentElement, { childList: true, subtree: true });

window.addEventListener("load", () => {
  window.django.jQuery(document).on("select2:open", (event) => nameOpened(event.target));
});
