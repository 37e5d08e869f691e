/* Blocks of cells on the clipboard, as Excel, LibreOffice and Google Sheets write them (see entry/clipboard.py). */

const CELL = /"([^"]*(?:""[^"]*)*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y;
const ROW_END = /\r\n|\r|\n/y;

/** The rows of cells of a text; the break that ends the last row begins no other. */
export function cellsOf(text) {
  const rows = [];
  let place = 0;
  const take = (pattern) => {
    pattern.lastIndex = place;
    const match = pattern.exec(text);
    place += match?.[0].length ?? 0;
    return match;
  };
  while (place < text.length) {
    const row = [];
    for (;;) {
      const cell = take(CELL);
      row.push(cell[1] === undefined ? cell[2] : cell[1].replaceAll('""', '"').replace(/\r\n|\r/g, "\n"));
      if (text[place] !== "\t") break;
      place += 1;
    }
    rows.push(row);
    take(ROW_END);
  }
  return rows;
}

/** A text that spreadsheets read back as these cells. */
export function textOf(rows) {
  const quoted = (text) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(quoted).join("\t")).join("\r\n");
}
