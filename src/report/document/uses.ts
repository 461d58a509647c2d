import { formatNumber } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { readEntries } from "../words.ts";
import type { Block, Content } from "./document.ts";
import { code, columns, number, says } from "./inline.ts";
import { type Counted, counts, part, terminalCounts } from "./parts.ts";

/** What the entries are there for: each counts once. */
export function uses(analysis: Analysis): Content[] {
  const { table } = analysis;
  if (table.uses.length === 0) return [];
  const title =
    table.damaged !== null
      ? "What the damaged rows are"
      : table.excerpt === null
        ? "Table usage"
        : "What the rows at hand are";
  const whole = readEntries(analysis);
  const list = table.uses.map(({ meaning, entries }): Counted => [meaning, entries]);
  const protocols = Object.entries(table.byProtocol).map(
    ([name, count]) => `${name} ${formatNumber(count)}`,
  );
  return [
    {
      title,
      blocks: [
        { kind: "chart", chart: "uses", tables: [counts("Use", list, whole)] },
        {
          kind: "paragraph",
          words:
            table.excerpt === null
              ? says`Each of the ${number(whole)} entries that could be read counts once.`
              : table.damaged !== null
                ? says`Of the ${number(whole)} rows that could be read of a damaged dump: any of them may be wrong.`
                : says`Of the ${number(whole)} rows at hand, which are an excerpt and do not represent the table.`,
        },
        { kind: "paragraph", words: says`Protocols: ${protocols.join(", ")}.` },
        ...unparsed(analysis),
      ],
      terminal: [part(title, terminalCounts("Use", list, whole))],
    },
  ];
}

function unparsed({ table }: Analysis): Block[] {
  if (table.unparsedExamples.length === 0) return [];
  return [
    {
      kind: "paragraph",
      words: says`Rows that could not be read, the first of ${number(table.rowsUnparsed ?? 0)}:`,
    },
    {
      kind: "table",
      columns: columns("Place", "Row"),
      rows: table.unparsedExamples.map(({ entry, line, text }) => [
        [code(`${entry}:${line}`)],
        [code(text)],
      ]),
    },
  ];
}
