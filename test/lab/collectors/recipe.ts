/** What a collector's bundle is made of: its own paths, and the commands whose outputs it keeps there. */
export interface Recipe {
  /** The folder in samples/layouts/. */
  readonly id: string;
  /** The archive's name, as the collector gives it. */
  readonly archive: string;
  /** Which node each entry is of, by the lab's names, and what writes it. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly path: string;
  readonly node: NodeName;
  /** A shell's command line, run on the node. */
  readonly command: string;
  /** Makes the collector's form of the output. */
  readonly as?: (output: string) => string;
}

/** `worker-1` has a full table, `worker-2` has room. */
export type NodeName = "worker-1" | "worker-2";
export const NODES: readonly NodeName[] = ["worker-1", "worker-2"];

/** Commands by path below a folder. */
export const entriesOf = (
  folder: string,
  node: NodeName,
  commands: Readonly<Record<string, string>>,
): Entry[] =>
  Object.entries(commands).map(([path, command]) => ({ path: `${folder}${path}`, node, command }));

/**
 * A command that prints the kernel log, as it would on a machine of its own: the lab's nodes share one kernel,
 * which names the node's namespace where it would name none, and tells of the other node's table as well.
 */
export const ownLog = (command: string, node: NodeName): string =>
  node === "worker-1"
    ? `${command} | sed "s/ in netns $(stat -L -c %i /proc/self/ns/net),/,/"`
    : `${command} | grep -v "nf_conntrack\\|callbacks suppressed"`;
