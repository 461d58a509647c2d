import { table } from "../../../src/report/markdown/table.ts";
import { GUIDE_COMMANDS } from "./guide.ts";
import { type Fault, judge, type Named } from "./judge.ts";
import type { Answer, Peer } from "./peer.ts";
import { NOT_RUN } from "./peers.ts";

/** What each peer said of each fault, by the peer's and the fault's id. */
export type Answers = ReadonlyMap<string, ReadonlyMap<string, Answer>>;

const WORDS: Readonly<Record<Named, string>> = {
  cause: "**cause**",
  symptom: "symptom",
  nothing: "–",
};
/** Longer lines are cut: it is a whole paragraph of some. */
const LONGEST = 240;

export function peersReport(
  faults: readonly Fault[],
  peers: readonly Peer[],
  answers: Answers,
): string {
  const sick = faults.filter(({ cause }) => cause.length > 0);
  const [well] = faults.filter(({ cause }) => cause.length === 0) as [Fault];
  return `${[
    HEAD,
    "## Who is asked",
    whoTable(peers),
    `Not run: ${NOT_RUN.map(([name, reason]) => `**${name}** ${reason}`).join(". ")}.`,
    "## What each was given",
    peers.map(({ id, input }) => `- **${id}**: ${input}`).join("\n"),
    GIVEN,
    `The guide's commands: ${GUIDE_COMMANDS.map((one) => `\`${one}\``).join(", ")}.`,
    "## What each names",
    verdictTable(sick, peers, answers),
    "## Counts and times",
    countTable(sick, peers, answers),
    closeOf(sick),
    "## Of a node that is well",
    peers
      .map((peer) => `- **${peer.id}**: ${saidOf(answers.get(peer.id)!.get(well.id)!)}`)
      .join("\n"),
    "## The lines",
    ...sick.map((fault) => linesOf(fault, peers, answers)),
  ].join("\n\n")}\n`;
}

const HEAD = `# Peers

What other programs say of the faults that conntriage is for. Written by \`npm run lab:peers\`, which installs them from
their registries into a folder of their own (\`test/lab/peers/\`). Of twenty of the shipped samples, each a capture of a real
kernel, is asked: does any line of the answer name the cause, or only a symptom?

The words that count were written before any of them was run, are the same for all, and stand in
[faults.yaml](../test/lab/peers/faults.yaml); three wordings were added later, each in favour of the program that uses it.
The samples are conntriage's own, and it was made for these faults: that it names them is no surprise. The others were made
for something else, most for far more; the first table says what. Both the words and the script that reads the guide's
commands were written by people who knew the faults and conntriage's own wording: that favours conntriage and the guide.`;

const GIVEN = `The folder is the sample, laid out as sosreport 4.9 lays out a node's files and outputs: the end of the capture's
window, its table, its rules and its kernel log. What the sample does not have, such as packages, logs of services and
hardware, is not there, and so nothing is said of it.`;

const whoTable = (peers: readonly Peer[]): string =>
  table(
    ["Program", "Version", "Made for", "What it does that conntriage does not"].map((title) => ({
      title,
    })),
    peers.map(({ id, version, madeFor, more }) => [id, version, madeFor, more || "–"]),
  );

function verdictTable(faults: readonly Fault[], peers: readonly Peer[], answers: Answers): string {
  const rows = faults.map((fault) => [
    `[${fault.id}](../samples/${fault.id})`,
    fault.truth,
    ...peers.map(({ id }) => WORDS[judge(fault, answers.get(id)!.get(fault.id)!.lines).named]),
  ]);
  return table(
    ["Fault", "What is true", ...peers.map(({ id }) => id)].map((title) => ({ title })),
    rows,
  );
}

function countTable(faults: readonly Fault[], peers: readonly Peer[], answers: Answers): string {
  const rows = peers.map(({ id, watches }) => {
    const all = faults.map((fault) => answers.get(id)!.get(fault.id)!);
    const verdicts = faults.map((fault, at) => judge(fault, all[at]!.lines));
    const count = (named: Named) => verdicts.filter((one) => one.named === named).length;
    const others = verdicts.reduce((sum, one) => sum + one.others, 0);
    const spoken = all.filter(({ lines }) => lines.length > 0 || !watches);
    const seconds = spoken.map((one) => one.seconds).toSorted((a, b) => a - b);
    const middle = seconds[Math.floor(seconds.length / 2)];
    return [
      id,
      ...[count("cause"), count("symptom"), count("nothing"), others].map(String),
      middle === undefined ? "–" : `${middle.toFixed(2)} s${watches ? " until it speaks" : ""}`,
    ];
  });
  const columns = ["Program", "Cause", "Symptom", "Nothing", "Other lines", "Time, median"];
  return `${table(
    columns.map((title, at) => ({ title, right: at > 0 })),
    rows,
  )}

Time is that of the processor, with all processes and from the start of the program, since other work ran beside it. A
line that names neither the cause nor a symptom is another one: it may well be true.`;
}

const closeOf = (faults: readonly Fault[]): string =>
  faults
    .flatMap(({ id, close }) =>
      Object.entries(close ?? {}).map(([peer, what]) => `- ${id}: ${peer} ${what}`),
    )
    .join("\n")
    .replace(/^(?=.)/, "Near misses, by the program's own threshold:\n\n");

function linesOf(fault: Fault, peers: readonly Peer[], answers: Answers): string {
  const said = peers.map(({ id }) => {
    const { lines } = answers.get(id)!.get(fault.id)!;
    const { named, line, others } = judge(fault, lines);
    const rest = others === 0 ? "" : ` (and ${others} other${others === 1 ? "" : "s"})`;
    return `- **${id}**: ${line === null ? `nothing${rest}` : `${named}, ${quoted(line)}${rest}`}`;
  });
  return `### ${fault.id}\n\n${said.join("\n")}`;
}

const saidOf = ({ lines }: Answer): string =>
  lines.length === 0 ? "nothing" : lines.map(quoted).join(", ");

/** As it stands, on one line, within marks that no text of it can end. */
function quoted(line: string): string {
  const whole = line.replace(/\s+/g, " ").replaceAll("`", "'").trim();
  return `\`${whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole}\``;
}
