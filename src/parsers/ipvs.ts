import { LIMITS } from "../limits.ts";
import type { LineParser } from "./line-parser.ts";
import { type Endpoint, hostAddress, serviceProtocol } from "./rule-target.ts";
import type { RulesetFact, Service } from "./ruleset.ts";
import { decimal, parseFailed, portNumber, putBounded, words } from "./values.ts";

/** A real server. Weight 0 takes no new connections, but still serves those it has. */
export interface IpvsEndpoint extends Endpoint {
  weight: number;
  /** `Masq`, `Route`, `Tunnel` or `Local`. Only `Masq` leaves entries in the conntrack table. */
  forward: string;
  /** Connections in IPVS's own table now. */
  active: number;
  inactive: number;
}

/**
 * The virtual services and their real servers. Source: `ipvsadm -Ln`. Services by firewall mark
 * have no address and are counted in `otherTranslations`; names, masquerading and NOTRACK are not
 * IPVS's, so those lists are empty.
 */
export interface IpvsServicesFact extends RulesetFact {
  services: (Service & { endpoints: IpvsEndpoint[] })[];
}

/** An address and port with one colon, or with the address in brackets. */
function addressAndPort(text: string): Endpoint | null {
  const colon = text.lastIndexOf(":");
  const address = hostAddress(text.slice(0, Math.max(0, colon)));
  const port = portNumber(text.slice(colon + 1));
  return address === null || port === null ? null : { address, port };
}

/** @throws AnalyzerError `PARSE_FAILED` when neither the header nor a service is there. */
export const ipvsServices: LineParser<IpvsServicesFact> = (entry) => {
  const services: IpvsServicesFact["services"] = [];
  let current: IpvsServicesFact["services"][number] | null = null;
  let header = false;
  let rules = 0;
  let endpoints = 0;
  let otherTranslations = 0;
  let cut = false;
  return {
    line(text, number) {
      const cells = words(text);
      if (text.includes("IP Virtual Server version")) header = true;
      const place = addressAndPort(cells[1] ?? "");
      if (cells[0] === "->") {
        const [weight, active, inactive] = cells.slice(3, 6).map(decimal);
        if (cells[1] === "RemoteAddress:Port") return;
        rules++;
        if (current === null) return;
        if (place === null || weight == null || active == null || inactive == null) {
          current.cut = true;
        } else if (++endpoints > LIMITS.keysPerEntry) current.cut = true;
        else {
          const forward = cells[2]!.slice(0, 16);
          current.endpoints.push({ ...place, forward, weight, active, inactive });
        }
        return;
      }
      const protocol = serviceProtocol((cells[0] ?? "").toLowerCase());
      current = null;
      if (protocol === null && cells[0] !== "FWM") return;
      rules++;
      if (protocol === null || place === null) {
        otherTranslations++;
        return;
      }
      if (services.length >= LIMITS.keysPerEntry) {
        cut = true;
        return;
      }
      current = { name: null, protocol, ...place, endpoints: [], cut: false, line: number };
      services.push(current);
    },
    end() {
      if (!header && rules === 0) throw parseFailed(entry, 1, "no services: expected ipvsadm -Ln");
      const none = { notrack: [], masquerade: [], loadBalancerAddresses: [] };
      return { services, ...none, rules, otherTranslations, cut };
    },
  };
};

/**
 * The connections of IPVS's own table, which has no hard maximum.
 *
 * Source: `ipvsadm -Lcn` or `/proc/net/ip_vs_conn`. Unit: connections, expired ones included.
 * Templates of persistence (state NONE, port 0) count as connections, as the kernel counts them.
 */
export interface IpvsConnectionsFact {
  connections: number;
  byState: Map<string, number>;
  unparsedLines: number;
}

/** IPVS knows some twenty states; more names are damage. */
const MAX_STATES = 64;

/** @throws AnalyzerError `PARSE_FAILED` when neither a header nor a connection is there. */
export const ipvsConnections: LineParser<IpvsConnectionsFact> = (entry) => {
  const byState = new Map<string, number>();
  let connections = 0;
  let unparsedLines = 0;
  let header = false;
  return {
    line(text) {
      const cells = words(text);
      if (cells.length === 0) return;
      if (text.startsWith("IPVS connection") || cells[0]!.toLowerCase() === "pro") {
        header = true;
        return;
      }
      // ipvsadm: TCP 14:59 ESTABLISHED …; /proc: TCP <seven hexadecimal words> ESTABLISHED 899
      const timed = /^\d{1,6}:\d\d(?::\d\d)?$/.test(cells[1] ?? "");
      const state = timed ? cells[2] : cells[7];
      const listed = /^(?:TCP|UDP|SCTP|IP|ESP|AH)$/.test(cells[0]!) && cells.length >= 5;
      if (!listed || state === undefined || !/^[A-Z_-]{2,24}$/.test(state)) {
        unparsedLines++;
        return;
      }
      connections++;
      putBounded(byState, state, (byState.get(state) ?? 0) + 1, MAX_STATES);
    },
    end() {
      if (!header && connections === 0) throw parseFailed(entry, 1, "no IPVS connections");
      return { connections, byState, unparsedLines };
    },
  };
};
