import { OF_LENGTH, SORTED, TREE } from "./memory";

/** Bits of a symbol in what is sorted. */
const SYMBOL_BITS: u32 = 9;

/**
 * Finds the length of each symbol's code by how often it is there, as Huffman has it, none longer than `longest`. One
 * that is not there has none.
 */
export function findLengths(counts: usize, lengths: usize, symbols: u32, longest: u32): void {
  memory.fill(lengths, 0, symbols);
  let n: u32 = 0;
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const count = load<u32>(counts + (symbol << 2));
    if (count > 0) put(SORTED, n++, (count << SYMBOL_BITS) | symbol);
  }
  if (n === 0) return;
  sort(n);
  memory.fill(OF_LENGTH, 0, 0x100);
  if (n === 1) put(OF_LENGTH, 1, 1);
  else {
    depths(n);
    limit(n, longest);
  }
  // the rarest have the longest
  let at = n;
  for (let length: u32 = 1; length <= longest; length++)
    for (let left = get(OF_LENGTH, length); left > 0; left--) {
      const symbol = get(SORTED, --at) & ((1 << SYMBOL_BITS) - 1);
      store<u8>(lengths + symbol, length);
    }
}

/** By Shell. */
function sort(n: u32): void {
  for (let gap: u32 = 121; gap > 0; gap = gap / 3)
    for (let from = gap; from < n; from++) {
      const one = get(SORTED, from);
      let to = from;
      for (; to >= gap && get(SORTED, to - gap) > one; to -= gap)
        put(SORTED, to, get(SORTED, to - gap));
      put(SORTED, to, one);
    }
}

/** Counts the codes of each length, in place (Moffat and Katajainen, 1995). */
function depths(n: u32): void {
  const countOf = (at: u32): u32 => get(SORTED, at) >> SYMBOL_BITS;
  // first each inner node's weight, then the one that it hangs from
  let node: u32 = 0;
  let leaf: u32 = 0;
  for (let next: u32 = 0; next < n - 1; next++) {
    let weight: u32 = 0;
    for (let side = 0; side < 2; side++) {
      if (leaf < n && (node >= next || countOf(leaf) <= get(TREE, node))) weight += countOf(leaf++);
      else {
        weight += get(TREE, node);
        put(TREE, node++, next);
      }
    }
    put(TREE, next, weight);
  }
  // then how deep it lies
  put(TREE, n - 2, 0);
  for (let at = <i32>n - 3; at >= 0; at--) put(TREE, at, get(TREE, get(TREE, at)) + 1);
  // and last what is left for leaves
  let free: u32 = 1;
  let inner = <i32>n - 2;
  for (let depth: u32 = 0; free > 0; depth++) {
    let used: u32 = 0;
    for (; inner >= 0 && get(TREE, inner) === depth; inner--) used++;
    put(OF_LENGTH, depth, free - used);
    free = 2 * used;
  }
}

/** Shortens codes that are too long, for which others become longer. */
function limit(n: u32, longest: u32): void {
  let room: i32 = 1 << longest;
  let deeper: u32 = 0;
  for (let length: u32 = longest + 1; length < 64; length++) deeper += get(OF_LENGTH, length);
  put(OF_LENGTH, longest, get(OF_LENGTH, longest) + deeper);
  for (let length: u32 = 1; length <= longest; length++)
    room -= get(OF_LENGTH, length) << (longest - length);
  for (; room < 0; room++) {
    let length = longest - 1;
    while (get(OF_LENGTH, length) === 0) length--;
    put(OF_LENGTH, length, get(OF_LENGTH, length) - 1);
    put(OF_LENGTH, length + 1, get(OF_LENGTH, length + 1) + 2);
    put(OF_LENGTH, longest, get(OF_LENGTH, longest) - 1);
  }
}

function get(list: usize, at: u32): u32 {
  return load<u32>(list + (at << 2));
}

function put(list: usize, at: u32, value: u32): void {
  store<u32>(list + (at << 2), value);
}
