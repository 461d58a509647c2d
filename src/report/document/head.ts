import { formatNumber, formatSeconds, formatShare, toTheSecond } from "../../format.ts";
import type { Analysis, AnalysisFinding } from "../contract.ts";
import { fillsTable, foundCauses, headingOf } from "../words.ts";
import { sayHeld } from "./causes.ts";
import type { Fact, Found, Head, Words } from "./document.ts";
import { shownBy } from "./evidence.ts";
import { figures, tableLine } from "./head-figures.ts";
import { code, joined, number, says, text, value } from "./inline.ts";
import { prose } from "./prose.ts";
import { stepsOf } from "./remedies.ts";
import { subjectLines } from "./subjects.ts";
import { summaryOf } from "./summary.ts";
import { unreadLines } from "./unread.ts";

/** The first look: what happened, why, what to do now, and where and when that was. */
export const head = (analysis: Analysis): Head => ({
  state: analysis.state,
  ...headingOf(analysis),
  summary: summaryOf(analysis),
  found: foundCauses(analysis).map((finding) => look(finding, analysis.state)),
  steps: stepsOf(analysis),
  notJudged: analysis.findings
    .filter(({ verdict }) => verdict === "unknown")
    .map(({ cause }) => cause),
  table: tableLine(analysis),
  // what an excerpt holds says nothing of the table
  uses: analysis.table.excerpt === null ? analysis.table.uses : [],
  figures: figures(analysis),
  taken: takenLine(analysis),
  facts: { kind: "facts", facts: facts(analysis) },
  notes: analysis.notes.map(prose),
  subjects: subjectLines(analysis),
  unread: unreadLines(analysis),
});

const look = (finding: AnalysisFinding, state: Head["state"]): Found => ({
  title: prose(finding.title),
  verdict: finding.verdict,
  fillsTable: fillsTable(state, finding),
  held: finding.entries ? { entries: finding.entries, share: finding.share } : null,
  shownBy: shownBy(finding),
});

function facts(analysis: Analysis): Fact[] {
  const primary = foundCauses(analysis)[0];
  const list: [string, Words, boolean][] = [
    ["Primary cause", primary === undefined ? says`none was found` : primaryIn(primary), true],
    ["Do now", doNow(analysis), true],
    ["Table", tableOf(analysis), true],
    ["Demand", demandOf(analysis), false],
    ["Node", nodeOf(analysis), false],
    ["Taken", [text([timeOf(analysis), watchedFor(analysis)].join(", "))], false],
  ];
  return list
    .filter(([, words]) => words.length > 0)
    .map(([name, words, onFirstScreen]) => ({ name, words, onFirstScreen }));
}

/** The first step, with its commands; a configuration of several lines stands below. */
function doNow(analysis: Analysis): Words {
  const [step] = stepsOf(analysis);
  if (step === undefined) return [];
  const commands = joined(
    step.commands.filter((one) => !one.includes("\n")).map((one) => [code(one)]),
    ", then ",
  );
  return commands.length === 0 ? step.title : says`${step.title}: ${commands}`;
}

function primaryIn(primary: AnalysisFinding): Words {
  const held = sayHeld(primary);
  const named = says`${prose(primary.title)} (${{ kind: "verdict", verdict: primary.verdict }})`;
  return held.length === 0 ? named : says`${named}, ${held}`;
}

function tableOf({ table: t }: Analysis): Words {
  const limit = t.max === null ? "limit unknown" : `limit ${formatNumber(t.max)}`;
  const part = t.utilization === null ? "" : `, ${formatShare(t.utilization)} in use`;
  const least = t.bound === "at least" ? "at least " : "";
  if (t.count !== null) return says`${least}${number(t.count)} entries, ${limit}${part}`;
  return t.rows === null
    ? says`entries unknown, ${limit}`
    : says`${number(t.rows)} rows in the dump, ${limit}`;
}

/** What a full table would hold, and because of what, or why that cannot be told. */
function demandOf({ demand, state, signals }: Analysis): Words {
  if (state !== "exhausted") return [];
  if (demand === null) {
    const why = signals.find(({ signal }) => signal === "demand.high")?.missing ?? null;
    return why === null
      ? []
      : prose(why.replace(/^the demand is /, "").replace(/; wanted: .*/, ""));
  }
  return says`would hold ${number(demand.low)} to ${number(demand.high)} entries if nothing were refused, because ${demand.reasons.join("; ")}`;
}

function nodeOf({ node }: Analysis): Words {
  const named = (name: string | null) => (name === null ? "unknown" : code(name));
  const parts = [
    node.hostname === null ? says`name unknown` : [code(node.hostname)],
    ...(node.os === null ? [] : [[code(node.os)]]),
    says`kernel ${named(node.kernel)}`,
    says`CPUs ${number(node.cpus)}`,
    says`memory ${value(node.memoryBytes, "bytes")}`,
    ...(node.proxyMode === null && node.kind !== "kubernetes"
      ? []
      : [says`kube-proxy mode ${named(node.proxyMode)}`]),
  ];
  return joined(parts, ", ");
}

const timeOf = ({ bundle }: Analysis): string =>
  bundle.capturedAt === null ? "time unknown" : toTheSecond(bundle.capturedAt);

const watchedFor = ({ bundle }: Analysis): string =>
  bundle.windowSeconds === null
    ? "not watched over a window"
    : `watched for ${formatSeconds(bundle.windowSeconds)}`;

/** Node and time, as far as they are known. */
function takenLine(analysis: Analysis): Words {
  const { node, bundle } = analysis;
  const parts = [
    node.hostname === null ? [] : [code(node.hostname)],
    node.kernel ? says`Linux ${code(node.kernel)}` : [],
    bundle.capturedAt === null ? [] : [text(timeOf(analysis))],
    bundle.windowSeconds === null ? [] : [text(watchedFor(analysis))],
  ];
  return joined(
    parts.filter((one) => one.length > 0),
    ", ",
  );
}
