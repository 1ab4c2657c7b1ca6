import { anonymousId, mayIdentify, newId } from "./identity";
import { enqueue } from "./queue";
import { recall } from "./storage";

declare const TRACKER_VERSION: string;

export type Properties = Record<string, unknown>;
type Place = { url: string; path: string; search: string; title: string; referrer: string };
type Message = { type: "track" | "page" | "identify" | "alias" } & Record<string, unknown>;

let referrer = document.referrer;

/** Within one document, the next view comes from the page before and no longer from the foreign one. */
export const comesFrom = (address: string): void => {
  referrer = address;
};

export const placeNow = (): Place => {
  const { href: url, pathname: path, search } = location;
  return { url, path, search, title: document.title, referrer };
};

const library = { name: "t.js", version: TRACKER_VERSION };

/** Sends a message about this place, in the name of the visitor where there may be one. */
export const send = (message: Message, page = placeNow()): void => {
  if (recall("tb_out")) return;
  const identified = mayIdentify();
  const event = {
    ...(identified && { anonymousId: anonymousId(), userId: recall("tb_user") ?? undefined }),
    ...message,
    messageId: newId(),
    timestamp: new Date(),
    context: {
      page,
      locale: navigator.language,
      library,
      cookieless: !identified || undefined,
      internal: recall("tb_internal") !== null || undefined,
    },
  };
  enqueue(JSON.stringify(event));
};

export const track = (event: string, properties: Properties = {}): void =>
  send({ type: "track", event, properties });
