import { CsvError, parse } from "csv-parse/browser/esm/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cells } from "../../src/sections/cells.ts";

/** What the library reads that reads whole tables. */
function byLibrary(line: string, delimiter: string): string[] {
  const options = { delimiter, relax_quotes: true, relax_column_count: true, trim: true } as const;
  try {
    return (parse(line, options) as string[][])[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

test("the cells of a line are those that a reader of tables finds", () => {
  const letters = fc.constantFrom('"', '""', ",", ";", "\t", " ", "a", "b c", "é", "0,5");
  const line = fc.array(letters, { maxLength: 12 }).map((all) => all.join(""));
  fc.assert(
    fc.property(line, fc.constantFrom(",", ";", "\t", "|"), (text, delimiter) => {
      // a line of blanks has one empty cell here, and a second quotation in a cell makes it none
      fc.pre(text.trim() !== "" && !/"[ \t]*"[ \t]+"/.test(text));
      expect(cells(text, delimiter)).toEqual(byLibrary(text, delimiter));
    }),
    { numRuns: 500 },
  );
});

test("a quotation holds delimiters and quotes, and one that does not end has no cells", () => {
  expect(cells('"a,b", c ,"say ""x"" y" ,', ",")).toEqual(["a,b", "c", 'say "x" y', ""]);
  expect(cells('a,"b', ",")).toEqual([]);
  expect(cells('a,"b"c', ",")).toEqual([]);
  expect(cells("", ",")).toEqual([]);
});
