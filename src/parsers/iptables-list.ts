import { words } from "./values.ts";

/** `Chain KUBE-SERVICES (2 references)`. */
const CHAIN = /^Chain (\S{1,64}) \((?:policy|\d)/;
const HEAD = /^(?:pkts\s{1,8}bytes\s{1,8})?target\s{1,16}prot\s{1,8}opt\s/;
const PROTOCOL =
  /^(?:!?(?:all|tcp|udp|udplite|icmp|icmpv6|ipv6-icmp|sctp|dccp|gre|esp|ah|ipencap|vrrp|igmp|\d{1,3}))$/;
const OPTION = /^(?:--|-f|!f)$/;

/** The chain that a line of `iptables -L` begins, or null. */
export const listedChain = (text: string): string | null => CHAIN.exec(text.trim())?.[1] ?? null;

/**
 * A rule of `iptables -L -n`, with or without `-v`, in the words of `iptables-save`; null for a line that is
 * none. Only what the words of a rule say is taken over: addresses, ports, the target and where it leads.
 */
export function listedRule(chain: string, text: string): string[] | null {
  if (HEAD.test(text.trim())) return null;
  const comment = /\/\* (.{0,600}?) \*\//.exec(text.slice(0, 2000));
  const said = comment === null ? text : text.replace(comment[0], " ");
  const cells = words(said.slice(0, 2000));
  const isCounted =
    /^\d{1,20}[KMGTP]?$/.test(cells[0] ?? "") && /^\d{1,20}[KMGTP]?$/.test(cells[1] ?? "");
  let at = isCounted ? 2 : 0;
  // a rule may have no target: then the protocol stands first
  const hasTarget = !(PROTOCOL.test(cells[at] ?? "") && OPTION.test(cells[at + 1] ?? ""));
  const target = hasTarget ? cells[at++] : undefined;
  const [protocol, option] = [cells[at] ?? "", cells[at + 1] ?? ""];
  // newer tools leave the option's column empty for IPv6
  if (!PROTOCOL.test(protocol) || !OPTION.test(option)) return null;
  at += isCounted ? 4 : 2;
  const [source, destination] = [cells[at], cells[at + 1]];
  if (source === undefined || destination === undefined) return null;
  const rule = ["-A", chain];
  if (!/^(?:0|all)$/.test(protocol)) rule.push("-p", protocol);
  for (const [flag, address] of [
    ["-s", source],
    ["-d", destination],
  ] as const) {
    if (/^(?:0\.0\.0\.0\/0|::\/0|anywhere)$/.test(address)) continue;
    if (address.startsWith("!")) rule.push("!");
    rule.push(flag, address.replace(/^!/, ""));
  }
  rule.push(...conditions(cells.slice(at + 2)));
  if (comment !== null) rule.push("--comment", comment[1]!);
  if (target !== undefined) rule.push("-j", target);
  return rule;
}

/** What stands behind a rule's addresses. */
function conditions(cells: readonly string[]): string[] {
  const rest: string[] = [];
  for (const [at, cell] of cells.entries()) {
    const [, key, sign, value] = /^(dpts?|spts?|to):(!?)(\S{1,128})$/.exec(cell) ?? [];
    const next = cells[at + 1] ?? "";
    if (key === "to") rest.push("--to-destination", value!, "--to-source", value!);
    else if (key !== undefined)
      rest.push(...(sign === "" ? [] : ["!"]), key.startsWith("d") ? "--dport" : "--sport", value!);
    else if (cell === "dports" || cell === "sports") rest.push(`--${cell}`, next);
    else if (cell === "NOTRACK" || cell === "notrack") rest.push("--notrack");
    else if (cell === "random-fully") rest.push("--random-fully");
    else if (cell === "ports:" && cells[at - 1] === "masq") rest.push("--to-ports", next);
    else if (cell === "ports" && cells[at - 1] === "redir") rest.push("--to-ports", next);
  }
  return rest;
}
