/* Filters, sorts and turns the pages of a list without loading the page anew; without it the form and the links do. */

const ROWS = ".listing .scroll";
let shown = location.pathname + location.search;
let asking = null;

const told = document.createElement("p");
told.className = "unseen";
told.setAttribute("role", "status");
document.body.append(told);

function isOfThisList(address) {
  return address.origin === location.origin && address.pathname === location.pathname && !address.searchParams.has("tai");
}

async function ask(address) {
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch(address, { signal: asking.signal });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!answer.ok || !page.querySelector("main .listing")) throw new Error(answer.statusText);
  return page;
}

function put(page, hold) {
  const main = document.querySelector("main");
  main.replaceChildren(...page.querySelector("main").childNodes);
  document.title = page.title;
  document.querySelector(".on-paper").textContent = page.querySelector(".on-paper").textContent;
  document.dispatchEvent(new Event("list-shown"));
  // Whoever reads by keyboard or by voice goes on where they were, or at the head of the rows.
  main.querySelector(hold)?.focus();
  told.textContent = main.querySelector(".count")?.textContent ?? "";
}

async function show(address, hold, { isNew }) {
  const main = document.querySelector("main");
  main.setAttribute("aria-busy", "true");
  try {
    put(await ask(address), hold);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
    return;
  } finally {
    main.removeAttribute("aria-busy");
  }
  if (isNew) history.pushState(null, "", address);
  shown = location.pathname + location.search;
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.filters");
  if (!form || !document.querySelector(".listing")) return;
  const address = new URL(location.pathname, location.origin);
  for (const [name, value] of new FormData(form, event.submitter)) {
    if (value) address.searchParams.append(name, value);
  }
  event.preventDefault();
  show(address, ".filters button", { isNew: true });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest(".listing thead a, .listing .pages a, .filters a");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || !isOfThisList(new URL(link.href))) return;
  event.preventDefault();
  const head = link.closest("th");
  show(link.href, head ? `.listing thead th:nth-child(${head.cellIndex + 1}) a` : ROWS, { isNew: true });
});

addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) show(location.href, ROWS, { isNew: false });
});
