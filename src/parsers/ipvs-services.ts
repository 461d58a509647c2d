import { LIMITS } from "../limits.ts";
import type { LineParser } from "./line-parser.ts";
import { worded, wordList } from "./redaction.ts";
import type { RuleOwner } from "./rule-owners.ts";
import { type Endpoint, hostAddress, serviceProtocol } from "./rule-target.ts";
import type { RulesetFact, ServiceRule } from "./ruleset.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, portNumber, words } from "./values.ts";

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
  services: (ServiceRule & { endpoints: IpvsEndpoint[] })[];
}

/** An address and port with one colon, or with the address in brackets. */
function addressAndPort(text: string): Endpoint | null {
  const colon = text.lastIndexOf(":");
  const address = hostAddress(text.slice(0, Math.max(0, colon)));
  const port = portNumber(text.slice(colon + 1));
  return address === null || port === null ? null : { address, port };
}

/** @throws AnalyzerError `PARSE_FAILED` when neither the header nor a service is there. */
const parser: LineParser<IpvsServicesFact> = (entry) => {
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
      const none = {
        notrack: [],
        masquerade: [],
        redirects: [],
        masqueradeAll: null,
        loadBalancerAddresses: [],
        owners: new Map<RuleOwner, number>(),
      };
      return { services, ...none, rules, otherTranslations, cut };
    },
  };
};

const SHOWN = wordList(
  "IP Virtual Server version size Prot LocalAddress Port Scheduler Flags RemoteAddress Forward Weight ActiveConn InActConn",
  "TCP UDP SCTP FWM Masq Route Tunnel Local rr wrr lc wlc lblc lblcr dh sh sed nq fo ovf mh persistent ops mask",
);

export const ipvsServices = defineSource<IpvsServicesFact>({
  what: "the IPVS services",
  get: "ipvsadm -Ln",
  sensitive: ["addresses"],
  redact: worded(SHOWN),
  alternatives: ["iptables-save"],
  parser,
});
