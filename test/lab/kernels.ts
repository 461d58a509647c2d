/** The kernels that the lab can drive, and what each of them cannot do for a scenario. */
import { release } from "node:os";
import { findCommand, needs } from "../support/needs.ts";
import type { GroupSize } from "./cases.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { run } from "./shell.ts";

/**
 * What a scenario may need of a kernel beyond namespaces and a table: that its node is the first namespace of
 * a kernel that nobody else uses, modules such as those of tunnels, zones of the table.
 */
export type Ability = "own-machine" | "modules" | "zones";

export type KernelName = "uml" | "host";

interface Kernel {
  /** Its name in a title. */
  readonly title: string;
  /** A case that fills its table keeps four processes busy for a quarter of a minute. */
  readonly groupSize: GroupSize;
  /** Why a scenario cannot have it here. */
  readonly lacks: Partial<Record<Ability, string>>;
  /** Its version, such as 6.1.176. */
  release(): string;
  /** Why nothing can run on it here, or null. */
  missing(): string | null;
}

const COMMANDS = ["ip", "conntrack", "unshare", "sysctl", "dmesg", "fping"];

export const KERNELS: Readonly<Record<KernelName, Kernel>> = {
  uml: {
    title: "user-mode Linux",
    groupSize: { filling: 1, calm: 1 },
    release: () => run(findCommand(["linux.uml"])!, ["--version"]).trim(),
    lacks: {
      zones: "user-mode Linux is built without zones",
    },
    missing: () =>
      needs({
        linux: true,
        commands: [
          ...COMMANDS,
          ...["linux.uml", "modprobe", "iptables-legacy", "busybox", "taskset"],
        ],
      }),
  },
  host: {
    title: "this machine's kernel",
    groupSize: { filling: 3, calm: 5 },
    release: () => /^[\d.]+/.exec(release())?.[0] ?? release(), // the rest names this machine's build
    lacks: {
      "own-machine": "it would change what the whole machine shares",
      modules: "not every kernel has tunnels of IP in IP",
    },
    missing: () => needs({ linux: true, root: true, commands: [...COMMANDS, "iptables-restore"] }),
  },
};

/** Why a scenario cannot run on a kernel, or null when it can. */
export function whyNot({ needs: wanted = [] }: Scenario, kernel: KernelName): string | null {
  const { lacks } = KERNELS[kernel];
  const reasons = wanted.flatMap((ability) => lacks[ability] ?? []);
  return reasons.length > 0 ? reasons.join("; ") : null;
}
