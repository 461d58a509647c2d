import type { Analysis } from "../contract.ts";
import { shortEntry } from "../words.ts";
import type { Content, Words } from "./document.ts";
import { code, columns, counted, number, place, quote, says, text } from "./inline.ts";

/** How many entries a report names; a stranger's archive may hold thousands of texts. */
const MOST = 50;

/** Text that nothing understood: whether it matters, only its reader can tell. */
export function unread({ unread: list }: Analysis): Content[] {
  if (list.length === 0) return [];
  return [
    {
      title: "Not understood",
      blocks: [
        {
          kind: "paragraph",
          words: says`Lines that are no output that conntriage knows; nothing in this report rests on them.${list.length > MOST ? ` The first ${MOST} of ${list.length} entries:` : ""}`,
        },
        {
          kind: "table",
          columns: columns("Entry", counted("Lines"), "They look like", "First line"),
          rows: list
            .slice(0, MOST)
            .map(({ entry, lines, of, first, looksLike }) => [
              [place({ entry, line: first.line })],
              says`${number(lines)} of ${number(of)}`,
              [text(looksLike)],
              [code(first.text)],
            ]),
        },
      ],
    },
  ];
}

/** The same in a line each, for a terminal's summary, and whole entries; a collector's own leaves many that are no matter. */
export const unreadLines = ({ unread: list, coverage, bundle }: Analysis): Words[] => [
  ...list.map(
    ({ entry, lines, of, first, looksLike }) =>
      says`${code(shortEntry(entry))}: ${number(lines)} of ${number(of)} lines look like ${looksLike}, from line ${String(first.line)} on`,
  ),
  ...(bundle.layout === "loose" ? coverage.skipped : []).map(
    ({ entry, reason }) => says`${code(shortEntry(entry))}: ${quote(reason)}`,
  ),
];
