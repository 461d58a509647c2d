import { type Analysis, analysisSchema } from "../../src/report/contract.ts";
import { renderHtml } from "../../src/report/html/index.ts";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { Fault } from "./fault.ts";

/** Control characters, but line feeds, and what turns the direction of a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** What no page of ours holds. */
const ALIVE =
  /<(?:script|img|iframe|object|embed|form|input|link|base|video|audio|source)\b|<[a-z][^>]*\s(?:on\w+|src)\s*=/i;

/** An analysis of whatever was given: of the contract's shape, with every row in a sum, and harmless in each format. */
export function checkAnalysis(analysis: Analysis): void {
  const json = JSON.parse(JSON.stringify(analysis)) as unknown;
  const parsed = analysisSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Fault(`the contract is broken at ${issue!.path.join(".")}: ${issue!.message}`);
  }
  for (const one of [analysis, ...analysis.others]) checkSums(one);
  const text = renderText(analysis, { verbose: true });
  const odd = CONTROL.exec(text);
  if (odd !== null) throw new Fault(`the text holds ${JSON.stringify(odd[0])}`);
  renderText(analysis, { verbose: false });
  renderMarkdown(analysis);
  const alive = ALIVE.exec(renderHtml(analysis));
  if (alive !== null) throw new Fault(`the page holds ${alive[0]}`);
}

function checkSums({ table }: Pick<Analysis, "table">): void {
  const { rows, rowsUnparsed, uses, byProtocol } = table;
  if (rows === null || rowsUnparsed === null) return;
  const parsed = rows - rowsUnparsed;
  const sum = uses.reduce((total, { entries }) => total + entries, 0);
  const protocols = Object.values(byProtocol).reduce((total, one) => total + one, 0);
  if (sum !== parsed || protocols !== parsed)
    throw new Fault(`${parsed} rows are ${sum} by use and ${protocols} by protocol`);
}
