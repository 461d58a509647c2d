/**
 * Runs a proof: `npm run proof -- NAME [--runs N] [--seed N]`. Each is a file of this folder, and its figures
 * stand in reports/proof.md, or in the report that is named here, between marks that bear its name.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ask } from "./ask.ts";
import { collector } from "./collector.ts";
import { compare } from "./compare.ts";
import { damage } from "./damage.ts";
import { evicted } from "./evicted.ts";
import { withFigures } from "./figures.ts";
import { fleet } from "./fleet.ts";
import { healthy } from "./healthy.ts";
import { inflate } from "./inflate.ts";
import { missing } from "./missing.ts";
import { page } from "./page.ts";
import { recorder } from "./recorder.ts";
import { redact } from "./redact.ts";
import { tables } from "./tables.ts";
import { timeline } from "./timeline.ts";
import { transcripts } from "./transcripts.ts";

export interface Options {
  runs: number;
  seed: number;
  say(text: string): void;
}

/** What a proof found. */
export interface Figures {
  /** For the report, as Markdown. */
  text: string;
  failures: readonly string[];
}

const PROOFS: Readonly<Record<string, (options: Options) => Promise<Figures>>> = {
  ask,
  compare,
  collector,
  damage,
  evicted,
  fleet,
  healthy,
  inflate,
  missing,
  page,
  recorder,
  redact,
  tables,
  timeline,
  transcripts,
};
/** Proofs with a report of their own, which says more of the matter. */
const REPORTS: Readonly<Record<string, string>> = {
  collector: "collector",
  fleet: "fleet",
  recorder: "recorder",
  redact: "redaction",
  timeline: "timeline",
};

const HEAD = `# Proofs

What is held of every input of a kind, by trying very many of them. The figures are written by
\`npm run proof -- NAME\`.
`;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
  },
});
const [name = ""] = positionals;
const proof = PROOFS[name];
if (proof === undefined) throw new Error(`the proofs are ${Object.keys(PROOFS).join(", ")}`);
const [runs, seed] = [Number(values.runs), Number(values.seed)];
if (!Number.isInteger(runs) || runs < 1) throw new Error("--runs is a whole number above 0");
if (!Number.isInteger(seed)) throw new Error("--seed is a whole number");

const report = fileURLToPath(
  new URL(`../../reports/${REPORTS[name] ?? "proof"}.md`, import.meta.url),
);
const { text, failures } = await proof({ runs, seed, say });
for (const failure of failures) say(failure);
// a report that is of one proof alone begins with its figures
const empty = REPORTS[name] === name ? "" : HEAD;
writeFileSync(
  report,
  withFigures(name, existsSync(report) ? readFileSync(report, "utf8") : empty, text),
);
process.exitCode = failures.length === 0 ? 0 : 1;
