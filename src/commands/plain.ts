import type { PlainDocument } from "../report/document/document.ts";
import type { TextOptions } from "../report/text/index.ts";

/** Renders a document that is not about one node's table; the formats that nobody asked for are not loaded. */
export async function renderPlain(
  document: PlainDocument,
  format: "text" | "markdown" | "html",
  options: TextOptions,
): Promise<string> {
  switch (format) {
    case "text":
      return (await import("../report/text/plain.ts")).plainText(document, options);
    case "markdown":
      return (await import("../report/markdown/plain.ts")).plainMarkdown(document);
    case "html":
      return (await import("../report/html/plain.ts")).plainHtml(document);
  }
}
