import type { LineParser } from "./line-parser.ts";
import { type Redaction, wordList } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, type NumberAt, parseFailed, type TextAt } from "./values.ts";

/** The settings of kube-proxy that shape the table. All of `conntrack:` but `mode`. */
export const KUBE_PROXY_KEYS = [
  "mode",
  "max",
  "maxPerCore",
  "min",
  "tcpEstablishedTimeout",
  "tcpCloseWaitTimeout",
  "tcpBeLiberal",
  "udpTimeout",
  "udpStreamTimeout",
] as const;

export type KubeProxyKey = (typeof KUBE_PROXY_KEYS)[number];

/**
 * kube-proxy's configuration. Source: its ConfigMap or file in YAML, or its command line. Values
 * are as written, such as `24h0m0s`; `null` and `""` are kube-proxy's own default, so that the key
 * is absent. `tcpBeLiberal`, `udpTimeout` and `udpStreamTimeout` since 1.29.
 */
export interface KubeProxyConfigFact {
  values: Map<KubeProxyKey, TextAt>;
}

/** A value as one whole number, or null when the key is absent or its value is none. */
export function kubeProxyNumber(fact: KubeProxyConfigFact, key: KubeProxyKey): NumberAt | null {
  const found = fact.values.get(key);
  const value = found === undefined ? null : decimal(found.value);
  return found === undefined || value === null ? null : { value, line: found.line };
}

/** The same settings as flags of the command line. */
const FLAGS: ReadonlyMap<string, KubeProxyKey> = new Map([
  ["--proxy-mode", "mode"],
  ["--conntrack-max", "max"],
  ["--conntrack-max-per-core", "maxPerCore"],
  ["--conntrack-min", "min"],
  ["--conntrack-tcp-timeout-established", "tcpEstablishedTimeout"],
  ["--conntrack-tcp-timeout-close-wait", "tcpCloseWaitTimeout"],
  ["--conntrack-tcp-be-liberal", "tcpBeLiberal"],
  ["--conntrack-udp-timeout", "udpTimeout"],
  ["--conntrack-udp-timeout-stream", "udpStreamTimeout"],
]);

/** @throws AnalyzerError `PARSE_FAILED` when the text is empty; defaults alone are a good answer. */
const parser: LineParser<KubeProxyConfigFact> = (entry) => {
  const values = new Map<KubeProxyKey, TextAt>();
  let nonBlank = 0;
  /** Columns before `conntrack:`, or null outside of that block. */
  let inside: number | null = null;

  const put = (key: KubeProxyKey, spelt: string, line: number) => {
    const bare = spelt.split(" #", 1)[0]!.trim().slice(0, 64);
    const value = /^(["']).*\1$/.test(bare) && bare.length > 1 ? bare.slice(1, -1) : bare;
    if (value === "" || value === "null" || value === "~") values.delete(key);
    else values.set(key, { value, line });
  };

  return {
    line(text, number) {
      const trimmed = text.trim();
      if (trimmed === "" || trimmed.startsWith("#")) return;
      nonBlank++;
      if (trimmed.includes("--conntrack-") || trimmed.includes("--proxy-mode")) {
        const parts = trimmed.split(/[\s"',=[\]\0]+/);
        for (const [at, part] of parts.entries()) {
          const key = FLAGS.get(part);
          if (key !== undefined) put(key, parts[at + 1] ?? "", number);
        }
        return;
      }
      const indent = text.length - text.trimStart().length;
      if (inside !== null && indent <= inside) inside = null;
      const colon = trimmed.indexOf(":");
      const name = trimmed.slice(0, Math.max(0, colon));
      const key = KUBE_PROXY_KEYS.find((known) => known === name);
      if (name === "conntrack") inside = indent;
      else if (key !== undefined && (key === "mode") === (inside === null)) {
        put(key, trimmed.slice(colon + 1), number);
      }
    },
    end() {
      if (nonBlank === 0) throw parseFailed(entry, 1, "the configuration is empty");
      return { values };
    },
  };
};

/** Settings that are read, and of the others their keys, by whose indentation the text is read. */
const SHOWN = wordList(
  "apiVersion kind KubeProxyConfiguration kubeproxy config k8s io v1alpha1 conntrack clientConnection bindAddress",
  "bindAddressHardFail clusterCIDR configSyncPeriod detectLocal detectLocalMode enableProfiling featureGates",
  "healthzBindAddress hostnameOverride iptables ipvs nftables localhostNodePorts masqueradeAll masqueradeBit metricsBindAddress",
  "minSyncPeriod syncPeriod nodePortAddresses oomScoreAdj portRange showHiddenMetricsForVersion winkernel logging",
  "acceptContentTypes burst contentType kubeconfig qps excludeCIDRs scheduler strictARP tcpFinTimeout tcpTimeout udpTimeout",
  "bridgeInterface interfaceNamePrefix flushFrequency options verbosity vmodule json text format infoBufferSize splitStream",
);
const VALUE = /^["']?[\w.]{0,24}["']?$/;

const redact: Redaction = () => (line, hide) => {
  const bare = line.trim();
  if (bare === "" || bare.startsWith("#")) return "";
  if (bare.includes("--conntrack-") || bare.includes("--proxy-mode")) {
    const parts = bare.split(/[\s"',=[\]\0]+/);
    const kept = parts.flatMap((part, at) =>
      FLAGS.has(part) ? `${part}=${(parts[at + 1] ?? "").replace(/[^\w.]/g, "")}` : [],
    );
    return line.slice(0, line.length - line.trimStart().length) + kept.join(" ");
  }
  const [, before, key, value] = /^(\s*(?:- )?)([^:\s]{1,128}):(.*)$/.exec(line) ?? [];
  // of any other line only how far it is indented is read
  if (key === undefined) return `${line.slice(0, line.length - line.trimStart().length)}-`;
  const isRead =
    KUBE_PROXY_KEYS.some((known) => known === key) || key === "kind" || key === "apiVersion";
  const said = value!.split(" #", 1)[0]!;
  return `${before}${hide.words(key, SHOWN_KEYS)}:${isRead && (VALUE.test(said.trim()) || key === "apiVersion") ? hide.words(said, SHOWN_VALUES) : ""}`;
};
const SHOWN_KEYS = new Set([...SHOWN, ...KUBE_PROXY_KEYS]);
const SHOWN_VALUES = wordList(
  [...SHOWN].join(" "),
  "iptables ipvs nftables userspace kernelspace true false null",
);

export const kubeProxyConfig = defineSource<KubeProxyConfigFact>({
  what: "kube-proxy's configuration",
  get: "kubectl -n kube-system get configmap kube-proxy -o 'jsonpath={.data.config\\.conf}'",
  sensitive: ["addresses", "names", "secrets", "comments"],
  redact,
  alternatives: [],
  parser,
});
