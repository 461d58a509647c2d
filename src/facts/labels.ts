import type { NetstatFact } from "../parsers/netstat.ts";
import type { PrometheusFact } from "../parsers/prometheus.ts";
import type { Piece } from "./piece.ts";

/** What tells several of one source apart that are no samples of each other: an interface, a process. */
export function labelOf(piece: Piece): string {
  if (piece.label !== "") return piece.label;
  if (piece.source.endsWith("-metrics")) {
    const { series } = piece.fact as Partial<PrometheusFact>;
    const started = series?.get("process_start_time_seconds")?.[0]?.value;
    // of two that do not say when they began, the addresses tell
    if (started === undefined)
      return /https?:\/\/([^/\s]{1,253})/.exec(piece.context.command ?? "")?.[1] ?? "";
    // two that began at once are told apart by where each serves
    const served = [...(series?.values() ?? [])].flat().find(({ labels }) => labels.has("server"));
    return `${started} ${served?.labels.get("server") ?? ""}`.trim();
  }
  if (piece.source === "netstat") return groupsOf(piece.fact as NetstatFact);
  if (piece.source === "conntrack-table")
    return (
      /(?:\b|_)ipv[46](?![\da-z])/
        .exec(`${piece.context.command ?? ""} ${piece.path}`)?.[0]
        .replace("_", "") ?? ""
    );
  if (piece.source === "neighbour-stat")
    return /ndisc/.test(`${piece.path} ${piece.context.command ?? ""}`)
      ? "ndisc_cache"
      : "arp_cache";
  if (piece.source === "ethtool")
    return (
      /ethtool\s+-S\s+(\S{1,32})/.exec(piece.context.command ?? "")?.[1] ??
      /ethtool[-_](?:S[-_])?(?!(?:before|after|start|end|first|second|last|pre|post|old|new|later?|stats?)(?![a-z]))([a-z][\w.@]{1,15})/.exec(
        piece.path,
      )?.[1] ??
      ""
    );
  if (piece.source === "sockstat")
    return /sockstat6/.test(`${piece.path} ${piece.context.command ?? ""}`) ? "6" : "";
  return "";
}

/** The file of the kernel that holds such counters; both at once, as nstat prints them, are of neither. */
function groupsOf({ counters }: NetstatFact): string {
  const groups = new Set([...counters.keys()].map((name) => name.split(".")[0]!));
  const inNetstat = groups.has("TcpExt") || groups.has("IpExt");
  const inSnmp = groups.has("Ip") || groups.has("Tcp");
  return inNetstat === inSnmp ? "" : inNetstat ? "netstat" : "snmp";
}
