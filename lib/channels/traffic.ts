import { clickOf } from "./click-of";
import { siteOf } from "./site-of";

/** What is known of how a session came: the first traffic fields of its events. */
export type Traffic = {
  /** Host and path of the foreign page that led here; the package of an app. */
  referrer: string | null;
  source: string | null;
  medium: string | null;
  campaign: string | null;
  /** The kind of click id in the landing address, like "gclid". */
  clickId: string | null;
};

const clean = (text: string | null | undefined): string | null => text?.trim().toLowerCase() || null;

const referringHost = ({ referrer }: Traffic): string | null =>
  clean(referrer?.split("/", 1)[0])?.replace(/^www\./, "") || null;

/** Tags led here that leave the source or the medium open; or nothing did. */
const unknownOr = (nothing: "(direct)" | "(none)", { source, medium, campaign }: Traffic): string =>
  clean(source) || clean(medium) || clean(campaign) ? "(not set)" : nothing;

/**
 * Where a session came from, in lower case, so that "Google" and "google" are one source: what the link's tags state;
 * else the system of a click id; else the name of the site that led here ("google", "facebook"), its host where it is
 * not known. "(direct)" where nothing led here, "(not set)" where tags leave it open.
 */
export const sourceOf = (traffic: Traffic): string => {
  const stated = clean(traffic.source);
  if (stated) return stated;
  const host = referringHost(traffic);
  const site = host ? siteOf(host) : null;
  const click = clickOf(traffic.clickId);
  // Instagram's links carry Facebook's click id.
  if (click && !(click.medium === "referral" && site?.kind === "social")) return click.source;
  return site?.name ?? host ?? unknownOr("(direct)", traffic);
};

/**
 * By which means a session came, in lower case: what the link's tags state; else "cpc" or "display" of an ad's click
 * id; else, of a link without a source, "organic" from search engines, "email" from webmail, "referral" from other
 * sites. "(none)" where nothing led here, "(not set)" where tags leave it open.
 */
export const mediumOf = (traffic: Traffic): string => {
  const stated = clean(traffic.medium) ?? clickOf(traffic.clickId)?.medium;
  if (stated) return stated;
  const host = clean(traffic.source) ? null : referringHost(traffic);
  if (!host) return unknownOr("(none)", traffic);
  const kind = siteOf(host)?.kind;
  return kind === "search" ? "organic" : kind === "email" ? "email" : "referral";
};

/** The campaign that the link's tags name, as it is written; `""` where there is none. */
export const campaignOf = ({ campaign }: Traffic): string => campaign?.trim() ?? "";
