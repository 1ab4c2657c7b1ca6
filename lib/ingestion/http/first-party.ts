import { asObject } from "../draft";
import { ingestionSettings } from "../settings-store";
import { isRefused } from "../steps/respect-consent";
import { isWithin } from "../steps/skip-foreign-hosts";
import type { Sender } from "./admit";
import { hostOf } from "./host-of";
import { isHttps } from "./is-https";
import type { IngestionRequest } from "./request";

const cookieSeconds = 400 * 86_400;

/** What may stand in a cookie as it is: the tracker reads it back without decoding. */
export const cookieText = /^[\w.~-]{1,255}$/;

/** The visitor's id, if this message lets a browser keep one. */
const keepableId = (request: IngestionRequest, message: unknown): string | null => {
  const { anonymousId, context: stated } = asObject(message) ?? {};
  const context = asObject(stated);
  if (typeof anonymousId !== "string" || !cookieText.test(anonymousId)) return null;
  if (request.header("sec-gpc") === "1" || context?.cookieless === true) return null;
  return context && isRefused(context) ? null : anonymousId;
};

/**
 * When a site's page sends to a host of that same site, the answer may keep the visitor's id in a cookie: browsers
 * forget what scripts keep after a week, but not what the site's own server sets. Nothing for everybody else.
 */
export const firstPartyHeaders = async (
  request: IngestionRequest,
  { access }: Sender,
  firstMessage?: unknown,
): Promise<Record<string, string> | undefined> => {
  const origin = request.header("origin");
  if (origin === null || access.kind !== "write") return undefined;
  const page = hostOf(origin);
  const host = hostOf(request.header("host"));
  if (page === null || host === null) return undefined;
  const { domains, privacyMode } = await ingestionSettings(access.scope);
  const domain = domains.find((one) => isWithin(host, one) && isWithin(page, one));
  if (domain === undefined) return undefined;
  const headers: Record<string, string> = {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    vary: "origin",
  };
  const id = privacyMode === "cookieless" ? null : keepableId(request, firstMessage);
  if (id === null) return headers;
  // Not HttpOnly: the tracker reads it to go on under the same id.
  const parts = [`_tb=${id}`, `Domain=${domain}`, "Path=/", `Max-Age=${cookieSeconds}`];
  headers["set-cookie"] = [...parts, "SameSite=Lax", ...(isHttps(request) ? ["Secure"] : [])].join("; ");
  return headers;
};
