import type { Analysis, AnalysisSignal } from "../contract.ts";
import type { Block, Content } from "./document.ts";
import { columns, number, place, says, text, value } from "./inline.ts";
import { byReason } from "./not-found.ts";
import { part } from "./parts.ts";
import { prose } from "./prose.ts";

/** The watch list, by what is at a warning, what is not, and what is unknown. */
export function signals({ signals: list }: Analysis): Content[] {
  const title = "Signals";
  const known = list.filter((one) => one.value !== null);
  const unknown = list.filter((one) => one.value === null);
  const isRaised = ({ level }: AnalysisSignal) => level === "warning" || level === "critical";
  const raised = known.filter(isRaised);
  const others = known.filter((one) => !isRaised(one));
  const reasons = unknown.map((one) => ({
    name: [text(one.title)],
    reason: prose(one.missing ?? ""),
  }));
  const blocks: Block[] = [
    {
      kind: "paragraph",
      words: says`Of ${number(list.length)} signals that are always checked, ${number(raised.length)} ${are(raised)} at warning or critical, ${number(others.length)} ${are(others)} not, and ${number(unknown.length)} ${are(unknown)} unknown.`,
    },
  ];
  const wherePages = "Place in the bundle";
  if (raised.length > 0)
    blocks.push({
      kind: "fold",
      title: "Signals at a warning or critical",
      blocks: [rows(raised, wherePages)],
    });
  if (others.length > 0)
    blocks.push({
      kind: "fold",
      title: "Signals without a warning",
      blocks: [rows(others, wherePages)],
    });
  if (reasons.length > 0)
    blocks.push({
      kind: "fold",
      title: "Unknown signals",
      blocks: [{ kind: "list", items: byReason(reasons) }],
    });
  return [{ title, blocks, terminal: [part(title, rows(list, "Place"))] }];
}

const are = ({ length }: readonly unknown[]): string => (length === 1 ? "is" : "are");

const rows = (list: readonly AnalysisSignal[], where: string): Block => ({
  kind: "table",
  columns: columns("Signal", "Value", "Level", where),
  rows: list.map((one) => [
    [text(one.title)],
    [value(one.value, one.unit)],
    [{ kind: "level", level: one.level }],
    one.value === null ? prose(one.missing ?? "–") : [place(one.source)],
  ]),
});
