import { formatNumber, formatShare } from "../format.ts";
import type { Analysis } from "../report/contract.ts";
import { make } from "./dom.ts";

const COLUMNS = ["bundle", "host", "taken", "state", "entries", "limit", "in use", "cause"];

/** A row for each bundle, so that all are seen at once. */
export function overview(all: readonly Analysis[], said: string): HTMLElement {
  const rows = all.map(({ bundle, subject, state, table, findings }) => {
    const [first] = findings;
    const cause =
      first?.verdict === "confirmed" || first?.verdict === "likely" ? first.title : "none found";
    const cells = [
      bundle.name,
      subject.host ?? "unknown",
      bundle.capturedAt?.replace(/\.\d+Z$/, "Z") ?? "unknown",
      state,
      table.count === null ? "unknown" : formatNumber(table.count),
      table.max === null ? "unknown" : formatNumber(table.max),
      table.utilization === null ? "unknown" : formatShare(table.utilization),
      cause,
    ];
    return make(
      "tr",
      {},
      ...cells.map((text, at) =>
        at === 0 ? make("th", { scope: "row" }, text) : make("td", {}, text),
      ),
    );
  });
  const head = make("tr", {}, ...COLUMNS.map((text) => make("th", { scope: "col" }, text)));
  const table = make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
  const scroller = make("div", { className: "table wide", tabIndex: 0 }, table);
  scroller.role = "region";
  scroller.ariaLabel = "All bundles";
  const box = make("aside", { className: "overview" }, make("h2", {}, "All bundles"), scroller);
  if (said !== "") box.append(make("p", {}, said));
  box.ariaLabel = "Overview";
  return box;
}
