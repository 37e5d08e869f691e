/* Numbers without a float: what is computed while somebody types is what indicators/measures.py computes. */

const READABLE = /^([+-]?)(\d+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+|(?=,\d))(?:,(\d+))?$/;
// 1.234 is a thousand times more in Vietnam than in England: only the server may settle it.
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** «1.234.567,8» as «1234567.8»; nothing for whatever is not one plain number. */
export function read(text) {
  const plain = text.trim().replace(/[−–]/g, "-").replace(/\s/g, " ");
  const match = AMBIGUOUS.test(plain) ? null : READABLE.exec(plain);
  if (!match) return "";
  const [, sign, whole, decimals] = match;
  return (sign === "-" ? "-" : "") + (whole.replace(/[. ]/g, "") || "0") + (decimals ? `.${decimals}` : "");
}

/** The sum of numbers; nothing where one is missing. */
export function total(texts) {
  if (!texts.length || texts.includes("")) return "";
  const { units, places } = aligned(texts);
  return written(units.reduce((sum, one) => sum + one, 0n), places);
}

/** «+8,9 %», «108,2 %», «−1,2 điểm %»; nothing where it cannot be computed. */
export function amount(formula, of, base, unit) {
  if (of === "" || base === "") return "";
  const { units: [top, bottom], places } = aligned([of, base]);
  const isDifference = formula === "movement" && unit !== "%";
  if (!isDifference && (bottom <= 0n || top < 0n)) return "";
  const moved = formula === "movement" ? top - bottom : top;
  const tenths = isDifference ? rounded(moved * 10n, 10n ** BigInt(places)) : rounded(moved * 1000n, bottom);
  const sign = formula === "movement" && moved > 0n ? "+" : "";
  return `${sign}${grouped(written(tenths, 1, true))} ${unit}`;
}

/** «1.234.567,8», «−0,5» for a reader. */
export function grouped(text) {
  const [whole, decimals] = text.replace("-", "−").split(".");
  const dotted = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return decimals ? `${dotted},${decimals}` : dotted;
}

function aligned(texts) {
  const parts = texts.map((text) => text.split("."));
  const places = Math.max(...parts.map(([, decimals = ""]) => decimals.length));
  return { units: parts.map(([whole, decimals = ""]) => BigInt(whole + decimals.padEnd(places, "0"))), places };
}

/** Half away from zero, as a person rounds. */
function rounded(over, under) {
  const size = over < 0n ? -over : over;
  const whole = (2n * size + under) / (2n * under);
  return over < 0n ? -whole : whole;
}

function written(units, places, keepZeros = false) {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  let decimals = digits.slice(digits.length - places);
  if (!keepZeros) decimals = decimals.replace(/0+$/, "");
  return (units < 0n ? "-" : "") + whole + (decimals ? `.${decimals}` : "");
}
