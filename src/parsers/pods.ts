import type { LineParser } from "./line-parser.ts";
import { redactPods as redact } from "./pods-redaction.ts";
import { hostAddress } from "./rule-target.ts";
import { defineSource } from "./source.ts";
import { parseFailed, putBounded, words } from "./values.ts";

/** A pod by one of its addresses. Untrusted text. */
export interface PodAt {
  namespace: string;
  name: string;
  line: number;
}

/**
 * The pods that live, by address.
 *
 * Source: `kubectl get pods -A -o wide`, or crictl's JSON. A pod that has ended or has no address
 * yet is not listed. Pods on the node's own network share its address: the first one stands for it.
 */
export interface PodsFact {
  byAddress: Map<string, PodAt>;
  /** Addresses of more than one pod: those of nodes, of whose network several pods are. */
  shared: Set<string>;
  /** Pods that were listed: with kubectl all, with crictl those that live. */
  listed: number;
  /** Whether pods of other nodes are listed as well: crictl knows those of its own node alone. */
  scope: "cluster" | "node";
  unparsedLines: number;
  /**
   * True when addresses of living pods may be missing: the ceiling was reached, or the list has
   * pods without an address, as that of `crictl pods`. Then an absent address says nothing.
   */
  cut: boolean;
}

/** States after which the address is free for another pod. A pod in any other state still has it. */
const ENDED = new Set(["Completed", "Succeeded", "Failed", "Evicted", "ContainerStatusUnknown"]);

/** @throws AnalyzerError `PARSE_FAILED` when no line is a pod. */
const parser: LineParser<PodsFact> = (entry) => {
  const byAddress = new Map<string, PodAt>();
  let listed = 0;
  let unparsedLines = 0;
  let cut = false;
  let form: "kubectl" | "crictl" = "kubectl";

  const shared = new Set<string>();
  const put = (address: string, pod: PodAt) => {
    if (byAddress.has(address)) shared.add(address);
    else if (!putBounded(byAddress, address, pod)) cut = true;
  };
  const crictl = crictlPods((addresses, pod) => {
    listed++;
    for (const address of addresses) put(address, pod);
    if (addresses.length === 0) cut = true;
  });

  return {
    line(text, number) {
      const trimmed = text.trim();
      if (trimmed.startsWith("#")) {
        if (trimmed.includes("crictl")) form = "crictl";
        return;
      }
      if (trimmed === "" || trimmed.startsWith("NAMESPACE ")) return;
      if (trimmed.startsWith("{") || trimmed.startsWith("[")) form = "crictl";
      if (form === "crictl") {
        crictl.line(trimmed, number);
        return;
      }
      // The restarts may read "3 (2d ago)", so that columns are counted from the address.
      const cells = words(text.slice(0, 4096));
      const [namespace = "", name = "", ready = "", status = ""] = cells;
      const at = cells.findIndex((cell, place) => place >= 6 && isAddress(cell));
      if (!/^\d{1,5}\/\d{1,5}$/.test(ready) || at < 0) {
        unparsedLines++;
        return;
      }
      listed++;
      const address = hostAddress(cells[at]!);
      if (address === null || ENDED.has(status)) return;
      put(address, { namespace: namespace.slice(0, 253), name: name.slice(0, 253), line: number });
    },
    end() {
      crictl.end();
      if (listed === 0) throw parseFailed(entry, 1, "no pods: expected rows of kubectl or crictl");
      return {
        byAddress,
        shared,
        listed,
        scope: form === "crictl" ? "node" : "cluster",
        unparsedLines,
        cut,
      };
    },
  };
};

export const pods = defineSource<PodsFact>({
  what: "the list of live pods",
  get: "kubectl get pods -A -o wide",
  sensitive: ["addresses", "names"],
  redact,
  alternatives: [],
  parser,
});

const isAddress = (cell: string) => cell === "<none>" || hostAddress(cell) !== null;

/**
 * Reads the indented JSON of `crictl pods` or `crictl inspectp` line by line, so that nothing is
 * held but one pod. Its id begins a sandbox; the labels that the kubelet puts on it name the pod. From 1.31 on
 * a sandbox's labels stand before its id as well, in `info`.
 */
function crictlPods(found: (addresses: string[], pod: PodAt) => void) {
  let id = "";
  let addresses: string[] = [];
  let pod: PodAt | null = null;
  let namespace = "";
  let gone = false;
  const end = () => {
    if (pod !== null && id !== "" && !gone) found(addresses, { ...pod, namespace });
    addresses = [];
    pod = null;
    namespace = "";
    gone = false;
  };
  return {
    line(trimmed: string, number: number): void {
      const pair = /^"([\w.]{1,64})"\s{0,4}:\s{0,4}"([^"\\]{0,253})",?$/.exec(trimmed);
      if (pair === null) return;
      const [, key, value = ""] = pair;
      if (key === "id" && value !== id && /^[0-9a-f]{64}$/.test(value)) {
        end();
        id = value;
      } else if (key === "io.kubernetes.pod.name") {
        pod ??= { namespace: "", name: value, line: number };
      } else if (key === "io.kubernetes.pod.namespace") namespace ||= value;
      else if (key === "state") gone ||= value === "SANDBOX_NOTREADY";
      else if (key === "ip" && addresses.length < 8) {
        const address = hostAddress(value);
        if (address !== null) addresses.push(address);
      }
    },
    end,
  };
}
