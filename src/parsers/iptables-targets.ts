import type { Rule } from "./iptables-rule.ts";
import type { Step } from "./rule-chains.ts";
import { hostAddress, readTarget } from "./rule-target.ts";
import type { rulesetBuilder } from "./ruleset-builder.ts";

const OF_A_SERVICE = /^KUBE-(?:SVC|SVL|EXT|FW|XLB)-/;
const BUILT_IN = new Set(["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]);

/** A rule and where it stands. */
interface Placed {
  rule: Rule;
  table: string;
  chain: string;
  line: number;
}
type Ruleset = ReturnType<typeof rulesetBuilder>;

/** By the target of a rule, what it adds; any other is a chain. */
const TARGETS: ReadonlyMap<string, (ruleset: Ruleset, placed: Placed) => void> = new Map([
  ["NOTRACK", takeNotrack],
  ["MASQUERADE", takeMasquerade],
  ["SNAT", takeMasquerade],
  ["REDIRECT", (ruleset, { rule }) => ruleset.redirect(rule.toPorts)],
  ["DNAT", takeDnat],
  ["REJECT", takeRefusal],
  ["DROP", takeRefusal],
  ["", () => {}],
  ["RETURN", () => {}],
  ["ACCEPT", () => {}],
]);

/** Adds what a rule says to the ruleset. */
export function takeRule(ruleset: Ruleset, placed: Placed): void {
  const { rule } = placed;
  const target = TARGETS.get(rule.jump === "CT" && rule.notrack ? "NOTRACK" : rule.jump);
  (target ?? takeJump)(ruleset, placed);
}

const orAny = <T>(list: readonly T[]): readonly (T | null)[] => (list.length > 0 ? list : [null]);

function takeNotrack(ruleset: Ruleset, { rule, chain, line }: Placed): void {
  const { protocol, source, destination } = rule;
  for (const sport of orAny(rule.sports))
    for (const dport of orAny(rule.dports))
      ruleset.notrack({ chain, protocol, source, destination, sport, dport, line });
}

function takeMasquerade(ruleset: Ruleset, { rule, chain, line }: Placed): void {
  const { protocol, toPorts, randomFully, network: destination, except, to } = rule;
  for (const dport of orAny(rule.dports)) {
    const about = { chain, protocol, destination, except, dport, line };
    ruleset.masquerade({ ...about, ...to, toPorts, randomFully });
  }
}

function takeDnat(ruleset: Ruleset, placed: Placed): void {
  const { rule, table, chain } = placed;
  const key = `${table}/${chain}`;
  for (const target of rule.destinations.map(readTarget)) {
    if (target === null) ruleset.cutChain(key);
    else if (match(ruleset, placed, { target }, false, false)) continue;
    else if (rule.dports.length > 0 || BUILT_IN.has(chain)) ruleset.other();
    else ruleset.step(key, { target });
  }
}

/** No local endpoint is not "none": those of other nodes serve the connections that exist. */
function takeRefusal(ruleset: Ruleset, placed: Placed): void {
  const { comment } = placed.rule;
  if (comment.endsWith(" has no endpoints")) match(ruleset, placed, null, true, false);
  else if (comment.endsWith(" has no local endpoints")) match(ruleset, placed, null, true, true);
}

function takeJump(ruleset: Ruleset, placed: Placed): void {
  const { rule, table, chain, line } = placed;
  const { jump, comment, dports, ofSomeSources } = rule;
  if (jump === "KUBE-MARK-MASQ" && !ofSomeSources && comment.endsWith(" cluster IP"))
    ruleset.masqueradesAll(line);
  const to = `${table}/${jump}`;
  const isMatched = match(ruleset, placed, { to }, OF_A_SERVICE.test(jump), false);
  if (!isMatched && dports.length === 0) ruleset.step(`${table}/${chain}`, { to });
}

/** Adds the address and ports that a rule is for. False when it names none, or a network. */
function match(
  ruleset: Ruleset,
  { rule, line }: Placed,
  step: Step | null,
  known: boolean,
  cut: boolean,
): boolean {
  const { protocol, destination, dports, comment } = rule;
  if (dports.length === 0 || protocol === null || destination === "network") return false;
  const address = destination === null ? null : hostAddress(destination);
  const name = serviceName(comment, known);
  for (const ports of dports)
    ruleset.match({ name, protocol, address, ports, step, known, cut, line });
  if (address !== null && comment.endsWith(" loadbalancer IP")) ruleset.loadBalancer(address);
  return true;
}

/** `namespace/name:port` from kube-proxy's comment. Comments of others are no names. */
function serviceName(comment: string, ofAService: boolean): string | null {
  const [first = "", ...rest] = comment.split(" ");
  const end = rest.join(" ");
  const usual = /^(?:(?:cluster|external|loadbalancer) IP|has no (?:local )?endpoints|)$/.test(end);
  return ofAService && usual && first.includes("/") && first.length <= 200 ? first : null;
}
