/* Offers to copy an address or a piece of code that stands on the page; without it they are marked by hand. */

async function copy(button, source, words) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Đã chép";
  } catch {
    // Where the browser forbids it, what is to be copied is marked for the reader's own keys.
    getSelection().selectAllChildren(source);
    button.textContent = "Đã đánh dấu, hãy chép";
  }
  setTimeout(() => (button.textContent = words), 2000);
}

function offer(source) {
  const words = source.matches(".snippet") ? "Chép đoạn mã" : "Chép địa chỉ";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copy(button, source, words));
  (source.closest("dd, details") ?? source.parentElement).append(" ", button);
}

function offerAll() {
  // Only a page of a safe address may write to the clipboard.
  if (navigator.clipboard) document.querySelectorAll(".address, .snippet").forEach(offer);
}

offerAll();
document.addEventListener("list-shown", offerAll);
