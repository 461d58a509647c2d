import { listedChain, listedRule } from "./iptables-list.ts";
import { type Rule, readRule, savedRule } from "./iptables-rule.ts";
import type { LineParser } from "./line-parser.ts";
import type { Step } from "./rule-chains.ts";
import { hostAddress, readTarget } from "./rule-target.ts";
import { redactRules as redact } from "./rules-redaction.ts";
import type { RulesetFact } from "./ruleset.ts";
import { rulesetBuilder } from "./ruleset-builder.ts";
import { defineSource } from "./source.ts";
import { parseFailed } from "./values.ts";

const OF_A_SERVICE = /^KUBE-(?:SVC|SVL|EXT|FW|XLB)-/;
const BUILT_IN = new Set(["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]);
/** Chains that only the whole `nat` table has, so that more than an excerpt is there. */
const OF_A_WHOLE_TABLE = /^(?:PRE|POST)ROUTING$|^KUBE-SERVICES$/;

/** A rule and where it stands. */
interface Placed {
  rule: Rule;
  table: string;
  chain: string;
  line: number;
}
type Ruleset = ReturnType<typeof rulesetBuilder>;

/**
 * Parses the rules of kube-proxy's iptables mode, and any other translation. Chains are followed at
 * the end, since they may be declared in any order: KUBE-SERVICES and KUBE-NODEPORTS lead to
 * KUBE-SVC-, KUBE-SVL-, KUBE-EXT- and KUBE-FW-, these to KUBE-SEP-, and that one translates.
 * A node without any rule prints nothing at all, which is a good answer.
 * @throws AnalyzerError `PARSE_FAILED` when there is text, but no table (`*nat`) and no chain.
 */
const parser: LineParser<RulesetFact> = (entry) => {
  const ruleset = rulesetBuilder();
  let table = "";
  let seen = false;
  let blank = true;
  let committed = true;
  let headed = false;
  let isNamed = false;
  /** Of `iptables -L`: the chain whose rules follow. */
  let listed: string | null = null;
  return {
    line(text, line) {
      if (text.trim() !== "") blank = false;
      const begun = listedChain(text);
      if (begun !== null) {
        listed = begun;
        ruleset.named(begun, line);
        seen = true;
        headed ||= OF_A_WHOLE_TABLE.test(begun);
        return;
      }
      if (text.startsWith("*")) table = text.slice(1, 65).trim();
      if (text.startsWith("*") || text.startsWith(":")) seen = true;
      if (text.startsWith(":")) ruleset.named(text.slice(1, 65).split(" ")[0]!, line);
      headed ||= text.startsWith("*");
      if (text.startsWith("*") || text.startsWith("COMMIT")) committed = text.startsWith("COMMIT");
      // without -n, names stand for addresses and ports
      isNamed ||= listed !== null && /\banywhere\b/.test(text);
      const cells = listed === null ? savedRule(text) : listedRule(listed, text);
      if (cells === null) return;
      const chain = cells[1] ?? "";
      seen = true;
      ruleset.rule();
      ruleset.named(chain, line);
      take(ruleset, { rule: readRule(cells), table, chain, line });
    },
    end() {
      if (!seen && !blank)
        throw parseFailed(entry, 1, "no tables: expected the output of iptables-save");
      // rules without the table that they are of are some of its rules
      if (!committed || (seen && !headed) || isNamed) ruleset.unfinished();
      return ruleset.end();
    },
  };
};

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

function take(ruleset: Ruleset, placed: Placed): void {
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

export const iptablesSave = defineSource<RulesetFact>({
  what: "the iptables ruleset",
  get: "iptables-save",
  sensitive: ["addresses", "names", "macs", "comments"],
  redact,
  alternatives: ["nft-ruleset", "ipvs-services", "ipvs-connections", "endpoints"],
  wanted: true,
  parser,
});

/** `namespace/name:port` from kube-proxy's comment. Comments of others are no names. */
function serviceName(comment: string, ofAService: boolean): string | null {
  const [first = "", ...rest] = comment.split(" ");
  const end = rest.join(" ");
  const usual = /^(?:(?:cluster|external|loadbalancer) IP|has no (?:local )?endpoints|)$/.test(end);
  return ofAService && usual && first.includes("/") && first.length <= 200 ? first : null;
}
