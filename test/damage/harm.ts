/** Archives that a transfer harmed: cut short, or with one bit that is another one. */
export type Harm = { is: "cut" | "flip"; at: number };

/** So many places, spread over an archive; a flip's bit changes from place to place. */
export function harmsOf(size: number, places: number): Harm[] {
  return Array.from({ length: places }, (_, n) => {
    const at = Math.floor(((n + 0.5) * size) / places);
    return [{ is: "cut", at } as const, { is: "flip", at } as const];
  }).flat();
}

export function harmed(bytes: Uint8Array, { is, at }: Harm): Uint8Array {
  if (is === "cut") return bytes.slice(0, at);
  const copy = bytes.slice();
  copy[at]! ^= 1 << (at % 8);
  return copy;
}

export const wordsOf = ({ is, at }: Harm): string => `${is} at byte ${at}`;
