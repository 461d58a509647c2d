/**
 * Fuzzes all that reads what strangers wrote: `npm run fuzz -- [--minutes N | --executions N] [--seed N] [--only NAME]
 * [--report]`. What fails is written to `found/`, as small as it could be made, and the run ends with 1.
 */
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { type Input, keep, readFound } from "./input.ts";
import { writeReport } from "./report.ts";
import { Now } from "./shared.ts";
import type { Message, Start, Tallies } from "./worker.ts";

/** Seconds of processor time of one execution after which it hangs: all that are only slow end before that. */
const HANGS = 15;
/** MiB of the heap: an analysis of millions of rows has less. */
const HEAP = 1024;

/** A thread of its own has to be told how TypeScript is loaded. */
const BEGIN = `import("tsx/esm/api").then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL("./worker.ts", import.meta.url).href)});
})`;

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    executions: { type: "string" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    report: { type: "boolean", default: false },
  },
});
const number = (text: string | undefined, name: string): number => {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} is a number above 0`);
  return value;
};
const minutes = values.minutes ?? (values.executions === undefined ? "2" : undefined);
const began = Date.now();
const until = began + number(minutes, "minutes") * 60_000;
const executions = number(values.executions, "executions");
const seed = number(values.seed, "seed");

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const found: string[] = [];
const known: string[] = [];
const kept: [string, Input][] = [];
const totals: Tallies = {};
const covered = new Map<string, { ran: number; all: number }>();

const countOf = (tallies: Tallies): number =>
  Object.values(tallies).reduce((sum, one) => sum + one.executions, 0);

/** Of both threads, and this one waits. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The executions of a thread that has ended. */
function add(tallies: Tallies): void {
  for (const [name, { executions: more, inputs }] of Object.entries(tallies))
    totals[name] = { executions: (totals[name]?.executions ?? 0) + more, inputs };
}

function failed(target: string, fault: string, input: Input): void {
  const name = keep(target, fault, input);
  found.push(name);
  say(`found: ${target}: ${fault}\n  test/fuzz/found/${name}.json`);
}

/** Runs one thread to its end. One that hangs, or has no memory left, is ended, and its input is kept. */
function thread(attempt: number): Promise<void> {
  const now = new Now();
  const workerData: Start = {
    memory: now.memory,
    seed: seed + attempt * 1_000_003,
    executions: executions - countOf(totals),
    until,
    only: values.only,
    known,
    kept,
  };
  const worker = new Worker(BEGIN, {
    eval: true,
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
  });
  let latest: Tallies = {};
  return new Promise((resolve, reject) => {
    let [which, cpu] = [0, 0];
    const watch = setInterval(() => {
      if (now.which !== which) [which, cpu] = [now.which, cpuSeconds()];
      if (now.which === 0 || cpuSeconds() - cpu < HANGS) return;
      const { target, input } = now.what;
      failed(target, `Hangs: more than ${HANGS} s`, input);
      known.push(`${target}: Hangs`);
      void worker.terminate();
    }, 500);
    worker.on("message", (message: Message) => {
      if (message.is === "found") {
        known.push(message.kind);
        failed(message.target, message.verdict.fault, message.input);
        say(message.verdict.stack.split("\n").slice(1, 6).join("\n"));
      } else if (message.is === "kept") kept.push([message.target, message.input]);
      else {
        latest = message.tallies;
        for (const [path, ran, all] of message.files)
          covered.set(path, { ran: Math.max(ran, covered.get(path)?.ran ?? 0), all });
        say(
          `${Math.round((Date.now() - began) / 1000)} s: ${countOf(totals) + countOf(latest)} executions, ${kept.length} inputs kept, ${found.length} found`,
        );
      }
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "ERR_WORKER_OUT_OF_MEMORY") return reject(error);
      const { target, input } = now.what;
      failed(target, `Memory: more than ${HEAP} MiB`, input);
    });
    worker.on("exit", () => {
      clearInterval(watch);
      add(latest);
      resolve();
    });
  });
}

for (let attempt = 0; attempt < 20; attempt++) {
  const before = countOf(totals);
  await thread(attempt);
  if (Date.now() >= until || countOf(totals) >= executions || countOf(totals) === before) break;
}
if (values.report)
  writeReport({
    minutes: (Date.now() - began) / 60_000,
    cpuMinutes: cpuSeconds() / 60,
    seed,
    totals,
    kept: kept.length,
    covered,
    found: readFound(),
  });
process.exitCode = found.length === 0 ? 0 : 1;
