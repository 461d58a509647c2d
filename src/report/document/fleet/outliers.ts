import { formatNumber } from "../../../format.ts";
import type { Fleet } from "../../fleet-contract.ts";
import type { Block, Content } from "../document.ts";
import { columns, counted, joined, number, says, text, value } from "../inline.ts";
import { part } from "../parts.ts";
import { nodeName } from "./parts.ts";

const TITLE = "Nodes that stick out";
const MOST = { terminal: 12, page: 200 };

/** Nodes that differ from the median by more than chance; or that there are too few to judge. */
export function outliers({ outliers: { metrics, reason } }: Fleet): Content[] {
  const title = TITLE;
  if (reason !== null) {
    const words = says`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
    return [{ title, blocks: [{ kind: "paragraph", words }] }];
  }
  const rows = metrics.flatMap((metric) => metric.outliers.map((one) => ({ metric, one })));
  const judged = metrics.map(
    (one) => says`${one.title} (median ${value(one.median, one.unit)}, ${number(one.nodes)} nodes)`,
  );
  const lead: Block = {
    kind: "paragraph",
    words:
      rows.length === 0
        ? says`None does, by ${joined(judged.slice(0, 3), "; ")}.`
        : says`By the median, and the median of the distances from it, which a few odd nodes do not move. How far off counts as odd depends on how many nodes there are.`,
  };
  if (rows.length === 0) return [{ title, blocks: [lead] }];
  const blocks = (most: number): Block[] => [
    {
      kind: "table",
      columns: columns("Node", "In", counted("Value"), counted("Median"), counted("Deviations")),
      rows: rows
        .slice(0, most)
        .map(({ metric, one }) => [
          nodeName(one),
          [text(metric.title)],
          [value(one.value, metric.unit)],
          [value(metric.median, metric.unit)],
          [text(one.distance === null ? "most are alike" : formatNumber(one.distance, 1))],
        ]),
    },
    ...(rows.length > most
      ? [{ kind: "paragraph" as const, words: says`And ${number(rows.length - most)} more.` }]
      : []),
  ];
  return [
    {
      title,
      blocks: [lead, ...blocks(MOST.page)],
      terminal: [part(title, ...blocks(MOST.terminal))],
    },
  ];
}
