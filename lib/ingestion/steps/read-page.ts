import { asObject, type Draft, type Step, textOf } from "../draft";

/** What an address says, without what it may give away. Host and path are null where it has none. */
type Address = { host: string | null; path: string | null; query: string | null };

const nowhere: Address = { host: null, path: null, query: null };
const dangerous = /^(javascript|data|vbscript|file|blob|about|mailto|tel):$/;
/** Parameters whose values open doors or name people, and those of the tracker itself. */
const secret =
  /^(.*[_-])?(token|jwt|auth|authorization|password|passwd|pwd|secret|api_?key|session(_?id)?|sid|sig|signature|otp|e-?mail|phone)$|^(_tb|tributary)$/i;
// Strangers write addresses: neither of these two may look at a character again and again.
const person = /[^\s@]@[^\s@]+\.[^\s@]/;
/** Letters and "@" may be written as "%74" and "%40". */
const worthLooking = /token|jwt|auth|pass|pwd|secret|key|sess|sid|sig|otp|mail|phone|_tb|tributary|@|%[4-7]/i;

const mostKnown = 5_000;
const known = new Map<string, Address>();

/** The query string without secrets and e-mail addresses; as it was when there is none. */
const withoutSecrets = (search: string): string | null => {
  if (search === "" || search === "?") return null;
  if (!worthLooking.test(search)) return search;
  const query = new URLSearchParams(search);
  for (const [name, value] of [...query]) if (secret.test(name) || person.test(value)) query.delete(name);
  return query.size > 0 ? `?${query}` : null;
};

/** Some apps keep their pages behind the hash ("#/cart"); a plain anchor is no page. */
const pathOf = ({ pathname, hash }: URL): string | null => {
  const route = /^#!?\/[^?#]*/.exec(hash)?.[0] ?? "";
  return pathname + route || null;
};

const parse = (text: string): Address => {
  try {
    const url = new URL(text);
    if (dangerous.test(url.protocol)) return nowhere;
    return { host: url.host || null, path: pathOf(url), query: withoutSecrets(url.search) };
  } catch {
    return nowhere;
  }
};

/** Pages repeat: parsing an address costs more than everything else about an event. */
const addressOf = (text: string | null): Address => {
  if (text === null) return nowhere;
  const seen = known.get(text);
  if (seen) return seen;
  const address = parse(text);
  if (known.size >= mostKnown) known.clear();
  known.set(text, address);
  return address;
};

const readReferrer = (draft: Draft, given: unknown): string | null => {
  const { host, path } = addressOf(textOf(given));
  return host !== null && host !== draft.host ? `${host}${path ?? ""}` : null;
};

/** Where it happened: host, path, query, title, and the foreign page that led here. Credentials never get in. */
export const readPage: Step = (draft) => {
  const page = asObject(asObject(draft.raw.context)?.page);
  const own = draft.name === "Page Viewed" ? asObject(draft.raw.properties) : undefined;
  if (!page && !own) return;
  const { host, path, query } = addressOf(textOf(own?.url ?? page?.url));
  draft.host = host;
  draft.path = path ?? (textOf(own?.path ?? page?.path)?.split(/[?#]/, 1)[0] || null);
  draft.query = query ?? (host === null ? withoutSecrets(textOf(own?.search ?? page?.search) ?? "") : null);
  draft.title = textOf(own?.title ?? page?.title, 500);
  draft.referrer = readReferrer(draft, own?.referrer ?? page?.referrer);
};
