import { isFound } from "../causes/finding.ts";
import { formatNumber, formatShare, toTheSecond } from "../format.ts";
import type { Analysis } from "../report/contract.ts";
import { make, tableOf } from "./dom.ts";

const COLUMNS = ["bundle", "host", "taken", "state", "entries", "limit", "in use", "cause"];

/** A row for each bundle, so that all are seen at once. */
export function overview(all: readonly Analysis[], said: string): HTMLElement {
  const rows = all.map(({ bundle, subject, state, table, findings }) => {
    const [first] = findings;
    return [
      bundle.name,
      subject.host ?? "unknown",
      bundle.capturedAt === null ? "unknown" : toTheSecond(bundle.capturedAt),
      state,
      table.count === null ? "unknown" : formatNumber(table.count),
      table.max === null ? "unknown" : formatNumber(table.max),
      table.utilization === null ? "unknown" : formatShare(table.utilization),
      first !== undefined && isFound(first.verdict) ? first.title : "none found",
    ];
  });
  const table = tableOf(COLUMNS, rows);
  const scroller = make("div", { className: "table wide", tabIndex: 0 }, table);
  scroller.role = "region";
  scroller.ariaLabel = "All bundles";
  const box = make("aside", { className: "overview" }, make("h2", {}, "All bundles"), scroller);
  if (said !== "") box.append(make("p", {}, said));
  box.ariaLabel = "Overview";
  return box;
}
