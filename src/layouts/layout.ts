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

/** One collector's naming: where in its bundle each source lies. Pure; knows paths only. */
export interface Layout {
  name: string;
  /** The folder that a path shows to be this collector's, with its slash, since no other one writes it; or null. */
  claims(path: string): string | null;
  /** The source of an entry; `text` where what it holds is told by its lines; null when it is not named. */
  locate(path: string): Located | "text" | null;
}

/** `once`-phased places by file name: `[file name, source, label?]`. */
export type Places = readonly (readonly [string, SourceName, string?])[];

/**
 * The layout of a collector that writes commands' outputs and copies of files.
 *
 * @param marks paths that no other collector writes
 * @param places paths of what is read, below the bundle's own folder
 */
export const layoutOf = (name: string, marks: RegExp, places: readonly RegExp[]): Layout => ({
  name,
  claims(path) {
    const found = marks.exec(path);
    return found === null ? null : path.slice(0, found.index + (found[0].startsWith("/") ? 1 : 0));
  },
  locate: (path) => ([...places, ...TREE].some((place) => place.test(path)) ? "text" : null),
});

/** Copies of the kernel's and the system's own files, which many collectors keep under their own paths. */
export const TREE: readonly RegExp[] = [
  /(?:^|\/)proc\/sys\/net\/(?:netfilter\/nf_conntrack_\w+|nf_conntrack_max|ipv4\/\w+)$/,
  /(?:^|\/)proc\/(?:\d+\/|self\/)?net\/(?:nf_conntrack|stat\/nf_conntrack|stat\/arp_cache|stat\/ndisc_cache|netstat|snmp6?|sockstat6?|softnet_stat|dev)$/,
  /(?:^|\/)proc\/(?:uptime|version|cpuinfo|meminfo|slabinfo)$/,
  /(?:^|\/)sys\/module\/nf_conntrack\/parameters\/\w+$/,
  /(?:^|\/)(?:etc|usr\/lib|run)\/sysctl\.(?:conf|d\/[^/]+)$/,
  /(?:^|\/)etc\/(?:os-release|hostname)$/,
  /(?:^|\/)var\/log\/(?:kern\.log|messages|syslog|dmesg)(?:[-.][\w.-]+)?$/,
];
