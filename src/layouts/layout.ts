import type { SourceName } from "../parsers/index.ts";

/**
 * When an entry was taken: at the start or the end of the window, between them, or once. Counters are judged
 * only between a `start` and an `end`.
 */
export type Phase = "start" | "mid" | "end" | "once";

/** What a layout knows of an entry. `label` tells several entries of one source apart, such as `eth0`. */
export interface Located {
  source: SourceName;
  phase: Phase;
  label: string;
}

/** Whose an entry is, as far as its place tells: a node of several, by its name or its agent's, a namespace. */
export interface Owner {
  node: string | null;
  agent: string | null;
  namespace: string | null;
}

/** The folder of a collector's bundle, with its slash. */
export interface Claim {
  root: string;
  /** What no other collector writes shows it; else only the folder's name, which anybody may have given. */
  sure: boolean;
}

/** One collector's naming: where in its bundle each source lies. Pure; knows paths only. */
export interface Layout {
  name: string;
  /** The folder that a path shows to be this collector's, or null. */
  claims(path: string): Claim | null;
  /** The source of an entry, by its path below that folder; a text where its lines tell what it holds. */
  locate(path: string): Located | "text" | null;
  /** Whose the entry is. */
  owner(path: string): Owner;
  /** Whether an entry that it does not name may be an input all the same, which its lines then tell. */
  mayHold(path: string): boolean;
}

/** `once`-phased places by file name: `[file name, source, label?]`. */
export type Places = readonly (readonly [string, SourceName, string?])[];

/** A path of what is read, with its source where the path alone tells it. */
export type Place = RegExp | readonly [RegExp, SourceName, string?];

/** The entries that a collector writes. */
export interface Naming {
  /** Paths that no other collector writes; they begin with the folder that holds them. */
  marks: RegExp;
  /** The name that the collector gives to its folder. */
  top?: RegExp;
  /** Paths of what is read, below the bundle's own folder. */
  places: readonly Place[];
  /** Paths of what is not named and may be an input, where somebody may have laid other evidence beside. */
  beside?: RegExp;
  /** Paths that tell whose they are, by a group `node`, `agent` or `namespace`. */
  owners?: readonly RegExp[];
}

/** The layout of a collector that writes commands' outputs and copies of files. */
export const layoutOf = (
  name: string,
  { marks, top, places, beside, owners = [] }: Naming,
): Layout => ({
  name,
  claims(path) {
    // a file of an archive within lies below it as below a folder
    const plain = path.replaceAll("!", "/");
    const found = marks.exec(plain);
    if (found !== null)
      return { root: path.slice(0, found.index + (found[0].startsWith("/") ? 1 : 0)), sure: true };
    const folder = top?.exec(plain);
    return folder == null
      ? null
      : { root: path.slice(0, folder.index + folder[0].length), sure: false };
  },
  locate(path) {
    for (const place of [...places, ...TREE]) {
      if (place instanceof RegExp) {
        if (place.test(path)) return "text";
      } else if (place[0].test(path))
        return { source: place[1], phase: "once", label: place[2] ?? "" };
    }
    return null;
  },
  mayHold: (path) => beside?.test(path) === true,
  owner(path) {
    const groups = owners.map((pattern) => pattern.exec(path)?.groups ?? {});
    const first = (group: string) => groups.map((one) => one[group]).find(Boolean) ?? null;
    return { node: first("node"), agent: first("agent"), namespace: first("namespace") };
  },
});

/** Copies of the kernel's and the system's own files, which many collectors keep under their own paths. */
const TREE: readonly Place[] = [
  /(?:^|[/!])proc\/sys\/net\/(?:netfilter\/nf_conntrack_\w+|nf_conntrack_max|ipv4\/\w+|core\/\w+)$/,
  /(?:^|[/!])proc\/(?:\d+\/|self\/)?net\/nf_conntrack$/,
  /(?:^|[/!])sys\/module\/nf_conntrack\/parameters\/(?:hashsize|acct|tstamp)$/,
  /(?:^|[/!])(?:etc|lib|usr\/lib|usr\/local\/lib|run)\/sysctl\.(?:conf|d\/[^/]+\.conf)$/,
  /(?:^|[/!])var\/log\/(?:kern\.log|messages|syslog|dmesg)(?:[-.][\w.-]+)?$/,
  ...ofProc(String.raw`proc\/(?:\d+\/|self\/)?net`),
  [/(?:^|[/!])proc\/uptime$/, "uptime"],
  [/(?:^|[/!])proc\/version$/, "kernel-version"],
  [/(?:^|[/!])proc\/cpuinfo$/, "cpus"],
  [/(?:^|[/!])proc\/meminfo$/, "meminfo"],
  [/(?:^|[/!])proc\/slabinfo$/, "slabinfo"],
  [/(?:^|[/!])etc\/os-release$/, "os-release"],
];

/** Copies of the files of /proc/net below a folder; the table itself is not among them. */
export function ofProc(folder: string): Place[] {
  const at = (file: string): RegExp => new RegExp(`(?:^|[/!])${folder}\\/${file}$`);
  return [
    [at("stat\\/nf_conntrack"), "conntrack-stat"],
    [at("stat\\/arp_cache"), "neighbour-stat", "arp_cache"],
    [at("stat\\/ndisc_cache"), "neighbour-stat", "ndisc_cache"],
    [at("snmp"), "netstat", "snmp"],
    [at("netstat"), "netstat", "netstat"],
    [at("snmp6"), "snmp6"],
    [at("sockstat"), "sockstat"],
    [at("sockstat6"), "sockstat", "6"],
    [at("softnet_stat"), "softnet-stat"],
    [at("dev"), "net-dev"],
  ];
}
