import type { Who } from "../../support/parties.ts";
import type { Ability } from "../kernels.ts";
import type { LabNode } from "../lab-node.ts";

/** One drawn or fixed instance of a scenario: the table's limit, and the scenario's own numbers. */
export type Shape<Name extends string = string> = Readonly<Record<Name, number>> & {
  readonly limit: number;
};

/** What the report on the captured bundle must say. */
export interface Expected {
  readonly state: "exhausted" | "critical" | "at-risk" | "elevated" | "healthy";
  /** The cause that must rank first, confirmed or likely; null when none may be either. */
  readonly primary: string | null;
  /** Every other cause that is rightly confirmed or likely, in the order of their ranks. */
  readonly also?: readonly string[];
}

export interface Scenario<Name extends string = string> {
  /** The name of its folder in samples/, and of the cause that it provokes unless it is a mix. */
  readonly id: string;
  readonly title: string;
  readonly expected: Expected;
  /** Whom the report must name as the party of the primary cause. */
  readonly who: Who | ((shape: Shape<NoInfer<Name>>) => Who);
  /** Between which ends a live case draws each number; shares are parts of the limit. */
  readonly ranges: Readonly<Record<Name, readonly [low: number, high: number]>>;
  /** The numbers of the published sample. */
  readonly sample: Shape<NoInfer<Name>>;
  /**
   * What the kernel's global values must be where a drawn limit will not do, or `{}` where the other
   * namespaces of a shared run would show. Such a case runs alone.
   */
  readonly alone?: { readonly limit?: number; readonly buckets?: number };
  /** What it needs of the kernel, where not every one will do. */
  readonly needs?: readonly Ability[];
  /** Commands that it runs and the other scenarios do not. */
  readonly commands?: readonly string[];
  /** Brings the node into the state; what it starts goes on while the collector runs. */
  run(node: LabNode, shape: Shape<NoInfer<Name>>): Promise<void>;
  /** What is done after the capture, each followed by one more: `ID-NAME.tar.gz` beside it. */
  readonly next?: readonly {
    readonly name: string;
    readonly seconds?: number;
    run(node: LabNode): Promise<void>;
  }[];
}

/** What the report on a case must say, with whom it must name: what `expected.json` holds. */
export const expectedOf = ({ expected, who }: Scenario, shape: Shape): Expected & Who => ({
  ...expected,
  ...(typeof who === "function" ? who(shape) : who),
});

/** Checks a scenario with its own names of numbers, and forgets them. */
export const scenario = <Name extends string>(definition: Scenario<Name>): Scenario =>
  definition as unknown as Scenario;
