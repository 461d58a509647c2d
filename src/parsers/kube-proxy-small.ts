import { stampTime } from "./kernel-stamp.ts";
import type { LineParser } from "./line-parser.ts";
import { decimal, type NumberAt, parseFailed, type TextAt } from "./values.ts";

/** kube-proxy's mode. Source: 127.0.0.1:10249/proxyMode, one word. `nftables` since 1.29. */
export interface ProxyModeFact {
  mode: "iptables" | "ipvs" | "nftables" | "userspace" | "kernelspace";
  line: number;
}

const MODES = ["iptables", "ipvs", "nftables", "userspace", "kernelspace"] as const;

/** @throws AnalyzerError `PARSE_FAILED` when no line is a mode's name, as in a page of an error. */
export const proxyMode: LineParser<ProxyModeFact> = (entry) => {
  let found: ProxyModeFact | null = null;
  return {
    line(text, number) {
      const mode = MODES.find((name) => name === text.trim());
      if (mode !== undefined) found ??= { mode, line: number };
    },
    end() {
      if (found === null) throw parseFailed(entry, 1, `expected one of ${MODES.join(", ")}`);
      return found;
    },
  };
};

/**
 * kube-proxy's health. Source: port 10256, `/healthz`. Times are milliseconds since 1970; what the
 * answer does not hold is null. Status 503 means that an update has waited for too long (or, with
 * `nodeEligible` false, that the node is being drained).
 */
export interface KubeProxyHealthzFact {
  /** From a first line `HTTP <status>`; null without it. */
  status: NumberAt | null;
  lastUpdated: number | null;
  currentTime: number | null;
  /** Since 1.28. */
  nodeEligible: boolean | null;
  line: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when there is neither a status nor a known key. */
export const healthz: LineParser<KubeProxyHealthzFact> = (entry) => {
  const fact: KubeProxyHealthzFact = {
    status: null,
    lastUpdated: null,
    currentTime: null,
    nodeEligible: null,
    line: 0,
  };
  const time = (text: string, key: string): number | null => {
    const at = text.indexOf(`"${key}"`);
    // Go prints "2026-11-22 17:07:00.123 +0000 UTC m=+12.3": only the first 36 characters matter.
    return at < 0 ? null : stampTime(text.slice(at + key.length + 2, at + key.length + 50)).time;
  };
  return {
    line(text, number) {
      const status = /^HTTP(?:\/[\d.]{1,3})? (\d{3})(?!\d)/.exec(text.trim())?.[1];
      if (status !== undefined) fact.status ??= { value: Number(status), line: number };
      const known = /"(?:lastUpdated|currentTime|nodeEligible|nodeHealthy)"/.test(text);
      if (known && fact.line === 0) fact.line = number;
      fact.lastUpdated ??= time(text, "lastUpdated");
      fact.currentTime ??= time(text, "currentTime");
      const eligible = /"nodeEligible"\s{0,8}:\s{0,8}(true|false)/.exec(text)?.[1];
      if (eligible !== undefined) fact.nodeEligible ??= eligible === "true";
    },
    end() {
      if (fact.status === null && fact.line === 0) {
        throw parseFailed(entry, 1, "expected the answer of /healthz");
      }
      return { ...fact, line: fact.line || (fact.status?.line ?? 1) };
    },
  };
};

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
export const kubeProxyConfig: LineParser<KubeProxyConfigFact> = (entry) => {
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
