import { asObject, type Step, textOf } from "../draft";

/** Parameters that advertising systems add to a landing address. They name one click of one person. */
const clickIds = [
  "gclid",
  "gbraid",
  "wbraid",
  "dclid",
  "fbclid",
  "msclkid",
  "ttclid",
  "twclid",
  "li_fat_id",
  "epik",
  "sccid",
  "rdt_cid",
];

/** What a query string says about a campaign; `rest` is the query without click ids. */
type Campaign = {
  source: string | null;
  medium: string | null;
  name: string | null;
  content: string | null;
  term: string | null;
  clickId: string | null;
  rest: string | null;
};

const mostKnown = 5_000;
const known = new Map<string, Campaign>();

const parse = (text: string): Campaign => {
  const query = new URLSearchParams(text);
  const clickId = clickIds.find((name) => query.has(name)) ?? null;
  const campaign = {
    source: textOf(query.get("utm_source"), 255),
    medium: textOf(query.get("utm_medium"), 255),
    name: textOf(query.get("utm_campaign"), 255),
    content: textOf(query.get("utm_content"), 255),
    term: textOf(query.get("utm_term"), 255),
    clickId,
  };
  if (clickId === null) return { ...campaign, rest: text };
  for (const name of clickIds) query.delete(name);
  return { ...campaign, rest: query.size > 0 ? `?${query}` : null };
};

/** Campaigns repeat, as pages do. */
const campaignOf = (query: string): Campaign => {
  const seen = known.get(query);
  if (seen) return seen;
  const campaign = parse(query);
  if (known.size >= mostKnown) known.clear();
  known.set(query, campaign);
  return campaign;
};

const stated = (value: unknown, inQuery: string | null | undefined): string | null =>
  value === undefined || value === null ? (inQuery ?? null) : textOf(value, 255);

/**
 * Which campaign led here: what the sender states, else the utm parameters of the address. Of a click id only its kind
 * is kept; its value leaves the stored query.
 */
export const attachCampaign: Step = (draft) => {
  const given = asObject(asObject(draft.raw.context)?.campaign);
  if (!given && draft.query === null) return;
  const inQuery = draft.query ? campaignOf(draft.query) : undefined;
  draft.utmSource = stated(given?.source, inQuery?.source);
  draft.utmMedium = stated(given?.medium, inQuery?.medium);
  draft.utmCampaign = stated(given?.name, inQuery?.name);
  draft.utmContent = stated(given?.content, inQuery?.content);
  draft.utmTerm = stated(given?.term, inQuery?.term);
  if (!inQuery) return;
  draft.clickId = inQuery.clickId;
  draft.query = inQuery.rest;
};
