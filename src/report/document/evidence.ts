import type { Analysis, AnalysisFinding } from "../contract.ts";
import { formatValue } from "../values.ts";
import { foundCauses, notInWords, testInWords } from "../words.ts";
import type { Block, Content, Words } from "./document.ts";
import { BREAK, code, columns, place, says, strong, text, value } from "./inline.ts";
import { prose } from "./prose.ts";

type Evidence = AnalysisFinding["evidence"][number];

/** All that was looked at for each cause: a terminal's table of what pages say beside each cause. */
export function evidence(analysis: Analysis): Content[] {
  const terminal = foundCauses(analysis).map((finding) => ({
    title: says`${strong(says`Evidence ${String(finding.rank)}:`)} ${prose(finding.title)} (${{ kind: "verdict", verdict: finding.verdict }})`,
    blocks: [evidenceTable(finding)],
  }));
  return terminal.length === 0 ? [] : [{ title: "Evidence", blocks: [], terminal }];
}

const evidenceTable = (finding: AnalysisFinding): Block => ({
  kind: "table",
  columns: columns("Evidence", "Value", "Test", "Holds", "Place"),
  rows: finding.evidence.map((one) => {
    const test = testInWords(one.test, one.unit);
    const holds = one.holds === (one.role !== "excludes") ? "yes" : "no";
    return [
      [text(one.title)],
      [value(one.value, one.unit)],
      [text(one.role === "excludes" ? notInWords(test) : test)],
      [text(one.holds === null ? "unknown" : holds)],
      one.value === null ? prose(one.missing ?? "–") : [place(one.source)],
    ];
  }),
});

/** One value may be held against two tests, of which the first says it. */
export const oncePerSignal = (evidence: readonly Evidence[]): Evidence[] =>
  evidence.filter(({ signal }, at, all) => all.findIndex((one) => one.signal === signal) === at);

/** What holds of a cause, for the first look: that the table is full, which stands above, comes last. */
export function shownBy({ evidence }: AnalysisFinding): Words[] {
  const held = evidence.filter(({ holds }) => holds);
  const isGate = ({ role }: Evidence): boolean => role === "gate";
  return oncePerSignal([...held.filter((one) => !isGate(one)), ...held.filter(isGate)]).map(
    ({ title, value: read, unit, source }) => {
      const where = source === null ? "" : says` (${place(source)})`;
      return says`${title}: ${value(read, unit)}${where}`;
    },
  );
}

/** The evidence by what it says, each with its place in the bundle, and the commands that show the same. */
export function evidenceBlocks(finding: AnalysisFinding): Block[] {
  const groups: [string, (one: Evidence) => boolean][] = [
    ["Shown by:", (one) => one.holds === (one.role !== "excludes")],
    ["Not shown:", (one) => one.holds === (one.role === "excludes")],
    ["Unknown:", ({ holds }) => holds === null],
  ];
  const said = groups.flatMap(([title, belongs]): Block[] => {
    const bySignal = new Map<string, Evidence[]>();
    for (const one of finding.evidence.filter(belongs))
      bySignal.set(one.signal, [...(bySignal.get(one.signal) ?? []), one]);
    if (bySignal.size === 0) return [];
    return [
      { kind: "paragraph", words: [text(title)] },
      ...firstOf([...bySignal.values()].map(sayEvidence)),
    ];
  });
  return [...said, ...byHand(finding)];
}

/** How many of a list stand open; the others are folded. */
const OPEN = 4;

function firstOf(items: readonly Words[]): Block[] {
  const list = (some: readonly Words[]): Block => ({ kind: "list", items: some });
  if (items.length <= OPEN + 1) return [list(items)];
  const more: Block = {
    kind: "fold",
    title: `and ${items.length - OPEN} more`,
    blocks: [list(items.slice(OPEN))],
  };
  return [list(items.slice(0, OPEN)), more];
}

/** The command that shows each by hand, on the node or in the bundle. */
function byHand(finding: AnalysisFinding): Block[] {
  const items = oncePerSignal(finding.evidence).map(
    (one) => says`${one.title}:${BREAK}${code(one.command)}`,
  );
  const list: Block = { kind: "list", items };
  return items.length === 0 ? [] : [{ kind: "fold", title: "Check each by hand", blocks: [list] }];
}

/** A signal's value, with all that it was held against. */
function sayEvidence(tests: readonly Evidence[]): Words {
  const one = tests[0]!;
  if (one.value === null) return says`${one.title}: ${prose(one.missing ?? "unknown")}.`;
  const said = formatValue(one.value, one.unit);
  const wanted = tests.map(sayWanted).filter((words) => words !== said);
  const test = wanted.length === 0 ? "" : ` (test: ${wanted.join("; ")})`;
  return says`${one.title}: ${strong([value(one.value, one.unit)])}${test}, ${place(one.source)}.`;
}

function sayWanted({ test, unit, role }: Evidence): string {
  const words = testInWords(test, unit);
  return role === "excludes" ? notInWords(words) : words;
}
