/* Numbers of a spreadsheet set to English: 1,234.5 is 1.234,5, and its 1,234 would be read a thousand times less. */

// What only one of the two ways of writing can mean; 1,234 and 1.234 alone tell nothing.
const ENGLISH = /^[+-]?(\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}|\d*\.(\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+)$/;
const VIETNAMESE = /^[+-]?(\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d*,(\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+)$/;
const NUMBER = /^[+-]?[\d.,]+$/;

/** Whether a block holds numbers that are English for certain, and none that is Vietnamese. */
export function isEnglish(block) {
  const texts = block.flat().map((text) => text.trim());
  return texts.some((text) => ENGLISH.test(text)) && !texts.some((text) => VIETNAMESE.test(text));
}

/** The same block with the numbers as they are written in Vietnam, without dots between the thousands. */
export function inVietnamese(block) {
  const turned = (text) => (NUMBER.test(text.trim()) ? text.replaceAll(",", "").replace(".", ",") : text);
  return block.map((row) => row.map(turned));
}
