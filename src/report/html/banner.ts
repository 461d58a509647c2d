import { keepUnits } from "../../format.ts";
import type { Head, State } from "../document/document.ts";
import { number } from "../document/inline.ts";
import { percent, shown, tag } from "./charts/svg.ts";
import { inlines } from "./inline.ts";

const OCTAGON = "M8 1h8l7 7v8l-7 7H8l-7-7V8z";
const TRIANGLE = "M12 1.5 23 22H1z";
const CIRCLE = "M12 1a11 11 0 1 1 0 22a11 11 0 0 1 0-22z";
const SQUARE = "M3 2h18v20H3z";
const BANG = "M12 6v7.5M12 17.5v.5";
const LOW_BANG = "M12 9v6M12 18.4v.4";

/** A shape and a sign for each state, since colour alone tells some readers nothing. */
const SIGNS: Record<State, readonly [shape: string, sign: string]> = {
  exhausted: [OCTAGON, BANG],
  critical: [OCTAGON, BANG],
  "at-risk": [TRIANGLE, LOW_BANG],
  elevated: [TRIANGLE, LOW_BANG],
  recovered: [SQUARE, "M7.5 12.5l3.2 3.2 6-7"],
  healthy: [CIRCLE, "M7 12.5l3.5 3.5 6.5-7.5"],
  unknown: [SQUARE, "M9 9.2a3 3 0 1 1 4.4 2.6c-1 .5-1.4 1-1.4 2.2M12 17.6v.4"],
};

export function stateSign(state: State): string {
  const [shape, sign] = SIGNS[state];
  return tag(
    "svg",
    { class: "sign", viewBox: "0 0 24 24", "aria-hidden": "true" },
    tag("path", { class: "shape", d: shape }),
    tag("path", { class: "stroke", d: sign }),
  );
}

/** A share as a bar of its own; the number stands beside it. */
export const meter = (share: number): string =>
  tag(
    "svg",
    { class: "meter", width: "100%", height: 10, "aria-hidden": "true" },
    tag("rect", { class: "track", width: "100%", height: 10 }),
    tag("rect", {
      class: "bar",
      width: percent(Math.min(1, Math.max(0, share)) * 100),
      height: 10,
    }),
  );

/** The numbers that are asked for first: how full, and what was lost within the window. */
export const keyFigures = (figures: Head["figures"]): string =>
  tag(
    "ul",
    { class: "figures" },
    ...figures.map(({ value, unit, of }) =>
      tag(
        "li",
        {},
        tag("strong", value === null ? { class: "none" } : {}, inlines([number(value, unit)])),
        " ",
        shown(keepUnits(of)),
      ),
    ),
  );
