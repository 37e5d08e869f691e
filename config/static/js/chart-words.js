/* Says, in a line below a chart, what the mark nearest to the pointer stands for; without it the mark's own title does. */

function middleOf(spot) {
  const box = spot.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function nearest(spots, event) {
  const distance = (spot) => {
    const [x, y] = middleOf(spot);
    return Math.hypot(x - event.clientX, (y - event.clientY) / 4);
  };
  return spots.reduce((best, spot) => (distance(spot) < distance(best) ? spot : best));
}

function follow(drawn, line) {
  const spots = [...drawn.querySelectorAll(".spot")];
  if (!spots.length) return;
  const say = (event) => {
    const found = nearest(spots, event);
    for (const spot of spots) spot.classList.toggle("near", spot === found);
    line.textContent = found.querySelector("title").textContent;
  };
  drawn.addEventListener("pointermove", say);
  drawn.addEventListener("pointerdown", say);
}

function followAll() {
  for (const chart of document.querySelectorAll(".chart")) {
    const line = document.createElement("p");
    line.className = "chart-words";
    // The table beside the chart says the same to whoever has no pointer.
    line.setAttribute("aria-hidden", "true");
    const svgs = [...chart.querySelectorAll(".drawn")];
    svgs.at(-1)?.after(line);
    for (const drawn of svgs) follow(drawn, line);
  }
}

followAll();
document.addEventListener("list-shown", followAll);
