import type { ChannelName } from "./channel-names";
import { clickOf } from "./click-of";
import type { Site } from "./own-sites";
import { siteOf } from "./site-of";
import { mediumOf, sourceOf, type Traffic } from "./traffic";

const paidOf = {
  shopping: "Paid Shopping",
  search: "Paid Search",
  social: "Paid Social",
  video: "Paid Video",
} as const;

const isShopping = /([^a-df-z]|^)shop|shopping/;
const isPaid = /cp|^(ppc|retargeting)$|^paid/;
const isDisplay = /^(display|banner|expandable|interstitial|cpm)$/;
const isSocial = /^(social|social-network|social-media|sm|social network|social media)$/;
const isEmail = /^e[-_ ]?mail$/;

/** What kind of site the source is. The page that led here counts only where nothing is tagged. */
const kindOf = (traffic: Traffic): Site["kind"] => {
  const { source, medium, campaign, clickId } = traffic;
  const known = source || !(medium || campaign) ? siteOf(sourceOf(traffic)) : null;
  const click = medium ? null : clickOf(clickId);
  return (known ?? (click && siteOf(click.source)))?.kind ?? null;
};

/**
 * The channel of a session, decided on read so that better rules improve the past. These are the rules and the order of
 * Google Analytics' default channel group for manual traffic, on `sourceOf` and `mediumOf`: a click id speaks where no
 * medium is stated, the page that led here where nothing is tagged; so a newsletter read in a webmail is e-mail.
 */
export const channelOf = (traffic: Traffic): ChannelName => {
  const source = sourceOf(traffic);
  const medium = mediumOf(traffic);
  const campaign = (traffic.campaign ?? "").toLowerCase();
  if (source === "(direct)" && /^\((none|not set)\)$/.test(medium)) return "Direct";
  if (campaign.includes("cross-network")) return "Cross-network";
  const kind = isShopping.test(campaign) ? "shopping" : kindOf(traffic);
  if (isPaid.test(medium) && kind !== null && kind !== "email") return paidOf[kind];
  if (isDisplay.test(medium)) return "Display";
  if (isPaid.test(medium)) return "Paid Other";
  if (kind === "shopping") return "Organic Shopping";
  if (kind === "social" || isSocial.test(medium)) return "Organic Social";
  if (kind === "video" || medium.includes("video")) return "Organic Video";
  if (kind === "search" || medium === "organic") return "Organic Search";
  if (/^(referral|app|link)$/.test(medium)) return "Referral";
  if (isEmail.test(source) || isEmail.test(medium)) return "Email";
  if (/^affiliates?$/.test(medium)) return "Affiliates";
  if (medium === "audio") return "Audio";
  if (source === "sms" || medium === "sms") return "SMS";
  if (medium.endsWith("push") || /mobile|notification/.test(medium) || source === "firebase") return "Push";
  return "Unassigned";
};
