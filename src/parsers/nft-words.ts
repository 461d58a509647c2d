import { anyStatement, type NftStatement } from "./nft-statement.ts";
import { addressesOf, hostAddress, portRange, readTarget, serviceProtocol } from "./rule-target.ts";

/** Reads the tokens of a rule. Unknown words are passed over. */
export function readStatement(tokens: readonly string[]): NftStatement {
  const rule = anyStatement();
  for (let at = 0; at < tokens.length; at++) {
    const next = tokens[at + 1] ?? "";
    switch (tokens[at]) {
      case "comment":
        return rule;
      case "l4proto":
      case "protocol":
        rule.protocols = values(tokens, at + 1, rule).flatMap(
          (text) => serviceProtocol(text) ?? [],
        );
        break;
      case "daddr":
        readDestination(tokens, at, rule);
        break;
      case "saddr":
        if (next !== "!=" && hostAddress(next) !== null) rule.source = next;
        break;
      case "dport":
      case "sport": {
        const protocol = serviceProtocol(tokens[at - 1] ?? "");
        if (protocol !== null) rule.protocols = [protocol];
        if (next === "!=" || next === "." || next === "vmap" || next === "map") break;
        const list = tokens[at] === "dport" ? rule.dports : rule.sports;
        for (const text of values(tokens, at + 1, rule)) {
          const range = portRange(text);
          if (range !== null) list.push(range);
        }
        break;
      }
      case "status":
        at = endOfStatus(tokens, at + 1);
        break;
      case "jump":
      case "goto":
        rule.jumps.push(next);
        break;
      case "vmap":
        // The verdicts stand within the braces and are met as goto and jump.
        if (next === "{" && tokens.indexOf("}", at) < 0) rule.cut = true;
        break;
      case "dnat":
        readTargets(tokens.slice(at + 1), rule);
        return rule;
      case "redirect":
        rule.action = "untold";
        if (next === "to") rule.toPorts = portRange((tokens[at + 2] ?? "").replace(/^:/, ""));
        return rule;
      case "notrack":
        rule.action = "notrack";
        break;
      case "masquerade":
      case "snat": {
        rule.action = "masquerade";
        const to = tokens.indexOf("to", at);
        const spelt = to < 0 ? "" : (tokens[to + 1] ?? "");
        if (spelt.startsWith(":")) rule.toPorts = portRange(spelt.slice(1));
        else {
          rule.toPorts = readTarget(spelt)?.ports ?? null;
          rule.to = addressesOf(spelt);
        }
        rule.randomFully = tokens.includes("fully-random", at);
        return rule;
      }
    }
  }
  return rule;
}

/** One value, or all of an anonymous set. */
function values(tokens: readonly string[], at: number, rule: NftStatement): string[] {
  if (tokens[at] !== "{") return [tokens[at] ?? ""];
  const end = tokens.indexOf("}", at);
  if (end < 0) rule.cut = true;
  return tokens.slice(at + 1, end < 0 ? tokens.length : end).filter((token) => token !== ",");
}

/** Where the words of `ct status` end: its `dnat` and `snat` match what was translated, and do nothing. */
function endOfStatus(tokens: readonly string[], from: number): number {
  const joins = (at: number): boolean => [",", "&", "|", "==", "!="].includes(tokens[at] ?? "");
  let at = joins(from) ? from - 1 : from;
  while (joins(at + 1)) at += 2;
  return tokens[at] === "{" ? Math.max(at, tokens.indexOf("}", at)) : at;
}

function readDestination(tokens: readonly string[], at: number, rule: NftStatement): void {
  const next = tokens[at + 1] ?? "";
  const family = tokens[at - 1];
  if (family !== "ip" && family !== "ip6") return;
  const spelt = next === "!=" ? (tokens[at + 2] ?? "") : next;
  if (/^[0-9a-f.:/]+$/i.test(spelt)) {
    rule.network = spelt;
    rule.except = next === "!=";
  }
  if (next === "." || next === "!=" || next.startsWith("@")) {
    rule.manyDestinations = true;
    return;
  }
  for (const text of values(tokens, at + 1, rule)) {
    const address = hostAddress(text);
    if (address === null) rule.manyDestinations = true;
    else if (rule.destinations.length < 256) rule.destinations.push(address);
  }
}

/** The words behind `dnat`: `to A:P`, or `to numgen … map { 0 : A . P, … }`. */
function readTargets(tokens: readonly string[], rule: NftStatement): void {
  const to = tokens.indexOf("to");
  const first = tokens[to + 1] ?? "";
  if (first === "numgen" || first === "jhash" || first === "symhash") {
    const from = tokens.indexOf("{");
    if (from < 0 || tokens.indexOf("}", from) < 0) rule.cut = true;
    for (let at = from < 0 ? tokens.length : from; at < tokens.length; at++) {
      if (tokens[at] !== ":") continue;
      const address = tokens[at + 1] ?? "";
      const port = tokens[at + 2] === "." ? portRange(tokens[at + 3] ?? "") : null;
      const target = hostAddress(address) === null ? null : readTarget(address);
      if (target === null) rule.cut = true;
      else rule.targets.push({ ...target, ports: port });
    }
    return;
  }
  const target = to < 0 ? null : readTarget(first);
  if (target === null) rule.action = "untold";
  else rule.targets.push(target);
}
