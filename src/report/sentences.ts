import { formatShare } from "../format.ts";
import type { Analysis, AnalysisFinding } from "./contract.ts";
import { fillsTable } from "./words.ts";

const HEDGES: Partial<Record<AnalysisFinding["verdict"], string>> = {
  confirmed: "The cause",
  likely: "The likely cause",
  possible: "A possible cause",
};

/** The same for a fault that does not fill the table. */
const OTHER_HEDGES: typeof HEDGES = {
  confirmed: "Another finding is confirmed",
  likely: "Another finding is likely",
  possible: "Another finding is possible",
};

/** The primary cause and how it works; nothing where no cause is found. */
export function sayCause(state: Analysis["state"], findings: readonly AnalysisFinding[]): string {
  const primary = findings[0];
  if (primary === undefined) return "";
  const hedge = (fillsTable(state, primary) ? HEDGES : OTHER_HEDGES)[primary.verdict];
  // a title keeps its capital: it may begin with a program's name
  return hedge === undefined ? "" : `${hedge}: ${primary.title}. ${primary.mechanism}`;
}

/** Further causes that are as good as sure: a full table often has more than one. */
export function sayOthers(findings: readonly AnalysisFinding[]): string {
  const say = (verdict: AnalysisFinding["verdict"], lead: string): string[] => {
    const others = findings.slice(1).filter((one) => one.verdict === verdict);
    const names = others.map(({ title, share, broughtAboutBy }) => {
      const by = broughtAboutBy ? ", which that brings about" : "";
      return share ? `${title}${by}, with ${formatShare(share)} of the entries` : title + by;
    });
    return names.length === 0 ? [] : [`${lead}: ${names.join("; ")}.`];
  };
  return [...say("confirmed", "Also found"), ...say("likely", "Also likely")].join(" ");
}
