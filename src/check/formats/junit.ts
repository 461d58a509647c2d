import { countOf, problemsOf, type Result, statusOf } from "../result.ts";

/** XML 1.0 has no control characters, not even escaped ones. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");

/** As Jenkins, GitLab and most others read it: a suite, with a case for each folder. */
export function junit(results: readonly Result[]): string {
  const seconds = results.reduce((sum, one) => sum + one.seconds, 0).toFixed(3);
  const counts = `tests="${results.length}" failures="${countOf(results, "failed")}" errors="${countOf(results, "unreadable")}"`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="conntriage" ${counts} time="${seconds}">`,
    `  <testsuite name="conntriage check" ${counts} skipped="0" time="${seconds}">`,
    ...results.flatMap(caseOf),
    "  </testsuite>",
    "</testsuites>",
  ].join("\n")}\n`;
}

function caseOf(one: Result): string[] {
  const head = `    <testcase name="${escaped(one.folder)}" classname="conntriage.check" file="${escaped(one.file)}" time="${one.seconds.toFixed(3)}"`;
  const problems = problemsOf(one).map(({ text }) => text);
  if (problems.length === 0) return [`${head}/>`];
  const tag = statusOf(one) === "failed" ? "failure" : "error";
  return [
    `${head}>`,
    `      <${tag} message="${escaped(problems[0]!)}" type="${statusOf(one)}">${escaped(problems.join("\n"))}</${tag}>`,
    "    </testcase>",
  ];
}
