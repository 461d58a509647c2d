import type { Analysis, AnalysisFinding } from "../contract.ts";
import { fillsTable, foundCauses } from "../words.ts";
import type { Block, Content, Words } from "./document.ts";
import { evidenceBlocks } from "./evidence.ts";
import { code, columns, counted, joined, number, says, share, text } from "./inline.ts";
import { linked } from "./links.ts";
import { knownAs, knownTitle, OPEN_ROWS } from "./parts.ts";
import { prose } from "./prose.ts";

/** Causes of a full table, and other faults; the section with the primary cause goes first. */
export function causes(analysis: Analysis): Content[] {
  const list = foundCauses(analysis);
  const fills = (one: AnalysisFinding) => fillsTable(analysis.state, one);
  return [
    { title: "Causes", findings: list.filter(fills) },
    { title: "Other findings", findings: list.filter((one) => !fills(one)) },
  ]
    .filter(({ findings }) => findings.length > 0)
    .sort((a, b) => a.findings[0]!.rank - b.findings[0]!.rank)
    .map(({ title, findings }) => ({
      title,
      blocks: findings.flatMap(cause),
      // its evidence is a section of its own there
      terminal: [],
    }));
}

/** One cause with its evidence. What to do about all of them is a section of its own. */
function cause(finding: AnalysisFinding): Block[] {
  const held = sayHeld(finding);
  return [
    {
      kind: "heading",
      words: says`${String(finding.rank)}. ${prose(finding.title)}`,
      verdict: finding.verdict,
      anchor: finding.cause,
    },
    {
      kind: "paragraph",
      words: says`${prose(finding.mechanism)}${held.length === 0 ? "" : says` It holds ${held}.`}`,
    },
    ...offenders(finding),
    ...evidenceBlocks(finding),
    { kind: "paragraph", words: says`Sources: ${joined(finding.references.map(linked), "; ")}.` },
  ];
}

/** `2,200 entries, 55 % of the table`; nothing for a cause that holds none. */
export function sayHeld({ entries, share: part }: AnalysisFinding): Words {
  if (entries === null || entries === 0) return [];
  return says`${number(entries)} entries${part === null ? "" : says`, ${share(part)} of the table`}`;
}

function offenders({ offenders }: AnalysisFinding): Block[] {
  const lists = [
    ["destination", offenders.destinations],
    ["endpoint", offenders.endpoints],
    ["source", offenders.sources],
  ] as const;
  const rows = lists.flatMap(([role, list]) =>
    list.map((one) => [[text(role)], [code(one.name)], knownAs(one), [number(one.entries)]]),
  );
  if (rows.length === 0) return [];
  const table: Block = {
    kind: "table",
    columns: columns("Held by", "Address", knownTitle(offenders.sources), counted("Entries")),
    rows,
  };
  return rows.length > OPEN_ROWS
    ? [{ kind: "fold", title: `Held by: the ${rows.length} largest`, blocks: [table] }]
    : [table];
}
