import type { addressesOf, PortRange, ServiceProtocol, Target } from "./rule-target.ts";

/** What one rule of an nftables chain says, as far as it matters here. Empty lists stand for "any". */
export interface NftStatement {
  protocols: ServiceProtocol[];
  /** Hosts, of which the rule takes each. */
  destinations: string[];
  /** True when it takes a network, a named set, or all but an address: no single hosts. */
  manyDestinations: boolean;
  /** The one destination as it is spelt, and whether all but it is meant; null for several, or for any. */
  network: string | null;
  except: boolean;
  source: string | null;
  dports: PortRange[];
  sports: PortRange[];
  jumps: string[];
  targets: Target[];
  toPorts: PortRange | null;
  to: ReturnType<typeof addressesOf>;
  randomFully: boolean;
  /** `untold`: a translation whose targets are not to be read here. */
  action: "notrack" | "masquerade" | "untold" | null;
  /** True when the line ends within braces, so that targets are missing. */
  cut: boolean;
}

/** A rule that takes everything and does nothing. */
export const anyStatement = (): NftStatement => ({
  protocols: [],
  destinations: [],
  manyDestinations: false,
  network: null,
  except: false,
  source: null,
  dports: [],
  sports: [],
  jumps: [],
  targets: [],
  toPorts: null,
  to: { addresses: 1, to: null },
  randomFully: false,
  action: null,
  cut: false,
});
