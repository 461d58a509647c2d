import { indented, numbered, PEELERS, type Peeled } from "./peelers.ts";

/** What is left of a line, and the layers that were taken off it, outermost first. */
export interface PeeledLine {
  peeled: Peeled;
  layers: readonly number[];
}

/** Layers that one line may have. */
const MOST_LAYERS = 4;
/** Peelings of one line that are tried. */
const MOST_TRIES = 64;

/**
 * Takes layers off a line until `accepts` takes what is left. Answers that with the layers, outermost first,
 * or null.
 */
export function peel(text: string, accepts: (text: string) => boolean): PeeledLine | null {
  let left: PeeledLine[] = [{ peeled: { text }, layers: [] }];
  let tries = 0;
  for (let depth = 0; depth < MOST_LAYERS && left.length > 0; depth++) {
    const next: PeeledLine[] = [];
    for (const { peeled, layers } of left)
      for (let at = 0; at < PEELERS.length; at++) {
        const inner = PEELERS[at]!(peeled.text);
        if (inner === null || inner.text === "" || inner.text === peeled.text) continue;
        if (++tries > MOST_TRIES) return null;
        const both = { peeled: { ...peeled, ...inner }, layers: [...layers, at] };
        if (accepts(inner.text)) return both;
        next.push(both);
      }
    left = next;
  }
  return null;
}

/**
 * Takes the same layers off another line; null when it has not got them. A number of more digits has no blanks
 * before it any more.
 */
export function peelAs(text: string, layers: readonly number[]): Peeled | null {
  let peeled: Peeled = { text };
  for (const [at, layer] of layers.entries()) {
    const peeler = PEELERS[layer]!;
    const inner = peeler(peeled.text);
    if (inner === null && peeler === indented && PEELERS[layers[at + 1]!] === numbered) continue;
    if (inner === null) return null;
    peeled = { ...peeled, ...inner };
  }
  return peeled;
}
