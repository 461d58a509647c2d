/** Every capture of the cluster: of what, on which kernel, and into which files. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Component, RELEASES, type Release } from "./components.ts";
import { coredns } from "./coredns.ts";
import { leftovers } from "./leftovers.ts";
import type { Mode } from "./proxy.ts";
import { rules } from "./rules.ts";
import { startup } from "./startup.ts";
import { states } from "./states.ts";

export interface Job {
  /** `rules-5`, `states` and the like: what `--only` names, with release and mode. */
  readonly step: string;
  readonly release: Release;
  readonly mode: Mode;
  readonly kernel: "host" | "uml";
  /** Writes its files to a folder, their names beginning with the job's. */
  run(folder: string): Promise<void>;
}

export const nameOf = ({ step, release, mode }: Job): string => `${step}-${release}-${mode}`;

/** What must be built before it can run, also where nothing can be built: in user-mode Linux. */
export const componentsOf = ({ step, release }: Job): Component[] => [
  ...(["etcd", "kube-apiserver", `kube-proxy-${release}`] as const),
  ...(step === "coredns" ? (["coredns"] as const) : []),
];

type Run = (release: Release, mode: Mode, files: Files) => Promise<void>;

/** How files of a job are written: text is packed, because rows and rules are long and alike. */
interface Files {
  text(suffix: string, text: string): void;
  json(value: unknown): void;
  path(suffix: string): string;
}

const RULES =
  (count: 5 | 2000): Run =>
  async (release, mode, files) => {
    const { text, first, changed, log } = await rules(release, mode, count);
    files.text("rules", text);
    if (count === 2000) files.text("first.prom", first);
    files.text("changed.prom", changed);
    files.text("log", log);
  };

const STEPS: Readonly<Record<string, Run>> = {
  "rules-5": RULES(5),
  "rules-2000": RULES(2000),
  leftovers: async (release, mode, files) => {
    const { counts, dumps, rules } = await leftovers(release, mode);
    files.json(counts);
    files.text("rules", rules);
    for (const [place, when] of ["before", "changed", "restarted"].entries())
      files.text(`${when}.rows`, dumps[place]!);
  },
  states: async (release, mode, files) =>
    files.json(await states(release, mode, (state) => files.path(`${state}.tar.gz`))),
  startup: async (release, mode, files) => files.json(await startup(release, mode)),
  coredns: async (release, mode, files) =>
    files.json(await coredns(release, mode, files.path("load.tar.gz"))),
};

/** nftables mode is there from 1.29 on. */
const hasMode = (release: Release, mode: Mode): boolean =>
  mode !== "nftables" || release !== "1.28";

function jobs(
  kernel: Job["kernel"],
  step: string,
  modes: readonly Mode[],
  releases: readonly Release[] = RELEASES,
): Job[] {
  return modes.flatMap((mode) =>
    releases
      .filter((release) => hasMode(release, mode))
      .map((release) => {
        const job = { step, release, mode, kernel };
        const run = (folder: string) =>
          STEPS[step]!(release, mode, filesOf(folder, `${step}-${release}-${mode}`));
        return { ...job, run };
      }),
  );
}

export const JOBS: readonly Job[] = [
  ...jobs("host", "leftovers", ["iptables", "nftables"]),
  ...jobs("host", "rules-5", ["iptables", "nftables"]),
  ...jobs("host", "states", ["iptables-legacy"]),
  ...jobs("host", "states", ["iptables", "nftables"], ["1.37"]),
  ...jobs("host", "rules-2000", ["iptables", "nftables"], ["1.37"]),
  ...jobs("host", "coredns", ["iptables"], ["1.37"]),
  ...jobs("uml", "startup", ["iptables-legacy", "ipvs"]),
  ...jobs("uml", "leftovers", ["ipvs"]),
  ...jobs("uml", "rules-5", ["ipvs"]),
];

function filesOf(folder: string, name: string): Files {
  const path = (suffix: string): string => join(folder, `${name}-${suffix}`);
  return {
    path,
    text: (suffix, text) => writeFileSync(path(`${suffix}.gz`), gzipSync(text, { level: 9 })),
    json: (value) =>
      writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`),
  };
}
