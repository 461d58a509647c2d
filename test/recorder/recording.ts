/** A recorder before files in place of the kernel's, which a test writes. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { confined } from "../collector/collecting.ts";

/** What the kernel would say, over one processor. */
export interface Kernel {
  count: number;
  max: number;
  drop?: number;
  early?: number;
  failed?: number;
  chain?: number;
}

const HEAD =
  "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart";
const hex = (value = 0): string => value.toString(16).padStart(8, "0");

/** At once: the kernel never shows half of it. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** As one word of a shell, and of a replacement. */
const quoted = (text: string): string =>
  `'${text.replaceAll("'", "'\\''")}'`.replaceAll("$", "$$$$");

export interface Recording {
  folder: string;
  child: ChildProcess;
  /** Ends with what ended it. */
  ended: Promise<number | null>;
  /** null: connection tracking is not loaded. */
  tell(kernel: Kernel | null): void;
  bundles(): string[];
  log(): string;
  /** Waits until it is so, at most so many seconds. */
  until(isSo: () => boolean, seconds: number): Promise<void>;
}

const started: Recording[] = [];

/** Ends those that a test that failed has left. */
export async function endRecorders(): Promise<void> {
  for (const { child } of started) child.kill();
  await Promise.all(started.map(({ ended }) => ended));
}

interface More {
  /** A folder with tools that come before the machine's. */
  readonly bin?: string;
  /** What a test makes small in the script. */
  readonly change?: (text: string) => string;
}

/** Starts a recorder of `shell` in `root`; a second one in the same place goes on there. */
export function startRecorder(
  root: string,
  shell: readonly string[],
  options: readonly string[],
  first: Kernel | null = { count: 100, max: 1000 },
  { bin, change = (text) => text }: More = {},
): Recording {
  mkdirSync(root, { recursive: true });
  const folder = join(root, "recorder");
  const [stat, max, count] = [join(root, "stat"), join(root, "max"), join(root, "count")];
  const tell = (now: Kernel | null): void => {
    if (now === null) {
      for (const file of [stat, max, count]) rmSync(file, { force: true });
      return;
    }
    const cells = [now.count, 0, 0, 0, 0, 0, 0, now.chain, 0, now.failed, now.drop, now.early];
    replace(count, `${now.count}\n`);
    replace(max, `${now.max}\n`);
    replace(stat, `${HEAD}\n${[...cells, 0, 0, 0, 0, 0].map((one) => hex(one ?? 0)).join(" ")}\n`);
  };
  tell(first);
  const script = confined(join(root, "collect.sh"), (text) =>
    change(text)
      .replace("stat_file=/proc/net/stat/nf_conntrack", `stat_file=${quoted(stat)}`)
      .replace("max_file=/proc/sys/net/netfilter/nf_conntrack_max", `max_file=${quoted(max)}`)
      .replace(
        "count_file=/proc/sys/net/netfilter/nf_conntrack_count",
        `count_file=${quoted(count)}`,
      ),
  );
  const [command, ...words] = [...shell, script, "--watch", ...options, "-o", folder];
  const PATH = [bin, process.env["PATH"]].filter((part) => part !== undefined).join(":");
  const child = spawn(command!, words, { stdio: "ignore", env: { ...process.env, PATH } });
  const bundles = () =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((name) => /^incident-.*gz$/.test(name))
          .sort()
          .map((name) => join(folder, name))
      : [];
  const recording: Recording = {
    folder,
    child,
    ended: new Promise((resolve) => child.on("exit", resolve)),
    tell,
    bundles,
    log: () => (existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8") : ""),
    async until(isSo, seconds) {
      for (let left = seconds * 10; !isSo(); left--) {
        if (left === 0) throw new Error(`not so after ${seconds} s: ${this.log()}`);
        await pause(100);
      }
    },
  };
  started.push(recording);
  return recording;
}
