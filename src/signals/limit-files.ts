import { found } from "../facts/facts.ts";
import { BY_COMMAND } from "../parsers/sysctl-files.ts";
import { kubeProxyMax } from "./kube-proxy-limits.ts";
import { laterFile, limitAsked } from "./limit-asked.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { TABLE_SIGNALS } from "./table.ts";
import { SYSCTL } from "./table-limit.ts";

/** Where sysctl files are there and none names the limit, nothing was undone. */
function undone(context: SignalContext): Reading {
  const files = found(context.facts, "sysctl-files").find(({ fact }) =>
    [...fact.settings.values()].every((one) => one.file !== BY_COMMAND),
  );
  const file = limitAsked(context);
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
  const file = limitAsked(context);
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
    read: limitAsked,
  },
  "limit.laterFile": {
    unit: "name",
    title: "sysctl file that asks for a limit and is read last",
    command: "grep -rs nf_conntrack_max /etc/sysctl.conf /etc/sysctl.d",
    read: laterFile,
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
