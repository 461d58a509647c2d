import { CsvError, parse } from "csv-parse/browser/esm/sync";

export type Cells = readonly string[];

/** The cells of a line; none of one whose quotation does not end. */
export function cells(line: string, delimiter: string): Cells {
  const options = { delimiter, relax_quotes: true, relax_column_count: true, trim: true } as const;
  try {
    return (parse(line, options) as string[][])[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}
