/* What can be taken back: each step is the boxes it changed, with the text before and after. */

const done = [];
const undone = [];

export function record(step) {
  if (!step.length) return;
  done.push(step);
  undone.length = 0;
}

/** What the boxes of the last step held before it, none where there is no step left. */
export function back() {
  const step = done.pop();
  if (step) undone.push(step);
  return step?.map(({ box, before }) => ({ box, text: before })) ?? [];
}

export function forward() {
  const step = undone.pop();
  if (step) done.push(step);
  return step?.map(({ box, after }) => ({ box, text: after })) ?? [];
}
