import { ADDRESSES } from "./addresses.ts";
import { ADDRESSES_2 } from "./addresses-2.ts";
import { NAMES } from "./names.ts";
import { NAMES_2 } from "./names-2.ts";

export const PLACES = [...ADDRESSES, ...ADDRESSES_2, ...NAMES, ...NAMES_2];
