/**
 * Samples a node's table each second, as somebody would who keeps dumps, and looks at its counters many times a
 * second: when it was full and when it lost is known apart from any sample.
 */
import { execFile } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { reside } from "../resident.ts";

/** From one look to the next. */
const STEP_MS = 100;
const FOLDER = "/proc/sys/net/netfilter";
const ROWS = "/proc/net/nf_conntrack";

export interface Look {
  readonly at: number;
  readonly count: number;
  readonly max: number;
  /** Packets lost or entries evicted for want of room, since boot. */
  readonly lost: number;
}

const looks: Look[] = [];
const number = (path: string): number => Number(readFileSync(path, "utf8"));

function counters(): { drop: number; insertFailed: number; earlyDrop: number } {
  const [head = [], ...rows] = readFileSync("/proc/net/stat/nf_conntrack", "utf8")
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/));
  const sum = (name: string): number =>
    rows.reduce((all, row) => all + Number.parseInt(row[head.indexOf(name)]!, 16), 0);
  return { drop: sum("drop"), insertFailed: sum("insert_failed"), earlyDrop: sum("early_drop") };
}

function look(): void {
  const at = Date.now();
  const { drop, insertFailed, earlyDrop } = counters();
  looks.push({
    at,
    count: number(`${FOLDER}/nf_conntrack_count`),
    max: number(`${FOLDER}/nf_conntrack_max`),
    lost: drop - insertFailed + earlyDrop,
  });
}

let isDumping = false;

/** One sample of everything, by the second in its names. */
function sample(folder: string): void {
  const now = new Date().toISOString();
  const name = now.replace(/[:-]/g, "");
  const [count, max] = ["count", "max"].map((one) => number(`${FOLDER}/nf_conntrack_${one}`));
  const { drop, insertFailed, earlyDrop } = counters();
  const uptime = readFileSync("/proc/uptime", "utf8").split(" ")[0];
  const row = [now, uptime, count, max, insertFailed, drop, earlyDrop].join(",");
  appendFileSync(join(folder, "counters.csv"), `${row}\n`);
  const settings = readdirSync(FOLDER)
    .filter((one) => /^nf_conntrack_(?:max|.*timeout.*)$/.test(one))
    .map((one) => `net.netfilter.${one} = ${readFileSync(join(FOLDER, one), "utf8").trim()}\n`);
  writeFileSync(join(folder, "settings", `${name}.txt`), settings.join(""));
  const dump = join(folder, "dumps", `${name}.txt`);
  if (existsSync(ROWS)) writeFileSync(dump, readFileSync(ROWS));
  else if (!isDumping) {
    isDumping = true;
    execFile("conntrack", ["-L"], { maxBuffer: 1 << 28 }, (_, rows) => {
      isDumping = false;
      writeFileSync(dump, rows);
    });
  }
}

/** At each whole second of the clock. */
function sampleOn(folder: string): void {
  setTimeout(
    () => {
      sample(folder);
      sampleOn(folder);
    },
    1000 - (Date.now() % 1000),
  );
}

const watchApi = {
  start(folder: string): void {
    for (const one of ["dumps", "settings"]) mkdirSync(join(folder, one), { recursive: true });
    writeFileSync(
      join(folder, "counters.csv"),
      "time,uptime,count,max,insert_failed,drop,early_drop\n",
    );
    setInterval(look, STEP_MS);
    sampleOn(folder);
  },
  looks: (): readonly Look[] => looks,
};

export type WatchApi = typeof watchApi;

reside(watchApi);
