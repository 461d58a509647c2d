import { found } from "../facts/facts.ts";
import { BY_COMMAND } from "../parsers/sysctl-files.ts";
import { fromFact } from "./from-facts.ts";
import { kubeProxyMax } from "./kube-proxy-limits.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { PREFIX, SYSCTL } from "./table-limit.ts";

/** The limit that a sysctl file asks for, whatever the live one is. */
const configured = (context: SignalContext): Reading =>
  fromFact(context, "sysctl-files", ({ fact }) => {
    const one =
      fact.settings.get(`${PREFIX}nf_conntrack_max`) ?? fact.settings.get("net.nf_conntrack_max");
    const value = Number(one?.value ?? Number.NaN);
    return one === undefined || one.file === BY_COMMAND || Number.isNaN(value)
      ? null
      : { value, line: one.line };
  });

/** Where sysctl files are there and none names the limit, nothing was undone. */
function undone(context: SignalContext): Reading {
  const files = found(context.facts, "sysctl-files").find(({ fact }) =>
    [...fact.settings.values()].every((one) => one.file !== BY_COMMAND),
  );
  const file = configured(context);
  if (files !== undefined && file.value === null) return reading(false, at(files.entry, 1));
  const [live, proxy] = [TABLE_SIGNALS["table.max"].read(context), kubeProxyMax(context)];
  for (const one of [file, live]) if (one.value === null) return one;
  // with maxPerCore: 0 it writes none
  if (proxy.value === null && proxy.wants === "kube-proxy-config")
    return { ...file, value: false } as Reading;
  if (proxy.value === null) return proxy;
  const yes = Number(file.value) > Number(live.value) && live.value === proxy.value;
  return { ...file, value: yes } as Reading;
}

/** A file asks for a larger limit than the one in effect, whoever is to blame. */
function ignored(context: SignalContext): Reading {
  const file = configured(context);
  const files = found(context.facts, "sysctl-files")[0];
  if (files !== undefined && file.value === null) return reading(false, at(files.entry, 1));
  const live = TABLE_SIGNALS["table.max"].read(context);
  for (const one of [file, live]) if (one.value === null) return one;
  return { ...file, value: Number(file.value) > Number(live.value) } as Reading;
}

export const LIMIT_FILE_SIGNALS = {
  "limit.configured": {
    unit: "entries",
    title: "limit that a sysctl file asks for",
    command: "grep -rs nf_conntrack_max /etc/sysctl.conf /etc/sysctl.d",
    read: configured,
  },
  "limit.fileIgnored": {
    unit: "yes/no",
    title: "a sysctl file asks for a larger limit than the one in effect",
    command: `${SYSCTL("nf_conntrack_max")}; grep -rs nf_conntrack_max /etc/sysctl.conf /etc/sysctl.d`,
    read: ignored,
  },
  "limit.undone": {
    unit: "yes/no",
    title: "kube-proxy's limit stands in place of a sysctl file's",
    command: SYSCTL("nf_conntrack_max"),
    read: undone,
  },
} as const satisfies Record<string, Signal>;
