import { readStatement } from "./nft-words.ts";
import type { rulesetBuilder } from "./ruleset-builder.ts";

/** Where a rule stands: the chain, and whether a hook of the kernel's leads to it. */
interface Place {
  table: string;
  chain: string;
  base: boolean;
  line: number;
}

/** Adds what a rule says to the ruleset. */
export function takeRule(
  ruleset: ReturnType<typeof rulesetBuilder>,
  tokens: readonly string[],
  { table, chain, base, line }: Place,
): void {
  if (tokens[0] === "policy" || tokens[0] === "comment") return;
  ruleset.rule();
  const key = `${table}/${chain}`;
  const rule = readStatement(tokens);
  if (rule.cut) ruleset.cutChain(key);
  const { protocols, destinations, dports } = rule;
  if (rule.action === "notrack") {
    for (const protocol of protocols.length > 0 ? protocols : [null]) {
      for (const sport of rule.sports.length > 0 ? rule.sports : [null]) {
        for (const dport of dports.length > 0 ? dports : [null]) {
          const [destination = null] = destinations;
          const { source } = rule;
          ruleset.notrack({ chain, protocol, source, destination, sport, dport, line });
        }
      }
    }
  } else if (rule.action === "masquerade") {
    const [protocol = null] = protocols;
    const { toPorts, randomFully, network: destination, except, to } = rule;
    for (const dport of dports.length > 0 ? dports : [null]) {
      const about = { chain, protocol, destination, except, dport, line };
      ruleset.masquerade({ ...about, ...to, toPorts, randomFully });
    }
  } else if (rule.action === "untold") ruleset.redirect(rule.toPorts);
  const steps = [
    ...rule.jumps.map((to) => ({ to: `${table}/${to}` })),
    ...rule.targets.map((target) => ({ target })),
  ];
  for (const step of steps) {
    const untold = dports.length === 0 || rule.manyDestinations;
    if (dports.length === 0 && !base) ruleset.step(key, step);
    else if (untold && "target" in step) ruleset.other();
    if (untold) continue;
    for (const address of destinations.length > 0 ? destinations : [null]) {
      for (const protocol of protocols) {
        for (const ports of dports) {
          const known = "to" in step && /\/KUBE-(?:SVC|SVL|EXT|FW|XLB)-/.test(step.to);
          const name = null;
          ruleset.match({ name, protocol, address, ports, step, known, cut: rule.cut, line });
        }
      }
    }
  }
}
