import { codeSpan, formatNumber, formatSeconds, formatShare } from "../../format.ts";
import type { Analysis } from "../contract.ts";
import { formatValue } from "../values.ts";
import { found, STATE_WORDS, VERDICT_WORDS } from "../words.ts";
import { sayHeld } from "./causes.ts";

/** The first screen: what happened, why, what to do now, and where and when that was. */
export function head(analysis: Analysis): string {
  const primary = found(analysis)[0];
  const remedy = primary?.remedies[0];
  const facts = [
    [
      "Primary cause",
      primary === undefined
        ? "none is shown"
        : [`${primary.title} (${VERDICT_WORDS[primary.verdict]})`, sayHeld(primary)]
            .filter((part) => part !== "")
            .join(", "),
    ],
    ["Do now", remedy?.title ?? ""],
    ["Table", tableOf(analysis)],
    ["Node", nodeOf(analysis)],
    ["Taken", takenOf(analysis)],
  ].filter(([, text]) => text !== "");
  return [
    `# Connection tracking: ${STATE_WORDS[analysis.state]}`,
    analysis.summary,
    facts.map(([name, text]) => `- **${name}:** ${text}`).join("\n"),
    analysis.notes.map((note) => `> Note: ${note}`).join("\n>\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function tableOf({ table: t }: Analysis): string {
  const limit = t.max === null ? "limit unknown" : `limit ${formatNumber(t.max)}`;
  const part = t.utilization === null ? "" : `, ${formatShare(t.utilization)} in use`;
  if (t.count !== null) return `${formatNumber(t.count)} entries, ${limit}${part}`;
  return `${t.rows === null ? "entries unknown" : `${formatNumber(t.rows)} rows in the dump`}, ${limit}`;
}

function nodeOf({ node }: Analysis): string {
  const code = (text: string | null) => (text === null ? "unknown" : codeSpan(text));
  return [
    node.hostname === null ? "name unknown" : codeSpan(node.hostname),
    `kernel ${code(node.kernel)}`,
    `CPUs ${node.cpus === null ? "unknown" : formatNumber(node.cpus)}`,
    `memory ${formatValue(node.memoryBytes, "bytes")}`,
    `kube-proxy mode ${code(node.proxyMode)}`,
  ].join(", ");
}

const takenOf = ({ bundle }: Analysis): string =>
  [
    bundle.capturedAt?.replace(/\.\d+Z$/, "Z") ?? "time unknown",
    bundle.windowSeconds === null
      ? "not watched over a window"
      : `watched for ${formatSeconds(bundle.windowSeconds)}`,
  ].join(", ");
