// for what runs within the page; the build of src/ does not see it
/// <reference lib="dom" />
import type { Page } from "playwright-core";

/**
 * Commands, names, times and numbers with units that a line's end cuts where it must not: within a word short enough
 * for a phone's line. One line each.
 */
export const cutWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const faults: string[] = [];
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const parent = node.parentElement!;
      if (!parent.checkVisibility() || parent.closest("svg") !== null) continue;
      const isCode = parent.closest("code") !== null;
      const words = isCode
        ? /\S+/g
        : /\d[\d,.]*(?: (?:%|s|min|h|[KMGT]iB|entries|packets)(?!\w))?/g;
      for (const { 0: word, index } of node.textContent!.matchAll(words)) {
        if (word.length > 24) continue;
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (tops.size > 1) faults.push(`${word}: ${parent.outerHTML.slice(0, 120)}`);
      }
    }
    return faults;
  });

/**
 * What does not fit the width of the window: the document when it scrolls sideways, and elements that
 * stick out at either side, save those inside a region that scrolls. One line each, by their HTML.
 */
export const outside = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const scrolls = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
    const isScroller = (element: Element) =>
      /auto|scroll/.test(getComputedStyle(element).overflowX) && element !== document.body;
    const faults = scrolls > width ? [`the document: ${scrolls} px in ${width} px`] : [];
    // a drawing within a drawing clips what is in it, and a group's box is that of its parts unclipped
    const isClipped = (element: Element) =>
      element.matches("svg svg") && getComputedStyle(element).overflowX !== "visible";
    const look = (element: Element): void => {
      if (!element.checkVisibility() || isClipped(element)) return;
      const { left, right } = element.getBoundingClientRect();
      // half a pixel is rounding
      if (!element.matches("g") && right > left && (left < -0.5 || right > width + 0.5))
        faults.push(`${Math.round(left)} to ${Math.round(right)} px: ${element.outerHTML}`);
      if (!isScroller(element)) for (const child of element.children) look(child);
    };
    look(document.body);
    return faults.map((fault) => fault.slice(0, 160));
  });

/**
 * Walks the document with the Tab key, opening with Enter what can be opened. Answers what a reader
 * without a mouse could not come to: summaries, regions that scroll, and whatever asks for a tab stop.
 */
export async function unreached(page: Page): Promise<string[]> {
  const reached = await page.evaluateHandle(() => new Set<Element>());
  for (;;) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate((reached) => {
      const active = document.activeElement;
      // past the last stop the browser's own controls follow; a stop that was seen is the first again
      if (active === null || active === document.body || reached.has(active)) return "end";
      reached.add(active);
      const isClosed = active.matches("summary") && !active.parentElement!.matches("[open]");
      return isClosed ? "closed" : "stop";
    }, reached);
    if (where === "end") break;
    if (where === "closed") await page.keyboard.press("Enter");
  }
  return page.evaluate((reached) => {
    const scrolls = (element: Element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return (
        (/auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth) ||
        (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight)
      );
    };
    return (
      [...document.body.querySelectorAll("*")]
        // a subject whose tab is not open is reached by its tab
        .filter(
          (one) =>
            (one.checkVisibility() && one.matches("summary, [tabindex], [role=region]")) ||
            scrolls(one),
        )
        .filter((one) => !reached.has(one))
        .map((one) => one.outerHTML.slice(0, 160))
    );
  }, reached);
}
