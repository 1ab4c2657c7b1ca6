import type { ChannelName } from "./channel-names";

/** What is known of how a session came: the first traffic fields of its events. */
export type Traffic = {
  referrer: string | null;
  source: string | null;
  medium: string | null;
  campaign: string | null;
  clickId: string | null;
};

const search =
  /(^|\.)(google|bing|yahoo|duckduckgo|ecosia|baidu|yandex|qwant|startpage|brave|naver|seznam)\./;
const social =
  /(^|\.)(facebook|instagram|twitter|x|t|linkedin|lnkd|pinterest|reddit|tiktok|threads|snapchat|vk|quora|tumblr|mastodon)\.(com|co|in|net|social)$/;
const video = /(^|\.)(youtube|youtu|vimeo|twitch|dailymotion)\./;
const shopping = /(^|\.)(amazon|ebay|etsy|shopping|alibaba|walmart|idealo)\./;
const sourceNames = {
  search: /^(google|bing|yahoo|duckduckgo|ecosia|baidu|yandex|qwant|naver)$/,
  social: /^(facebook|fb|instagram|ig|twitter|x|linkedin|pinterest|reddit|tiktok|threads|snapchat|quora)$/,
  video: /^(youtube|vimeo|twitch|dailymotion)$/,
  shopping: /^(amazon|ebay|etsy|alibaba|walmart|idealo|google-shopping)$/,
};
const clickChannel: Record<string, ChannelName> = {
  gclid: "Paid Search",
  gbraid: "Paid Search",
  wbraid: "Paid Search",
  msclkid: "Paid Search",
  dclid: "Display",
  fbclid: "Organic Social",
  ttclid: "Paid Social",
  twclid: "Paid Social",
  li_fat_id: "Paid Social",
  epik: "Paid Social",
  sccid: "Paid Social",
  rdt_cid: "Paid Social",
};

type Site = "search" | "social" | "video" | "shopping" | null;

const siteOf = (source: string): Site => {
  if (sourceNames.shopping.test(source) || shopping.test(source)) return "shopping";
  if (sourceNames.video.test(source) || video.test(source)) return "video";
  if (sourceNames.social.test(source) || social.test(source)) return "social";
  if (sourceNames.search.test(source) || search.test(source)) return "search";
  return null;
};

const paidOf = {
  shopping: "Paid Shopping",
  search: "Paid Search",
  social: "Paid Social",
  video: "Paid Video",
} as const;
const organicOf = {
  shopping: "Organic Shopping",
  social: "Organic Social",
  video: "Organic Video",
  search: "Organic Search",
} as const;

/**
 * The channel of a session, decided on read so that better rules improve the past. Follows the rules and the order of
 * Google Analytics' default channel group. The page that led here is the source only where nothing is tagged: a
 * newsletter read in a webmail is e-mail. Click ids speak where no medium is stated.
 */
export const channelOf = ({ referrer, source, medium, campaign, clickId }: Traffic): ChannelName => {
  const by = (medium ?? "").toLowerCase();
  const name = (campaign ?? "").toLowerCase();
  const isTagged = Boolean(source || medium || campaign);
  const from = ((isTagged ? source : referrer?.split("/", 1)[0]) ?? "").toLowerCase();
  if (!referrer && !isTagged && !clickId) return "Direct";
  if (from === "(direct)" && /^(|\(none\)|\(not set\))$/.test(by)) return "Direct";
  if (name.includes("cross-network")) return "Cross-network";
  const site = /([^a-df-z]|^)shop|shopping/.test(name) ? "shopping" : siteOf(from);
  if (/^(.*cp.*|ppc|retargeting|paid.*)$/.test(by))
    return site ? paidOf[site] : by === "cpm" ? "Display" : "Paid Other";
  if (/^(display|banner|expandable|interstitial|cpm)$/.test(by)) return "Display";
  if (clickId && !by && clickChannel[clickId]) return clickChannel[clickId];
  if (site === "shopping") return organicOf.shopping;
  if (site === "social" || /^(social|social-network|social-media|sm|social network|social media)$/.test(by))
    return organicOf.social;
  if (site === "video" || by.includes("video")) return organicOf.video;
  if (site === "search" || by === "organic") return organicOf.search;
  if (by === "affiliate" || by === "affiliates") return "Affiliates";
  if (/^e[-_ ]?mail$/.test(by) || /^e[-_ ]?mail$/.test(from)) return "Email";
  if (/^(referral|app|link)$/.test(by)) return "Referral";
  if (by === "audio") return "Audio";
  if (by === "sms" || from === "sms") return "SMS";
  if (by.endsWith("push") || /mobile|notification/.test(by) || from === "firebase") return "Push";
  return referrer && !isTagged ? "Referral" : "Unassigned";
};
