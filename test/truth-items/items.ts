/** What the tests of single items share: an analysis of an edited sample or of a table of rows, and its text. */
import type { Analysis } from "../../src/report/contract.ts";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import {
  analyzeArchive,
  analyzeTexts,
  manifest,
  sysctls,
  type Texts,
} from "../signals/in-memory.ts";
import { otherText } from "../support/other-build.ts";
import { applyEdits } from "../truth/apply.ts";
import { packBundle, readFiles } from "../truth/bundle-files.ts";
import type { Edit } from "../truth/edit-kinds.ts";
import { bundleOf } from "../truth/samples.ts";
import { findingOf } from "./finding.ts";

/** The analysis of a shipped sample with edits made. */
export async function analyzeSample(id: string, ...edits: Edit[]): Promise<Analysis> {
  return analyzeArchive(packBundle(applyEdits(await readFiles(bundleOf(id)), edits)));
}

export const TIMEOUTS = {
  tcp_timeout_established: 86_400,
  tcp_timeout_syn_sent: 120,
  udp_timeout: 30,
};

/** The analysis of rows in a table that they fill. */
export const analyzeFull = (
  rows: readonly string[],
  more: Texts = {},
  settings = {},
): Promise<Analysis> =>
  analyzeTexts({
    "manifest.json": manifest(),
    "start/sysctl.txt": sysctls({ count: rows.length, max: rows.length, ...TIMEOUTS, ...settings }),
    "dump/conntrack-L-ipv4.txt": `${rows.join("\n")}\n`,
    ...more,
  });

export const rowsOf = (count: number, row: (n: number) => string): string[] =>
  Array.from({ length: count }, (_, n) => row(n));

/** Two-way TCP that is in use. */
export const live = (n: number): string =>
  `tcp      6 ${86_399 - (n % 9)} ESTABLISHED src=10.244.1.${n % 200} dst=10.96.0.${n % 90} sport=${40_000 + n} dport=443 src=10.96.0.${n % 90} dst=10.244.1.${n % 200} sport=443 dport=${40_000 + n} [ASSURED] mark=0 use=1`;

export { findingOf };

export const verdictOf = (analysis: Analysis, id: string): string =>
  findingOf(analysis, id).verdict;
export const isFound = (analysis: Analysis, id: string): boolean =>
  ["confirmed", "likely", "possible"].includes(verdictOf(analysis, id));
export const commandsOf = (analysis: Analysis, id: string): string =>
  findingOf(analysis, id)
    .remedies.flatMap(({ commands }) => commands)
    .join("\n");

export const plainTextOf = (analysis: Analysis): string =>
  otherText(analysis, "text") ?? renderText(analysis);

/** Both texts, without the breaks of their lines. */
export const textOf = (analysis: Analysis): string =>
  `${plainTextOf(analysis)}\n${otherText(analysis, "markdown") ?? renderMarkdown(analysis)}`.replace(
    /\s+/g,
    " ",
  );

/** Every command that a report prints. */
export const printedIn = ({ findings, signals, prevention }: Analysis): string[] => [
  ...findings.flatMap(({ remedies }) => remedies.flatMap(({ commands }) => commands)),
  ...findings.flatMap(({ evidence }) => evidence.map(({ command }) => command)),
  ...signals.map(({ command }) => command),
  ...prevention.flatMap(({ commands }) => commands),
];
