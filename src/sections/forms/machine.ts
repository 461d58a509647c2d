import type { LineForm } from "./line-form.ts";

/** A machine: its settings, its memory, its system. */
export const MACHINE_FORMS: readonly LineForm[] = [
  { source: "namespace-counts", begins: /^netns\s+count\s+max\b/, goesOn: /^\d{6,20}\s/ },
  {
    source: "timeline",
    begins: /^(?:[\w.]{1,32},){0,8}time,(?:[\w.]{1,32},){0,8}count\b/,
    goesOn: /^\d{4}-\d\d-\d\dT[^ ]*,/,
  },
  {
    source: "sysctl",
    begins:
      /^(?!"[^"]{3,300}"[,.;]?$)-?"?(?:net|kernel|vm|fs|module)[./][\w./:*@-]{2,200}"?\s{0,8}[=:]\s{0,8}\S|^(?:abi|crypto|debug|dev|sunrpc|user)\.[\w./-]{2,200} = |^"?(?:\/\S{0,200})?\/?proc\/sys\/[\w./@-]{3,200}"?\s{0,4}[=:]\s{0,4}\S|^"?(?:\.\/)?(?:nf|ip)_conntrack_\w{2,64}"?\s{0,8}[=:]\s{0,8}"?\d/,
    goesOn: /^[{}],?$|^"[\w./-]{1,200}":\s?"|^[\w-]{1,64}[./][\w./:*@-]{1,200} =/,
  },
  { source: "meminfo", begins: /^MemTotal:\s/, goesOn: /^[A-Z][\w()]{1,40}:\s{1,24}\d/ },
  {
    source: "slabinfo",
    begins: /^slabinfo - version/,
    goesOn: /^(?:# name|\S{1,96} {1,24}\d{1,12} {1,24}\d{1,12} {1,24}\d)/,
  },
  {
    source: "os-release",
    begins: /^(?:PRETTY_NAME|VERSION_ID|ID_LIKE|VERSION_CODENAME|DISTRIB_ID)=|^NAME=["A-Z]/,
    goesOn: /^[A-Z][A-Z0-9_]{1,40}=/,
  },
  {
    source: "kernel-version",
    begins: /^Linux (?:version \d|\S{1,253} \d{1,3}\.\d)/,
    again: /^Linux /,
  },
  {
    source: "cpus",
    begins: /^processor\s{1,8}: \d|^CPU\(s\):\s{1,64}\d|^cpus = \d|^system type\s*:/,
    goesOn: /^[\w() .-]{2,40}\s{0,24}: /,
  },
  {
    source: "uptime",
    begins:
      /^\d{1,12}\.\d\d \d{1,16}\.\d{1,2}$|^(?:\d\d:\d\d:\d\d )?up {1,4}(?:\d{1,6} (?:day|min|hour)|\d{1,2}:\d\d)/,
  },
];
