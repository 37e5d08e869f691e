/* Pieces of a page, made without markup in strings. */

/** An element with its attributes and what stands in it: `make("p", { class: "quiet" }, "chưa có số")`. */
export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...inside.filter((part) => part || part === 0));
  return element;
}

/** A button that says what it does by name; whoever listens on its window or table acts on it. */
export const button = (act, words, attributes = {}) =>
  make("button", { type: "button", class: "button", "data-act": act, ...attributes }, words);

// Made once: to make it takes longer than a key may.
const whole = new Intl.NumberFormat("vi-VN");
export const count = (number) => whole.format(number);
