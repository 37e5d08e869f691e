/* Names the boxes that Select2 and the calendar build by themselves, after the fields they stand for. */

function labelOf(select) {
  const own = select.getAttribute("aria-label");
  const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  return own || (label ? label.textContent.trim().replace(/:$/, "") : "");
}

function nameBoxes(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling;
    if (!box || !box.classList.contains("select2-container")) continue;
    for (const part of box.querySelectorAll(".select2-selection__rendered, .select2-search__field, .select2-selection--multiple")) {
      part.setAttribute("aria-label", labelOf(select));
    }
  }
  for (const calendar of document.querySelectorAll(".calendarbox")) {
    calendar.setAttribute("role", "dialog");
    calendar.setAttribute("aria-label", "Chọn ngày");
  }
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

window.addEventListener("load", () => {
  // Select2 is started by jQuery's own queue, which may run after the page has loaded.
  window.django.jQuery(() => nameBoxes(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameBoxes(event.target)));
  window.django.jQuery(document).on("select2:open", (event) => nameOpened(event.target));
});
