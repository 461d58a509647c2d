/** Whom a report must name as the party of its primary cause, stated without having read a report. */
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { PARTY_ROLES } from "../../src/causes/cause.ts";

/** As the JSON report gives a party; what is not stated is not compared. */
const partySchema = z.strictObject({
  role: z.enum(PARTY_ROLES),
  address: z.string().nullable().optional(),
  port: z.number().int().nullable().optional(),
  protocol: z.string().nullable().optional(),
  service: z.string().nullable().optional(),
});
export type Party = z.infer<typeof partySchema>;

export const whoSchema = {
  /** All of these and nobody else; null: there is no single one, or none that the bundle can show. */
  party: z.array(partySchema).min(1).nullable(),
  /** Those that may be named as well: they hold about the part from which one is. */
  perhaps: z.array(partySchema).optional(),
};

export interface Who {
  readonly party: readonly Party[] | null;
  readonly perhaps?: readonly Party[] | undefined;
}

const is = (said: object, wanted: Party): boolean =>
  Object.entries(wanted).every(([key, value]) =>
    isDeepStrictEqual(said[key as keyof typeof said], value),
  );

const textOf = ({ role, address, port, protocol }: Party): string =>
  `${role} ${address ?? "*"}${port == null ? "" : `:${port}`}${protocol == null ? "" : `/${protocol}`}`;

/** What the parties of a report's primary cause say otherwise than they must; empty when they agree. */
export function wrongParties({ party, perhaps = [] }: Who, said: readonly Party[]): string[] {
  const must = party ?? [];
  const missed = must.filter((wanted) => !said.some((one) => is(one, wanted)));
  const more = said.filter((one) => ![...must, ...perhaps].some((wanted) => is(one, wanted)));
  return [
    ...missed.map((one) => `did not name ${textOf(one)}`),
    ...more.map((one) => `named ${textOf(one)}`),
  ];
}
