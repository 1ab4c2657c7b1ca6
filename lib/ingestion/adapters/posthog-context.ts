import type { JsonObject } from "../draft";

const campaign = {
  source: "utm_source",
  medium: "utm_medium",
  name: "utm_campaign",
  content: "utm_content",
  term: "utm_term",
} as const;

/** Parameters of advertising systems that PostHog copies beside the properties; those that name a click are private. */
export const campaignNames = [
  ...Object.values(campaign),
  ..."gad_source mc_cid gclid gclsrc dclid gbraid wbraid fbclid msclkid twclid li_fat_id igshid ttclid".split(
    " ",
  ),
  ..."rdt_cid epik qclid sccid oppref bfcid irclid _kx".split(" "),
];

/** Only what is there: an entry whose value is missing would hide what the address says. */
const known = (entries: JsonObject): JsonObject | undefined => {
  const there = Object.entries(entries).filter(([, value]) => value !== undefined && value !== null);
  return there.length > 0 ? Object.fromEntries(there) : undefined;
};

/** "$direct" stands for no referrer. */
const referrerOf = ({ $referrer }: JsonObject): unknown => ($referrer === "$direct" ? undefined : $referrer);

/** Where, on what and by which campaign an event happened, from the words that PostHog's libraries begin with `$`. */
export const contextOf = (properties: JsonObject): JsonObject => {
  const userAgent = properties.$raw_user_agent ?? properties.$user_agent;
  // The user agent names them as all other events do; apps have none.
  const stated = userAgent === undefined ? properties : {};
  const named = Object.entries(campaign).map(([field, name]) => [field, properties[name]]);
  return (
    known({
      page: known({
        url: properties.$current_url,
        path: properties.$current_url === undefined ? properties.$pathname : undefined,
        title: properties.$title,
        referrer: referrerOf(properties),
      }),
      campaign: known(Object.fromEntries(named)),
      userAgent,
      device: known({ type: stated.$device_type }),
      browser: known({ name: stated.$browser }),
      os: known({ name: stated.$os }),
      locale: properties.$browser_language ?? properties.$locale,
      sessionId: properties.$session_id,
      ip: properties.$ip,
      cookieless: properties.$cookieless_mode === true ? true : undefined,
      library: known({ name: properties.$lib, version: properties.$lib_version }),
    }) ?? {}
  );
};
