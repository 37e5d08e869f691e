/* Focus never stands in the select that Select2 hides, and letters typed on its closed box open it and are searched. */

function leaveHidden() {
  const select = document.activeElement;
  if (!select.matches("select.select2-hidden-accessible")) return;
  select.nextElementSibling.querySelector(".select2-search__field, .select2-selection").focus();
}

document.addEventListener("focusin", leaveHidden);
// The stock form gives its first box the focus at a moment of its own, and that box may be hidden later than the page is
// loaded: when jQuery calls what waits for it, of which this is the last.
window.addEventListener("load", () => window.django.jQuery(leaveHidden));

// Opening moves the focus into the search, where the browser then puts the letter.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest(".select2-selection[aria-expanded='false']");
  const isLetter = event.key.length === 1 && event.key !== " ";
  if (!box || !isLetter || event.ctrlKey || event.metaKey || event.altKey) return;
  window.django.jQuery(box.closest(".select2-container").previousElementSibling).select2("open");
});
