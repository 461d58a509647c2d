import { found } from "../facts/facts.ts";
import { absent, noTable } from "./absent.ts";
import { type Half, halfOf } from "./one-direction.ts";
import { wholeRules } from "./services.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { ofRows, shareOfRows } from "./use-commands.ts";

const ofHalf =
  (read: (half: Half, entries: number) => number | boolean | string | null): Signal["read"] =>
  (context): Reading => {
    if (context.attribution === null) return noTable(context);
    const half = halfOf(context);
    if (half === null) return absent(context.facts, "iptables-save");
    const value = read(half, Math.max(1, context.attribution.entries));
    return value === null
      ? absent(context.facts, "iptables-save", "no NOTRACK rule covers one direction only")
      : reading(value, half.place);
  };

/**
 * Whether a rule translates a Service's address to one of these: then the answers must be tracked, or nothing puts
 * the Service's address back into them.
 */
function areEndpoints(context: SignalContext, names: readonly string[]): Reading {
  const { facts } = context;
  const addresses = new Set(names.map((name) => name.replace(/^\[|\]?:\d+\/\w+$|\]$/g, "")));
  const all = [...found(facts, "iptables-save"), ...found(facts, "nft-ruleset")];
  for (const { entry, fact } of all)
    for (const { endpoints, line } of fact.services)
      if (endpoints.some(({ address }) => addresses.has(address)))
        return reading(true, at(entry, line));
  const [first] = all.filter(({ fact }) => fact.services.length > 0);
  const whole = first ?? wholeRules(facts);
  return whole === undefined
    ? absent(
        facts,
        "iptables-save",
        "no ruleset of the bundle tells which addresses serve Services",
      )
    : reading(false, at(whole.entry, 1));
}

function dnsBehindService(context: SignalContext): Reading {
  const { attribution } = context;
  if (attribution === null) return noTable(context);
  const servers = attribution.uses["dns-answer"].sources.map(({ name }) => name);
  return areEndpoints(context, servers);
}

function behindService(context: SignalContext): Reading {
  const server = HALF_NOTRACK_SIGNALS["halfNotrack.server"].read(context);
  return typeof server.value === "string" ? areEndpoints(context, [server.value]) : server;
}

const ONE_WAY = "/UNREPLIED/";
const NOTE = "   # compare with iptables-save -t raw";

export const HALF_NOTRACK_SIGNALS = {
  "halfNotrack.entries": {
    unit: "entries",
    title: "entries of one direction, whose other direction a NOTRACK rule covers",
    command: `${ofRows(ONE_WAY)} | wc -l${NOTE}`,
    read: ofHalf(({ entries }) => entries),
  },
  "halfNotrack.share": {
    unit: "share",
    title: "table share of entries whose other direction a NOTRACK rule covers",
    command: `${shareOfRows(ONE_WAY)}${NOTE}`,
    read: ofHalf(({ entries }, all) => entries / all),
  },
  "halfNotrack.server": {
    unit: "name",
    title: "main server of entries whose other direction a NOTRACK rule covers",
    command: `iptables-save -t raw | grep -iE 'notrack'`,
    read: ofHalf(({ server }) => server),
  },
  "halfNotrack.server.entries": {
    unit: "entries",
    title: "entries of that server",
    command: `${ofRows(ONE_WAY)} | wc -l${NOTE}`,
    read: ofHalf(({ most }) => most),
  },
  "halfNotrack.isAnswers": {
    unit: "yes/no",
    title: "it is the answers that lack a NOTRACK rule",
    command: `iptables-save -t raw | grep -iE 'notrack'`,
    read: ofHalf(({ server, isAnswers }) => (server === null ? null : isAnswers)),
  },
  "halfNotrack.behindService": {
    unit: "yes/no",
    title: "a Service's rules lead to that server",
    command: "iptables-save -t nat | grep -- '--to-destination'",
    read: (context) => behindService(context),
  },
  "notrack.dnsBehindService": {
    unit: "yes/no",
    title: "a Service's rules lead to a DNS server whose answers are tracked",
    command: "iptables-save -t nat | grep -- '--to-destination'",
    read: (context) => dnsBehindService(context),
  },
} as const satisfies Record<string, Signal>;
