import { byId } from "./dom.ts";

/** A document as it is shown, and as it is saved. */
export interface Shown {
  /** How its files are called, without an ending. */
  fileName: string;
  html: string;
  markdown: string;
  json: string;
}

/**
 * Shows the report of an HTML document of ours: what stands in its body, in the page's own style, which has all that
 * the document's has. The page's policy keeps any script in it from running, as the document's own does.
 */
export function showDocument(html: string, before: readonly Node[] = []): void {
  // its style is here already, and the policy would complain of a second one
  const bare = html.slice(0, html.indexOf("<style>")) + html.slice(html.indexOf("</style>"));
  const parsed = new DOMParser().parseFromString(bare, "text/html");
  const view = byId("view");
  view.className = parsed.body.className;
  view.replaceChildren(...before, ...parsed.body.childNodes);
  document.title = parsed.title || "conntriage";
  byId("start").hidden = true;
  // the place that a link leads to is in the report that was there before
  if (location.hash !== "") location.replace("#");
}

export function showStart(): void {
  byId("view").replaceChildren();
  byId("start").hidden = false;
  document.title = "conntriage";
}
