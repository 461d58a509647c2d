import { formatNumber } from "../../format.ts";
import { countOf, problemsOf, type Result, sentenceOf, statusOf } from "../result.ts";

const MARKS = { passed: "ok  ", failed: "FAIL", unreadable: "FAIL" } as const;

/** A line for each folder, what is wrong below it, and the sum. */
export function text(results: readonly Result[]): string {
  const lines = results.flatMap((one) => [
    `${MARKS[statusOf(one)]}  ${one.folder}`,
    ...problemsOf(one).map((problem) => `      ${problem.text}`),
    ...(one.updated ? one.differences.map((old) => `      updated ${sentenceOf(old)}`) : []),
  ]);
  const counts = (["passed", "failed", "unreadable"] as const)
    .map((status) => [status, countOf(results, status)] as const)
    .filter(([status, count]) => count > 0 || status === "passed")
    .map(([status, count]) => `${formatNumber(count)} ${status}`);
  return `${[...lines, `${formatNumber(results.length)} checked: ${counts.join(", ")}`].join("\n")}\n`;
}
