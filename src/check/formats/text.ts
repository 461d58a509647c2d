import { formatNumber, printable } from "../../format.ts";
import { countOf, problemsOf, type Result, sentenceOf, statusOf } from "../result.ts";

const MARKS = { passed: "ok  ", failed: "FAIL", unreadable: "FAIL" } as const;

/** Names of folders and what bundles hold reach no terminal as more than text. */
const said = (text: string): string => printable(text, 4096);

/** A line for each folder, what is wrong below it, and the sum. */
export function text(results: readonly Result[]): string {
  const lines = results.flatMap((one) => [
    `${MARKS[statusOf(one)]}  ${said(one.folder)}`,
    ...problemsOf(one).map((problem) => `      ${said(problem.text)}`),
    ...(one.updated ? one.differences.map((old) => `      updated ${said(sentenceOf(old))}`) : []),
  ]);
  const counts = (["passed", "failed", "unreadable"] as const)
    .map((status) => [status, countOf(results, status)] as const)
    .filter(([status, count]) => count > 0 || status === "passed")
    .map(([status, count]) => `${formatNumber(count)} ${status}`);
  return `${[...lines, `${formatNumber(results.length)} checked: ${counts.join(", ")}`].join("\n")}\n`;
}
