import type { LineParser } from "./line-parser.ts";
import { worded, wordList } from "./redaction.ts";
import { hostAddress } from "./rule-target.ts";
import { defineSource } from "./source.ts";
import { parseFailed, putBounded, words } from "./values.ts";

/**
 * The addresses behind Services, as the API knows them.
 *
 * Source: `kubectl get endpointslices -A` (rows of namespace, name, address type, ports, endpoints,
 * age). Addresses that are not ready are listed as well.
 */
export interface EndpointsFact {
  /** Address to the first slice that names it. Untrusted text. */
  byAddress: Map<string, { namespace: string; name: string; line: number }>;
  slices: number;
  /** True when kubectl shortened a list ("+ 3 more..."): then an absent address says nothing. */
  incomplete: boolean;
  unparsedLines: number;
}

const TYPES = new Set(["IPv4", "IPv6", "FQDN"]);

/** @throws AnalyzerError `PARSE_FAILED` when no row is a slice. */
const parser: LineParser<EndpointsFact> = (entry) => {
  const byAddress: EndpointsFact["byAddress"] = new Map();
  let slices = 0;
  let unparsedLines = 0;
  let incomplete = false;
  return {
    line(text, number) {
      const cells = words(text);
      if (cells.length === 0 || cells[0]!.startsWith("#") || cells[0] === "NAMESPACE") return;
      const [namespace = "", name = "", type = ""] = cells;
      if (!TYPES.has(type) || cells.length < 5) {
        unparsedLines++;
        return;
      }
      slices++;
      if (type === "FQDN") return;
      // Either list may be shortened; the ports' one does no harm.
      const listAt = cells.findIndex(
        (cell, at) => at >= 4 && hostAddress(cell.split(",", 1)[0]!) !== null,
      );
      if (listAt < 0) return;
      if (cells[listAt + 1] === "+") incomplete = true;
      for (const text of cells[listAt]!.split(",")) {
        const address = hostAddress(text);
        if (address === null || byAddress.has(address)) continue;
        const slice = {
          namespace: namespace.slice(0, 253),
          name: name.slice(0, 253),
          line: number,
        };
        if (!putBounded(byAddress, address, slice)) incomplete = true;
      }
    },
    end() {
      if (slices === 0) throw parseFailed(entry, 1, "no rows of kubectl get endpointslices");
      return { byAddress, slices, incomplete, unparsedLines };
    },
  };
};

export const endpoints = defineSource<EndpointsFact>({
  what: "the list of endpoints",
  get: "kubectl get endpointslices -A",
  sensitive: ["addresses", "names"],
  redact: worded(
    wordList("NAMESPACE NAME ADDRESSTYPE PORTS ENDPOINTS AGE IPv4 IPv6 FQDN more unset"),
  ),
  alternatives: ["iptables-save"],
  parser,
});
