/* How far a job is, asked once a second; without this the page loads itself again. */

const bar = document.querySelector(".sheet-job progress");
const told = document.querySelector("#job-told");
const address = document.querySelector(".sheet-job").dataset.progress;
// A page nobody looks at must not keep its session alive for ever.
const lastAsked = Date.now() + 30 * 60 * 1000;

function show({ text, done, total }) {
  if (told.textContent !== text) told.textContent = text;
  if (total) {
    bar.max = total;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

async function ask() {
  try {
    const answer = await fetch(address);
    const progress = answer.ok && !answer.redirected ? await answer.json() : { goes_on: false };
    if (!progress.goes_on) {
      location.reload();
      return;
    }
    show(progress);
  } catch {
    told.textContent = "Mất kết nối với máy chủ, đang thử lại; việc vẫn chạy.";
  }
  if (Date.now() < lastAsked) setTimeout(ask, 1000);
}

setTimeout(ask, 500);
