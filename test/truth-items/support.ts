/** What the tests of this folder share: a few small texts, and what the report says of them. */
import type { Analysis, AnalysisFinding } from "../../src/report/contract.ts";
import { type Row, rowText, service } from "../attribution/rows.ts";
import { analyzeTexts, manifest, sysctls, type Texts } from "../signals/in-memory.ts";

export const rows = (count: number, row: (at: number) => Row): string =>
  Array.from({ length: count }, (_, at) => `${rowText(row(at))}\n`).join("");

/** `iptables-save` with kube-proxy's rules of some Services. */
export const rulesOf = (...services: readonly Parameters<typeof service>[]): string =>
  `*nat\n:KUBE-SERVICES - [0:0]\n${services.flatMap((one) => service(...one)).join("\n")}\nCOMMIT\n`;

/** A bundle of the collector with a dump, and whatever else. */
export const bundle = (
  dump: string,
  settings: Record<string, number>,
  others: Texts = {},
): Texts => ({
  "manifest.json": manifest(),
  "end/sysctl.txt": sysctls({
    max: 131_072,
    count: dump.trimEnd().split("\n").length,
    tcp_timeout_established: 86_400,
    udp_timeout: 30,
    udp_timeout_stream: 120,
    ...settings,
  }),
  ...others,
  "dump/conntrack-L-ipv4.txt.gz": dump,
});

export const analyzed = (...of: Parameters<typeof bundle>): Promise<Analysis> =>
  analyzeTexts(bundle(...of));

export { findingOf } from "./finding.ts";

export const commandsOf = (finding: AnalysisFinding): string[] =>
  finding.remedies.flatMap(({ commands }) => commands);
