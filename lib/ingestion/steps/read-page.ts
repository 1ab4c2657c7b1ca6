import { asObject, type Step, textOf } from "../draft";

const parseUrl = (text: string | null): URL | null => {
  if (!text) return null;
  try {
    const url = new URL(text);
    return url.protocol === "https:" || url.protocol === "http:" ? url : null;
  } catch {
    return null;
  }
};

/** Where it happened: host, path, query, title, and the foreign page that led here. Credentials never get in. */
export const readPage: Step = (draft) => {
  const page = asObject(asObject(draft.raw.context)?.page);
  const own = draft.name === "Page Viewed" ? asObject(draft.raw.properties) : undefined;
  const url = parseUrl(textOf(own?.url ?? page?.url));
  draft.host = url ? url.host : null;
  draft.path = url ? url.pathname : textOf(own?.path ?? page?.path);
  draft.query = (url ? url.search : textOf(own?.search ?? page?.search)) || null;
  draft.title = textOf(own?.title ?? page?.title, 500);
  const referrer = parseUrl(textOf(own?.referrer ?? page?.referrer));
  draft.referrer = referrer && referrer.host !== draft.host ? `${referrer.host}${referrer.pathname}` : null;
};
