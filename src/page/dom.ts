/** The page's own element of an id. */
export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new TypeError(`the page has no #${id}`);
  return found as T;
}

/** An element with its properties, and what is in it: text is never taken for markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...within: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...within);
  return element;
}

/** A table whose rows are named by their first cell. */
export function tableOf(titles: readonly (string | null)[], rows: readonly (readonly string[])[]) {
  const head = titles.map((title) =>
    title === null ? make("td", {}) : make("th", { scope: "col" }, title),
  );
  const body = rows.map(([name, ...cells]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, name!),
      ...cells.map((cell) => make("td", {}, cell)),
    ),
  );
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
}

/** Gives a text to the person as a file. */
export function save(name: string, content: Blob | string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: url, download: name }).click();
  // the browser reads it some time after the click
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
