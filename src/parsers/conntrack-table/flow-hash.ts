/** Mixes what tells one flow from another: two addresses, or their numbers, and a word of ports. */
export function flowHash(source: number, destination: number, ports: number): number {
  let h = Math.imul(source, 0x9e3779b1) ^ Math.imul(destination, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 15) ^ Math.imul(ports, 0xc2b2ae35), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
