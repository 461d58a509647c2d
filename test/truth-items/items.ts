/** What the tests of single items share: an analysis of an edited sample or of a table of rows, and its text. */
import { examine } from "../../src/analyze.ts";
import { buildCase } from "../../src/report/build.ts";
import type { Analysis, AnalysisFinding } from "../../src/report/contract.ts";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { analyzeTexts, manifest, sysctls, type Texts } from "../signals/in-memory.ts";
import { blocksOf } from "../support/archives.ts";
import { applyEdits } from "../truth/apply.ts";
import { packBundle, readFiles } from "../truth/bundle-files.ts";
import type { Edit } from "../truth/edit-kinds.ts";
import { bundleOf } from "../truth/samples.ts";

/** The analysis of a shipped sample with edits made. */
export async function analyzeSample(id: string, ...edits: Edit[]): Promise<Analysis> {
  const bytes = packBundle(applyEdits(await readFiles(bundleOf(id)), edits));
  return buildCase(await examine("-", { stdin: () => blocksOf(bytes) }));
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

export const findingOf = ({ findings }: Analysis, id: string): AnalysisFinding =>
  findings.find(({ cause }) => cause === id)!;
export const verdictOf = (analysis: Analysis, id: string): string =>
  findingOf(analysis, id).verdict;
export const isFound = (analysis: Analysis, id: string): boolean =>
  ["confirmed", "likely", "possible"].includes(verdictOf(analysis, id));
export const commandsOf = (analysis: Analysis, id: string): string =>
  findingOf(analysis, id)
    .remedies.flatMap(({ commands }) => commands)
    .join("\n");

/** Both texts, without the breaks of their lines. */
export const textOf = (analysis: Analysis): string =>
  `${renderText(analysis)}\n${renderMarkdown(analysis)}`.replace(/\s+/g, " ");
