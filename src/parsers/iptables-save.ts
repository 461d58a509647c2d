import { listedChain, listedRule } from "./iptables-list.ts";
import { readRule, savedRule } from "./iptables-rule.ts";
import { takeRule } from "./iptables-targets.ts";
import type { LineParser } from "./line-parser.ts";
import { redactRules as redact } from "./rules-redaction.ts";
import type { RulesetFact } from "./ruleset.ts";
import { rulesetBuilder } from "./ruleset-builder.ts";
import { defineSource } from "./source.ts";
import { parseFailed } from "./values.ts";

/** Chains that only the whole `nat` table has, so that more than an excerpt is there. */
const OF_A_WHOLE_TABLE = /^(?:PRE|POST)ROUTING$|^KUBE-SERVICES$/;

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
      takeRule(ruleset, { rule: readRule(cells), table, chain, line });
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
