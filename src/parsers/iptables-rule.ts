import {
  addressesOf,
  hostAddress,
  type PortRange,
  portRange,
  readTarget,
  type ServiceProtocol,
  serviceProtocol,
} from "./rule-target.ts";

/** What one `-A` line says, as far as it matters here. */
export interface Rule {
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

/** The words of a rule of `iptables-save`, with or without counters; null for another line. */
export function savedRule(text: string): string[] | null {
  const from = text.startsWith("[") ? text.indexOf("-A ") : 0;
  if (from < 0 || !text.startsWith("-A ", from)) return null;
  return ruleWords(text.slice(from));
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

/** @param cells of a rule: `-A`, its chain, and its options */
export function readRule(cells: string[]): Rule {
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
