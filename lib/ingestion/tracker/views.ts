import { beginView, reportEngagement } from "./engagement";
import { comesFrom, type Properties, send } from "./messages";
import { isOn, options } from "./options";
import { attempt, listen } from "./safely";
import { leaving } from "./signs";

/** What has to differ for another page: the path, the query when asked for, and the hash where it is the route. */
const pageOf = ({ pathname, search, hash }: URL | Location, withQuery: boolean): string =>
  pathname + (withQuery ? search : "") + ("hash" in options ? hash : "");

let seen: URL | undefined;

/** A page is seen: what was measured of the one before is complete. */
export const viewed = (properties: Properties = {}): void => {
  reportEngagement();
  dispatchEvent(new Event(leaving));
  if (seen) comesFrom(seen.href);
  seen = new URL(location.href);
  send({ type: "page", properties: { ...properties, viewId: beginView() } });
};

/** A replaced address is another page only when its path is: filters of a list write themselves into the query. */
const navigated = (withQuery: boolean): void => {
  if (!seen || pageOf(seen, withQuery) !== pageOf(location, withQuery)) viewed();
  else seen = new URL(location.href);
};

const follow = (name: "pushState" | "replaceState"): void => {
  const original = history[name];
  history[name] = function (this: History, ...args: Parameters<History["pushState"]>) {
    original.apply(this, args);
    attempt(() => navigated(name === "pushState"));
  };
};

export const startViews = (): void => {
  if (!isOn("views")) return;
  viewed();
  listen("popstate hashchange", () => navigated(true));
  // A page that comes back from the browser's memory is seen again.
  listen<PageTransitionEvent>("pageshow", ({ persisted }) => persisted && viewed());
  follow("pushState");
  follow("replaceState");
};
