import type { Analysis } from "../../src/report/contract.ts";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { analyzeFiles, type Files } from "../support/evidence.ts";
import type { Expected, FieldCase } from "./case.ts";

/** What of a case does not hold, a sentence each. */
export async function misses({ files, expect }: FieldCase): Promise<string[]> {
  const analysis = await analyzeFiles(files);
  const rendered = `${renderText(analysis)}\n${renderMarkdown(analysis)}`;
  const text = `${rendered}\n${rendered.replace(/\s+/g, " ")}`;
  return [
    ...wrongNumbers(analysis, expect),
    ...wrongVerdicts(analysis, expect),
    ...(expect.says ?? [])
      .filter((one) => !one.test(withoutEchoes(text, files)))
      .map((one) => `does not say ${one}`),
    ...(expect.silent ?? []).filter((one) => one.test(text)).map((one) => `says ${one}`),
  ];
}

function wrongNumbers({ state, table, subjects }: Analysis, expect: Expected): string[] {
  const wrong = (["count", "max", "rows"] as const)
    .filter((key) => expect[key] !== undefined && table[key] !== expect[key])
    .map((key) => `${key} is ${table[key]}, not ${expect[key]}`);
  if (!expect.state.includes(state))
    wrong.unshift(`the state is ${state}, not ${expect.state.join(" or ")}`);
  if (expect.subjects !== undefined) {
    const named = subjects.map(
      ({ host, namespace, count }) => `${[host, namespace].filter(Boolean).join("/")} ${count}`,
    );
    const wanted = expect.subjects.map(([name, count]) => `${name} ${count}`);
    if (named.join(", ") !== wanted.join(", "))
      wrong.push(`the subjects are ${named.join(", ")}, not ${wanted.join(", ")}`);
  }
  return wrong;
}

const FOUND = ["confirmed", "likely"];
const SAID = [...FOUND, "possible"];

function wrongVerdicts({ findings }: Analysis, expect: Expected): string[] {
  const verdict = (id: string) => findings.find(({ cause }) => cause === id)?.verdict ?? "missing";
  const say = (id: string) => `${id} is ${verdict(id)}`;
  const fills = ({ cause, verdict, entries, gate }: Analysis["findings"][number]) =>
    SAID.includes(verdict) &&
    gate === "exhaustion" &&
    (entries ?? 0) > 0 &&
    !expect.noCause!.includes(cause);
  return [
    ...(expect.found ?? []).filter((id) => !FOUND.includes(verdict(id))).map(say),
    ...(expect.absent ?? []).filter((id) => SAID.includes(verdict(id))).map(say),
    ...(expect.atMost ?? []).filter((id) => FOUND.includes(verdict(id))).map(say),
    ...(expect.noCause === undefined ? [] : findings.filter(fills)).map(
      ({ cause, verdict }) => `says what fills the table: ${cause} is ${verdict}`,
    ),
  ];
}

/** Lines of the evidence that the report only repeats say nothing of their own. */
function withoutEchoes(text: string, files: Files): string {
  const lines = Object.values(files).flatMap((body) =>
    typeof body === "string" ? body.split("\n", 400).map((line) => line.trim()) : [],
  );
  return [...new Set(lines)]
    .filter(({ length }) => length >= 24)
    .reduce((left, line) => left.replaceAll(line, ""), text);
}
