import { options } from "./options";
import { attempt } from "./safely";
import { recall, remember, takeLike } from "./storage";

/** Browsers make UUIDs on https only. */
export const newId = (): string => attempt(() => crypto.randomUUID()) ?? `${Date.now()}-${Math.random()}`;

const writeCookie = (id: string, seconds: number): void => {
  const domain = options.cookieDomain ? `;domain=${options.cookieDomain}` : "";
  const secure = /s:/.test(location.protocol) ? ";secure" : "";
  attempt(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: the other way to write one exists on https only.
    document.cookie = `_tb=${id};path=/;max-age=${seconds};samesite=lax${domain}${secure}`;
  });
};

/** Whether this visitor may be recognised: ids exist, are stored and sent. Otherwise nothing is kept here. */
export const mayIdentify = (): boolean =>
  options.mode !== "cookieless" &&
  !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl &&
  (recall("tb_consent") ?? options.consent) !== "required";

/** The id this site knows the visitor by, without making one. */
export const knownId = (): string | null =>
  attempt(() => /(?:^|; )_tb=([^;]+)/.exec(document.cookie)?.[1]) ?? recall("tb_id");

let kept = "";
/** Keeps the id in both places, once a page: the cookie lives on from the latest visit. */
export const keepId = (id: string): void => {
  if (kept === id) return;
  kept = id;
  remember("tb_id", id);
  writeCookie(id, 400 * 86_400);
};

export const anonymousId = (): string => {
  const id = knownId() ?? newId();
  keepId(id);
  return id;
};

/** Forgets who was here. */
export const forgetIds = (): void => {
  kept = "";
  remember("tb_id", null);
  remember("tb_user", null);
  writeCookie("", 0);
};

/** The same, and what waits to be sent with those ids. */
export const wipe = (): void => {
  forgetIds();
  takeLike("tb_q");
};

export const setConsent = (granted: boolean): void => {
  if (!granted) wipe();
  remember("tb_consent", granted ? "given" : "required");
};
