import { listedChain, listedRule } from "./iptables-list.ts";
import type { LineParser } from "./line-parser.ts";
import {
  addressesOf,
  hostAddress,
  type PortRange,
  portRange,
  readTarget,
  type ServiceProtocol,
  serviceProtocol,
} from "./rule-target.ts";
import { redactRules as redact } from "./rules-redaction.ts";
import { type RulesetFact, rulesetBuilder, type Step } from "./ruleset.ts";
import { defineSource } from "./source.ts";
import { parseFailed } from "./values.ts";

/** What one `-A` line says, as far as it matters here. */
interface Rule {
  protocol: ServiceProtocol | null;
  /** `network` for anything but one host's address: a network, or all but an address. */
  destination: string | "network" | null;
  /** The destination as it is spelt, and whether all but it is meant. */
  network: string | null;
  except: boolean;
  source: string | null;
  /** Whether it takes some sources only: one, a network, or all but one. */
  ofSomeSources: boolean;
  dports: PortRange[];
  sports: PortRange[];
  comment: string;
  jump: string;
  destinations: string[];
  toPorts: PortRange | null;
  to: ReturnType<typeof addressesOf>;
  notrack: boolean;
  randomFully: boolean;
}

const BUILT_IN = new Set(["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]);
const OF_A_SERVICE = /^KUBE-(?:SVC|SVL|EXT|FW|XLB)-/;

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
    line(text, number) {
      if (text.trim() !== "") blank = false;
      const begun = listedChain(text);
      if (begun !== null) {
        listed = begun;
        ruleset.named(begun, number);
        seen = true;
        headed ||= /^(?:PRE|POST)ROUTING$|^KUBE-SERVICES$/.test(begun);
        return;
      }
      if (text.startsWith("*")) table = text.slice(1, 65).trim();
      if (text.startsWith("*") || text.startsWith(":")) seen = true;
      if (text.startsWith(":")) ruleset.named(text.slice(1, 65).split(" ")[0]!, number);
      headed ||= text.startsWith("*");
      if (text.startsWith("*") || text.startsWith("COMMIT")) committed = text.startsWith("COMMIT");
      // without -n, names stand for addresses and ports
      isNamed ||= listed !== null && /\banywhere\b/.test(text);
      const cells = listed === null ? savedRule(text) : listedRule(listed, text);
      if (cells === null) return;
      const chain = cells[1] ?? "";
      const rule = readRule(cells);
      seen = true;
      ruleset.rule();
      ruleset.named(chain, number);
      const { protocol, jump, comment } = rule;
      const key = `${table}/${chain}`;

      if (jump === "NOTRACK" || (jump === "CT" && rule.notrack)) {
        for (const sport of rule.sports.length > 0 ? rule.sports : [null]) {
          for (const dport of rule.dports.length > 0 ? rule.dports : [null]) {
            const { source, destination } = rule;
            ruleset.notrack({ chain, protocol, source, destination, sport, dport, line: number });
          }
        }
        return;
      }
      if (jump === "MASQUERADE" || jump === "SNAT") {
        const { toPorts, randomFully, network: destination, except, to } = rule;
        for (const dport of rule.dports.length > 0 ? rule.dports : [null]) {
          const about = { chain, protocol, destination, except, dport, line: number };
          ruleset.masquerade({ ...about, ...to, toPorts, randomFully });
        }
        return;
      }
      if (jump === "REDIRECT") return ruleset.redirect(rule.toPorts);

      const single = rule.destination === "network" ? undefined : rule.destination;
      const whole = rule.dports.length > 0 && protocol !== null && single !== undefined;
      const match = (step: Step | null, known: boolean, cut: boolean) => {
        if (!whole) return false;
        const address = single === null ? null : hostAddress(single ?? "");
        const name = serviceName(comment, known);
        for (const ports of rule.dports) {
          ruleset.match({ name, protocol, address, ports, step, known, cut, line: number });
        }
        if (address !== null && comment.endsWith(" loadbalancer IP")) ruleset.loadBalancer(address);
        return true;
      };
      if (jump === "DNAT") {
        const targets = rule.destinations.map(readTarget);
        for (const target of targets) {
          if (target === null) ruleset.cutChain(key);
          else if (!match({ target }, false, false)) {
            if (rule.dports.length > 0 || BUILT_IN.has(chain)) ruleset.other();
            else ruleset.step(key, { target });
          }
        }
        return;
      }
      if (jump === "REJECT" || jump === "DROP") {
        // No local endpoint is not "none": those of other nodes serve the connections that exist.
        if (comment.endsWith(" has no endpoints")) match(null, true, false);
        else if (comment.endsWith(" has no local endpoints")) match(null, true, true);
        return;
      }
      if (jump === "KUBE-MARK-MASQ" && !rule.ofSomeSources && comment.endsWith(" cluster IP"))
        ruleset.masqueradesAll(number);
      if (jump === "" || jump === "RETURN" || jump === "ACCEPT") return;
      const to = `${table}/${jump}`;
      if (!match({ to }, OF_A_SERVICE.test(jump), false) && rule.dports.length === 0) {
        ruleset.step(key, { to });
      }
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

export const iptablesSave = defineSource<RulesetFact>({
  what: "the iptables ruleset",
  get: "iptables-save",
  sensitive: ["addresses", "names", "macs", "comments"],
  redact,
  alternatives: ["nft-ruleset", "ipvs-services", "ipvs-connections", "endpoints"],
  wanted: true,
  parser,
});

/** The words of a rule of `iptables-save`, with or without counters; null for another line. */
function savedRule(text: string): string[] | null {
  const from = text.startsWith("[") ? text.indexOf("-A ") : 0;
  if (from < 0 || !text.startsWith("-A ", from)) return null;
  return ruleWords(text.slice(from));
}

/** `namespace/name:port` from kube-proxy's comment. Comments of others are no names. */
function serviceName(comment: string, ofAService: boolean): string | null {
  const [first = "", ...rest] = comment.split(" ");
  const end = rest.join(" ");
  const usual = /^(?:(?:cluster|external|loadbalancer) IP|has no (?:local )?endpoints|)$/.test(end);
  return ofAService && usual && first.includes("/") && first.length <= 200 ? first : null;
}

/** The words of a rule; quotes hold blanks, a backslash holds the next character. */
function ruleWords(text: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let open = false;
  let quoted = false;
  for (let at = 0; at < text.length && cells.length < 512; at++) {
    const character = text[at]!;
    if (character === '"') {
      quoted = !quoted;
      open = true;
    } else if (character === "\\" && at + 1 < text.length) {
      cell += text[++at];
      open = true;
    } else if (!quoted && (character === " " || character === "\t" || character === "\r")) {
      if (open) cells.push(cell);
      cell = "";
      open = false;
    } else {
      cell += character;
      open = true;
    }
  }
  if (open) cells.push(cell);
  return cells;
}

function portRanges(list: string): PortRange[] {
  return list.split(",", 32).flatMap((text) => {
    const range = portRange(text);
    return range === null ? [] : [range];
  });
}

function readRule(cells: string[]): Rule {
  const rule: Rule = {
    protocol: null,
    destination: null,
    network: null,
    except: false,
    source: null,
    ofSomeSources: false,
    dports: [],
    sports: [],
    comment: "",
    jump: "",
    destinations: [],
    toPorts: null,
    to: { addresses: 1, to: null },
    notrack: false,
    randomFully: false,
  };
  for (let at = 2; at < cells.length; at++) {
    const negated = cells[at - 1] === "!";
    const value = cells[at + 1] ?? "";
    switch (cells[at]) {
      case "-p":
        rule.protocol = negated ? null : serviceProtocol(value);
        break;
      case "-d":
        rule.destination = negated ? "network" : (hostAddress(value) ?? "network");
        rule.network = value;
        rule.except = negated;
        break;
      case "-s":
        rule.source = negated ? null : value;
        rule.ofSomeSources = true;
        break;
      case "--dport":
      case "--dports":
        if (!negated) rule.dports.push(...portRanges(value));
        break;
      case "--sport":
      case "--sports":
        if (!negated) rule.sports.push(...portRanges(value));
        break;
      case "--comment":
        rule.comment = value;
        break;
      case "-j":
      case "-g":
        rule.jump = value;
        break;
      case "--to-destination":
        if (rule.destinations.length < 64) rule.destinations.push(value);
        break;
      case "--to-ports":
        rule.toPorts = portRange(value);
        break;
      case "--to-source":
        rule.toPorts = readTarget(value)?.ports ?? null;
        rule.to = addressesOf(value);
        break;
      case "--notrack":
        rule.notrack = true;
        break;
      case "--random-fully":
        rule.randomFully = true;
        break;
      default:
        continue;
    }
  }
  return rule;
}
