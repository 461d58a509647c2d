/** What a navigation is, as far as it is used here: not every browser has it. */
interface Leaving extends Event {
  destination: { url: string };
  downloadRequest: string | null;
  userInitiated: boolean;
}

/**
 * Keeps the tab on this page: a policy cannot forbid a navigation, but the browser asks before most of those that
 * begin in the page. What a person does by the browser's own controls is theirs.
 */
export function stayHere(): void {
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener("navigate", (event) => {
    const { destination, downloadRequest } = event as Leaving;
    if (downloadRequest === null && !isHere(destination.url)) event.preventDefault();
  });
}

/** The same document, at any place in it. */
const isHere = (url: string): boolean => url.split("#")[0] === location.href.split("#")[0];
