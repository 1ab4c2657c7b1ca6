import { safely } from "./safely";
import { leaving } from "./signs";

const waitMs = 1_000;
const events = [
  "scroll",
  "focusin",
  "input",
  "submit",
  "toggle",
  "blur",
  "hashchange",
  "popstate",
  "pagehide",
  leaving,
];

/**
 * Watches what follows a click and runs `then` when nothing does for a second: no change of the page, no other page, no
 * scrolling, focus or selection.
 */
export const unlessAlive = (then: () => void): void => {
  const stop = (): void => {
    clearTimeout(timer);
    changes.disconnect();
    for (const type of events) removeEventListener(type, stop, true);
  };
  const changes = new MutationObserver(stop);
  const timer = setTimeout(
    safely(() => {
      stop();
      if (getSelection()?.isCollapsed !== false) then();
    }),
    waitMs,
  );
  changes.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  for (const type of events) addEventListener(type, stop, true);
};
