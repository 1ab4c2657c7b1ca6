import { asObject, type JsonObject, type Receipt } from "./draft";
import { isCookieless } from "./steps/respect-consent";

/**
 * What may be kept of an event that was rejected: all but the client's address, and nothing about who it was where that
 * person did not consent. It then says so itself, so that sending it again later recognises nobody either.
 */
export const rawToKeep = (raw: unknown, receipt: Receipt): unknown => {
  const event = asObject(raw);
  if (!event) return raw;
  const { ip, ...context } = asObject(event.context) ?? {};
  if (!isCookieless(event, receipt)) return ip === undefined ? event : { ...event, context };
  const { userId, anonymousId, previousId, traits, ...kept }: JsonObject = event;
  return { ...kept, context: { ...context, cookieless: true } };
};
