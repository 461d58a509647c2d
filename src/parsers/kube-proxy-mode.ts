import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { parseFailed } from "./values.ts";

/**
 * kube-proxy's mode. Source: 127.0.0.1:10249/proxyMode, one word, alone or behind `proxyMode: `.
 * `nftables` since 1.29.
 */
export interface ProxyModeFact {
  mode: "iptables" | "ipvs" | "nftables" | "userspace" | "kernelspace";
  line: number;
}

const MODES = ["iptables", "ipvs", "nftables", "userspace", "kernelspace"] as const;

/** @throws AnalyzerError `PARSE_FAILED` when no line is a mode's name, as in a page of an error. */
const parser: LineParser<ProxyModeFact> = (entry) => {
  let found: ProxyModeFact | null = null;
  return {
    line(text, number) {
      const mode = MODES.find((name) => name === text.trim().replace(/^proxyMode: /, ""));
      if (mode !== undefined) found ??= { mode, line: number };
    },
    end() {
      if (found === null) throw parseFailed(entry, 1, `expected one of ${MODES.join(", ")}`);
      return found;
    },
  };
};

export const proxyMode = defineSource<ProxyModeFact>({
  what: "kube-proxy's mode",
  get: "echo proxyMode: $(curl -s http://127.0.0.1:10249/proxyMode)",
  sensitive: ["nothing"],
  redact: plain([/^(?:proxyMode: )?(?:iptables|ipvs|nftables|userspace|kernelspace)$/]),
  alternatives: [],
  parser,
});
