import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { CLASS_MASK, IPV6, metasOf } from "../parsers/conntrack-table/row.ts";
import { CLASS } from "../parsers/conntrack-table/states.ts";
import { isPublic } from "./networks.ts";

/** Connection attempts to addresses of the Internet. */
export interface Outside {
  /** Attempts without an answer, and those to other addresses. */
  unanswered: number;
  unansweredInside: number;
  /** Destinations with several unanswered attempts that answer others, so that they are not dead. */
  partly: number;
}

/** Destinations that are looked at; a scan has more. */
const MOST = 10_000;
/** Fewer may be attempts of just now. */
const SEVERAL = 5;

const ANSWERED = new Set([
  CLASS["time-wait"],
  CLASS.closing,
  CLASS["close-wait"],
  CLASS["established-band-0"],
  CLASS["established-band-1"],
  CLASS["established-band-2"],
  CLASS["established-recent-1"],
  CLASS["established-recent-2"],
]);

const isIpv4 = (meta: number): boolean => (meta & IPV6) === 0;
const ATTEMPTS = metasOf((meta) => isIpv4(meta) && (meta & CLASS_MASK) === CLASS["unanswered-syn"]);
const ANSWERS = metasOf((meta) => isIpv4(meta) && ANSWERED.has(meta & CLASS_MASK));

/** Counts them by the address that is to answer. Those of IPv6 need no translation, and are left out. */
export function countOutside({ flows }: TableFact): Outside {
  const found: Outside = { unanswered: 0, unansweredInside: 0, partly: 0 };
  const key = (address: number, ports: number) => (address >>> 0) * 65_536 + (ports & 0xffff);
  const destinations = new Map<number, { unanswered: number; answered: number }>();
  flows.forEach((_, address, ports, _meta, count) => {
    if (!isPublic(address)) {
      found.unansweredInside += count;
      return;
    }
    found.unanswered += count;
    const known = destinations.get(key(address, ports));
    if (known !== undefined) known.unanswered += count;
    else if (destinations.size < MOST)
      destinations.set(key(address, ports), { unanswered: count, answered: 0 });
  }, ATTEMPTS);
  if (destinations.size === 0) return found;
  flows.forEach((_, address, ports, _meta, count) => {
    const known = destinations.get(key(address, ports));
    if (known !== undefined) known.answered += count;
  }, ANSWERS);
  for (const { unanswered, answered } of destinations.values())
    if (unanswered >= SEVERAL && answered > 0) found.partly++;
  return found;
}
