import type { LineParser } from "./line-parser.ts";
import { takeRule } from "./nft-rule.ts";
import { nftTokens, unquoted } from "./nft-tokens.ts";
import { hostAddress, portRange, serviceProtocol } from "./rule-target.ts";
import { redactRuleset } from "./rules-redaction.ts";
import type { RulesetFact } from "./ruleset.ts";
import { rulesetBuilder } from "./ruleset-builder.ts";
import { defineSource } from "./source.ts";
import { parseFailed } from "./values.ts";

/** Tokens of one map element. The longest of kube-proxy has a dozen. */
const MAX_TOKENS = 64;

/**
 * Parses the rules of kube-proxy's nftables mode, and any other translation: verdict maps
 * (`service-ips`, `service-nodeports`, `no-endpoint-…`) lead to chains `service-…`, `local-…` or
 * `external-…`, these to `endpoint-…`, and that one translates. Of rules that iptables-nft made,
 * what nft could translate itself counts; their comments, and with them the names, are lost.
 * @throws AnalyzerError `PARSE_FAILED` when there is no table.
 */
const parser: LineParser<RulesetFact> = (entry) => {
  const ruleset = rulesetBuilder();
  let table = "";
  let block: { kind: string; name: string; base: boolean } | null = null;
  let inElements = false;
  let element: string[] = [];
  let seen = false;
  let blank = true;

  const readElements = (tokens: string[], number: number) => {
    for (const token of tokens) {
      if (token === "," || token === "}") {
        if (block?.kind === "map") readElement(element, block.name, number);
        element = [];
      } else if (element.length < MAX_TOKENS) element.push(token);
      if (token === "}") {
        inElements = false;
        return;
      }
    }
  };

  const readElement = (tokens: string[], map: string, line: number) => {
    const colon = tokens.indexOf(":");
    const comment = tokens.indexOf("comment");
    const verdict = tokens[colon + 1];
    if (colon < 0 || verdict === undefined) return;
    const key = tokens.slice(0, comment > 0 && comment < colon ? comment : colon);
    const parts = key.filter((token) => token !== ".");
    const address = parts.length === 3 ? hostAddress(parts[0]!) : null;
    const protocol = serviceProtocol(parts.at(-2) ?? "");
    const ports = portRange(parts.at(-1) ?? "");
    if (protocol === null || ports === null || (parts.length === 3) !== (address !== null)) return;
    if (map === "firewall-ips") {
      if (address !== null) ruleset.loadBalancer(address);
      return;
    }
    const target = verdict === "goto" || verdict === "jump" ? (tokens[colon + 2] ?? "") : "";
    const rejected = map.startsWith("no-endpoint-") || verdict === "drop";
    if (target === "" && !rejected) return;
    const noted = comment > 0 && comment < colon ? unquoted(tokens[comment + 1] ?? "") : "";
    const name = noted.includes("/") ? noted : nameFromChain(target);
    const step = rejected ? null : { to: `${table}/${target}` };
    // Dropped, not rejected: it has endpoints, but none of this node, and others may be in use.
    const cut = verdict === "drop";
    const known = rejected || name !== null;
    ruleset.match({ name, protocol, address, ports, step, known, cut, line });
  };

  return {
    line(text, number) {
      blank &&= text.trim() === "";
      const tokens = nftTokens(text);
      const opens = tokens.at(-1) === "{";
      if (inElements) {
        readElements(tokens, number);
        return;
      }
      if (tokens[0] === "table" && opens) {
        table = tokens.slice(1, -1).join(" ");
        ruleset.named(tokens.at(-2)!, number);
        block = null;
        seen = true;
      } else if (opens && tokens.length >= 3 && block === null && table !== "") {
        block = { kind: tokens[0]!, name: unquoted(tokens.at(-2)!), base: false };
        if (block.kind === "chain") ruleset.named(block.name, number);
      } else if (tokens[0] === "}" && tokens.length === 1) {
        if (block === null) table = "";
        block = null;
      } else if (tokens[0] === "elements" && tokens[1] === "=") {
        inElements = true;
        element = [];
        readElements(tokens.slice(3), number);
      } else if (block?.kind === "chain" && tokens.length > 0) {
        if (tokens[0] === "type") block.base = true;
        else {
          const { name: chain, base } = block;
          takeRule(ruleset, tokens, { table, chain, base, line: number });
        }
      }
    },
    end() {
      if (!seen && !blank)
        throw parseFailed(entry, 1, "no table: expected the output of nft list ruleset");
      // nothing is what a node prints whose rules are iptables-legacy's, or a command that was cut short
      if (blank || table !== "") ruleset.unfinished();
      return ruleset.end();
    },
  };
};

export const nftRuleset = defineSource<RulesetFact>({
  what: "the nftables ruleset",
  get: "nft list ruleset",
  sensitive: ["addresses", "names", "macs", "comments"],
  redact: redactRuleset,
  alternatives: ["iptables-save"],
  parser,
});

/** `service-ULMVA6XW-ns1/svc1/tcp/p80` → `ns1/svc1:p80`; null for any other chain. */
function nameFromChain(chain: string): string | null {
  const found = /^(?:service|local|external)-[A-Z2-7]{8}-(.{1,240})$/.exec(chain)?.[1]?.split("/");
  if (found === undefined || found.length !== 4 || chain.endsWith("...")) return null;
  const [namespace, name, , port] = found;
  return port === "" ? `${namespace}/${name}` : `${namespace}/${name}:${port}`;
}
