/* Names the boxes Select2 builds after the fields they stand for: it leaves empty ones without a name. */

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
}

window.addEventListener("load", () => {
  // Select2 is started by jQuery's own queue, which may run after the page has loaded.
  window.django.jQuery(() => nameBoxes(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => nameBoxes(event.target)));
  window.django.jQuery(document).on("select2:open", (event) => {
    const search = document.querySelector(".select2-container--open .select2-search--dropdown .select2-search__field");
    if (search) search.setAttribute("aria-label", labelOf(event.target));
    const choices = document.querySelector(".select2-container--open .select2-results__options");
    if (choices) choices.setAttribute("aria-label", labelOf(event.target));
  });
});
