/** Which output stands in which file and in which order, so that start and end can be told. */
import type { BundleFiles } from "../truth/bundle-files.ts";
import { framing, type Line } from "./line.ts";
import type { Output, Phase } from "./outputs.ts";
import type { Choice } from "./random.ts";

/** One file of the evidence: outputs, and lines between them. */
export interface Part {
  name: string;
  of: readonly (Output | Line)[];
}

const ANY_NAME = [
  "a.txt",
  "dump.log",
  "ticket.md",
  "paste.txt",
  "output",
  "conntrack.log",
  "case-4711.txt",
];
const WORDS = [
  ["before", "after"],
  ["start", "end"],
  ["t0", "t1"],
  ["first", "second"],
  ["1", "2"],
] as const;

type Arrange = (choice: Choice, outputs: readonly Output[], bundle: BundleFiles) => Part[];

const isOf =
  (...phases: readonly Phase[]) =>
  ({ phase }: Output): boolean =>
    phases.includes(phase);

/** In any order, but what was taken at the start before what was taken at the end. */
function mixed(choice: Choice, outputs: readonly Output[]): Output[] {
  const order = choice.shuffled(outputs);
  if (choice.chance(0.5)) {
    const rank = ({ phase }: Output) => ["start", "once", "end"].indexOf(phase);
    return order.sort((a, b) => rank(a) - rank(b));
  }
  // each two of a kind change places where they stand the wrong way round
  for (const [at, output] of order.entries()) {
    if (output.phase !== "end") continue;
    const start = order.findIndex((one) => one.kind === output.kind && one.phase === "start");
    if (start > at) [order[at], order[start]] = [order[start]!, output];
  }
  return order;
}

const whole = (parts: readonly Part[]): Part[] => parts.filter(({ of }) => of.length > 0);

const inSeveral: Arrange = (choice, outputs) => {
  const order = mixed(choice, outputs);
  const count = 2 + choice.below(3);
  const size = Math.ceil(order.length / count);
  const name = choice.of<(at: number) => string>([
    (at) => `${"abcdef"[at]}.txt`,
    (at) => `${at + 1}.log`,
    (at) => `output${at + 1}.txt`,
    (at) => `paste-${at + 1}.txt`,
  ]);
  const parts = Array.from({ length: count }, (_, at) => ({
    name: name(at),
    of: order.slice(at * size, (at + 1) * size),
  }));
  return whole(parts);
};

const byPhase: Arrange = (choice, outputs) => {
  const [first, last] = choice.of(WORDS);
  const once = choice.shuffled(outputs.filter(isOf("once")));
  const isEarly = choice.chance(0.3);
  return whole([
    {
      name: `${first}.txt`,
      of: [...choice.shuffled(outputs.filter(isOf("start"))), ...(isEarly ? once : [])],
    },
    {
      name: `${last}.txt`,
      of: [...choice.shuffled(outputs.filter(isOf("end"))), ...(isEarly ? [] : once)],
    },
  ]);
};

/** A file an output, with a word in its name or its folder's. */
const byNames =
  (inFolders: boolean): Arrange =>
  (choice, outputs) => {
    // of the collector's own folders the files have other names
    const words = choice.of(inFolders ? WORDS.filter(([first]) => first !== "start") : WORDS);
    const used = new Map<string, number>();
    return choice.shuffled(outputs).map((output) => {
      const name = slug(output);
      const word = output.phase === "once" ? null : words[output.phase === "start" ? 0 : 1];
      const path = word === null ? name : inFolders ? `${word}/${name}` : `${name}-${word}`;
      const times = (used.get(path) ?? 0) + 1;
      used.set(path, times);
      return { name: `${path}${times > 1 ? `.${times}` : ""}.txt`, of: [output] };
    });
  };

/** A file's name of what it holds. */
const slug = ({ command, kind }: Output): string =>
  (command.startsWith("curl") ? kind.replace(/\.txt$/, "") : command)
    .replace(/^cat \/(?:proc|etc)\/(?:\S*\/)?/, "")
    .replace(/^cat /, "")
    .replace(/[^\w.-]+/g, "_")
    .replace(/^_|_$/g, "");

/** Under dates, whichever stands first. */
const byDates =
  (inOneFile: boolean, withUptimes: boolean): Arrange =>
  (choice, outputs, bundle) => {
    const times = timesOf(bundle);
    const stamp = choice.of(STAMPS);
    const told = outputs.filter(({ kind }) => withUptimes || kind !== "uptime.txt");
    const block = (phase: "start" | "end", ...phases: Phase[]) => {
      const own = choice.shuffled(told.filter(isOf(phase, ...phases)));
      return own.length === 0 ? [] : [...framing(...stamp(times[phase])), ...own];
    };
    const blocks = [block("start"), block("end", "once")];
    if (choice.chance(0.3)) blocks.reverse();
    return whole(
      inOneFile
        ? [{ name: choice.of(ANY_NAME), of: blocks.flat() }]
        : blocks.map((of, at) => ({ name: `${"ab"[at]}.txt`, of })),
    );
  };

export const ARRANGEMENTS: Readonly<Record<string, Arrange>> = {
  "in the order of one file": (choice, outputs) =>
    whole([{ name: choice.of(ANY_NAME), of: mixed(choice, outputs) }]),
  "in the order of several files": inSeveral,
  "files with words": byPhase,
  "names with words": byNames(false),
  "folders with words": byNames(true),
  "dates in one file": byDates(true, true),
  "dates in two files": byDates(false, true),
  "dates alone": byDates(true, false),
};

/** When the samples were taken, in milliseconds since 1970. */
function timesOf({ files }: BundleFiles): Record<"start" | "end", number> {
  const { started, startedUptime } = JSON.parse(files.get("manifest.json")!) as {
    started: string;
    startedUptime: number;
  };
  const at = (phase: string) =>
    Date.parse(started) +
    Math.floor(Number(files.get(`${phase}/uptime.txt`)!.split(" ")[0]) - startedUptime) * 1000;
  return { start: at("start"), end: at("end") };
}

const DAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** As `date` prints it. */
function posix(time: number): string {
  const date = new Date(time);
  const day = String(date.getUTCDate()).padStart(2);
  const clock = date.toISOString().slice(11, 19);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${clock} UTC ${date.getUTCFullYear()}`;
}

const iso = (time: number): string => new Date(time).toISOString().replace(".000Z", "Z");

const STAMPS: readonly ((time: number) => string[])[] = [
  (time) => ["$ date", posix(time)],
  (time) => [posix(time)],
  (time) => [`=== ${iso(time)} ===`],
  (time) => ["", iso(time).replace("T", " ").replace("Z", " UTC"), ""],
  (time) => ["# date -u", posix(time)],
];
