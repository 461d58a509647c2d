export type Cells = readonly string[];

/** The cells of a line, of which some may stand in quotes; none of one whose quotation does not end where its cell does. */
export function cells(line: string, delimiter: string): Cells {
  if (line === "") return [];
  const found: string[] = [];
  for (let from = 0; ; ) {
    const next = line.indexOf(delimiter, from);
    let end = next < 0 ? line.length : next;
    let cell = line.slice(from, end).trim();
    if (cell.startsWith('"')) {
      const quoted = quotation(line, line.indexOf('"', from) + 1, delimiter);
      if (quoted === null) return [];
      ({ cell, end } = quoted);
    }
    found.push(cell);
    if (end === line.length) return found;
    from = end + delimiter.length;
  }
}

/** What stands in quotes from a place on, and where its cell ends: two quotes are one of the text. */
function quotation(
  line: string,
  begin: number,
  delimiter: string,
): { cell: string; end: number } | null {
  let cell = "";
  for (let from = begin; ; ) {
    const quote = line.indexOf('"', from);
    if (quote < 0) return null;
    cell += line.slice(from, quote);
    if (line[quote + 1] !== '"') {
      const next = line.indexOf(delimiter, quote + 1);
      const end = next < 0 ? line.length : next;
      return line.slice(quote + 1, end).trim() === "" ? { cell, end } : null;
    }
    cell += '"';
    from = quote + 2;
  }
}
