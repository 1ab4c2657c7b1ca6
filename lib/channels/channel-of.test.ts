import { describe, expect, it } from "vitest";
import type { ChannelName } from "./channel-names";
import { channelOf } from "./channel-of";
import type { Traffic } from "./traffic";

const none: Traffic = { referrer: null, source: null, medium: null, campaign: null, clickId: null };
const channel = (traffic: Partial<Traffic>) => channelOf({ ...none, ...traffic });

type Row = [ChannelName, source: string | null, medium: string | null, campaign?: string];

// The rows of Google Analytics' published default channel group for manual traffic, in its order: each condition, and
// where each one ends.
const table: Row[] = [
  // Source is (direct) and medium is (not set) or (none).
  ["Direct", "(direct)", "(none)"],
  ["Direct", "(direct)", "(not set)"],
  ["Direct", "(direct)", null],
  ["Organic Search", "(direct)", "organic"],
  ["Unassigned", "direct", "(none)"],
  ["Unassigned", "(direct)", "none"],
  // The campaign contains cross-network.
  ["Cross-network", "google", "cpc", "cross-network"],
  ["Cross-network", "google", "cpc", "summer cross-network 2026"],
  ["Cross-network", "newsletter", "email", "cross-network"],
  ["Cross-network", null, null, "cross-network"],
  ["Paid Search", "google", "cpc", "cross network"],
  ["Direct", "(direct)", "(none)", "cross-network"],
  // The source is a shopping site, or the campaign a shopping campaign, and the medium is paid.
  ["Paid Shopping", "amazon", "cpc"],
  ["Paid Shopping", "amazon.co.uk", "ppc"],
  ["Paid Shopping", "google", "cpc", "shop"],
  ["Paid Shopping", "google", "cpc", "Shopping DE"],
  ["Paid Shopping", "google", "cpc", "autumn shop"],
  ["Paid Shopping", "google", "cpc", "windowshopping"],
  ["Paid Shopping", "facebook", "paid", "new-shops"],
  ["Paid Shopping", "newsletter", "paid-mail", "e-shop"],
  ["Paid Shopping", "google", "cpc", "eshop"],
  ["Paid Search", "google", "cpc", "workshoe"],
  ["Paid Search", "google", "cpc", "workshop"],
  // The source is a search engine and the medium is paid: ^(.*cp.*|ppc|retargeting|paid.*)$.
  ["Paid Search", "google", "cpc"],
  ["Paid Search", "bing", "ppc"],
  ["Paid Search", "duckduckgo", "retargeting"],
  ["Paid Search", "yahoo", "paid"],
  ["Paid Search", "baidu", "paid-search"],
  ["Paid Search", "www.google.de", "cpm"],
  ["Paid Search", "google", "google-cpc-brand"],
  ["Organic Search", "google", "unpaid"],
  ["Organic Search", "google", "my-retargeting"],
  ["Organic Search", "google", "ppc-brand"],
  // The source is a social network and the medium is paid.
  ["Paid Social", "facebook", "paid_social"],
  ["Paid Social", "m.facebook.com", "cpc"],
  ["Paid Social", "instagram", "retargeting"],
  ["Paid Social", "ig", "paid"],
  ["Paid Social", "meta", "cpc"],
  ["Paid Social", "tiktok", "ppc"],
  // The source is a video site and the medium is paid.
  ["Paid Video", "youtube", "cpv-cpc"],
  ["Paid Video", "vimeo.com", "paid"],
  ["Organic Video", "youtube", "pcv"],
  // The medium is one of five words.
  ["Display", "partner", "display"],
  ["Display", "partner", "banner"],
  ["Display", "partner", "expandable"],
  ["Display", "partner", "interstitial"],
  ["Display", "partner", "cpm"],
  ["Display", "google", "display"],
  ["Display", "facebook", "banner"],
  ["Unassigned", "partner", "banners"],
  // The medium is paid.
  ["Paid Other", "partner", "cpc"],
  ["Paid Other", "partner", "retargeting"],
  ["Paid Other", null, "paid"],
  ["Paid Other", "mail.google.com", "cpc"],
  // The source is a shopping site, or the campaign a shopping campaign.
  ["Organic Shopping", "etsy", null],
  ["Organic Shopping", "ebay.de", "referral"],
  ["Organic Shopping", "partner", "link", "shop opening"],
  ["Organic Shopping", "google", "organic", "shopping"],
  // The source is a social network, or the medium one of six words.
  ["Organic Social", "linkedin.com", "post"],
  ["Organic Social", "x", "referral"],
  ["Organic Social", "partner", "social"],
  ["Organic Social", "partner", "social-network"],
  ["Organic Social", "partner", "social-media"],
  ["Organic Social", "partner", "sm"],
  ["Organic Social", "partner", "social network"],
  ["Organic Social", "partner", "social media"],
  ["Unassigned", "partner", "social_media"],
  // The source is a video site, or the medium contains video.
  ["Organic Video", "vimeo", null],
  ["Organic Video", "partner", "video"],
  ["Organic Video", "partner", "longvideos"],
  ["Unassigned", "partner", "vlog"],
  // The source is a search engine, or the medium is organic.
  ["Organic Search", "duckduckgo", null],
  ["Organic Search", "partner", "organic"],
  ["Unassigned", "partner", "organics"],
  // The medium is one of three words.
  ["Referral", "partner", "referral", "work"],
  ["Referral", "partner", "link"],
  ["Referral", "partner", "app"],
  ["Referral", "email", "referral"],
  ["Unassigned", "partner", "apps"],
  // The source or the medium is email, e-mail, e_mail or e mail.
  ["Email", "spring-news", "email"],
  ["Email", "spring-news", "e-mail"],
  ["Email", "spring-news", "e_mail"],
  ["Email", "spring-news", "e mail"],
  ["Email", "email", "spring"],
  ["Email", "e-mail", null],
  ["Email", "e_mail", null],
  ["Email", "e mail", "affiliate"],
  ["Unassigned", "partner", "emails"],
  // The medium is affiliate.
  ["Affiliates", "partner", "affiliate"],
  ["Affiliates", "partner", "affiliates"],
  ["Unassigned", "partner", "my-affiliate"],
  // The medium is audio.
  ["Audio", "partner", "audio"],
  ["Unassigned", "partner", "audios"],
  // The source or the medium is sms.
  ["SMS", "sms", null],
  ["SMS", "partner", "sms"],
  ["Unassigned", "partner", "mms"],
  // The medium ends with push or contains mobile or notification, or the source is firebase.
  ["Push", "partner", "web-push"],
  ["Push", "partner", "mobile-app"],
  ["Push", "partner", "my notifications"],
  ["Push", "firebase", null],
  ["Unassigned", "partner", "pushed"],
  // No rule fits.
  ["Unassigned", "partner", "print"],
  ["Unassigned", "partner", null],
  ["Unassigned", null, null, "spring"],
];

describe("channelOf", () => {
  it.each(table)("is %s for source %s, medium %s, campaign %s", (expected, source, medium, campaign) => {
    const traffic = { source, medium, campaign: campaign ?? null };
    expect(channel(traffic)).toBe(expected);
    const upper = (text: string | null) => text && ` ${text.toUpperCase()} `;
    expect(channel({ source: upper(source), medium: upper(medium), campaign: upper(traffic.campaign) })).toBe(
      expected,
    );
  });

  it.each<[ChannelName, string | null]>([
    ["Direct", null],
    ["Organic Search", "www.google.de/search"],
    ["Organic Search", "duckduckgo.com/"],
    ["Organic Search", "com.google.android.googlequicksearchbox/"],
    ["Organic Social", "l.facebook.com/l.php"],
    ["Organic Social", "t.co/abc"],
    ["Organic Social", "com.twitter.android/"],
    ["Organic Video", "youtu.be/"],
    ["Organic Shopping", "www.amazon.de/dp/1"],
    ["Email", "mail.google.com/mail/u/0"],
    ["Email", "com.google.android.gm/"],
    ["Referral", "gemini.google.com/"],
    ["Referral", "blog.example/google.com"],
    ["Referral", "notgoogle.example/"],
    ["Referral", "google.com.example/"],
    ["Referral", "tax.com/"],
  ])("without tags is %s when %s led here", (expected, referrer) => {
    expect(channel({ referrer })).toBe(expected);
  });

  it("believes tags before the page that led here", () => {
    const newsletter = { source: "spring-news", medium: "email" };
    expect(channel({ ...newsletter, referrer: "mail.google.com/" })).toBe("Email");
    expect(channel({ medium: "email", referrer: "www.facebook.com/" })).toBe("Email");
    expect(channel({ source: "partner", medium: "referral", referrer: "www.facebook.com/" })).toBe(
      "Referral",
    );
  });

  it.each<[ChannelName, string, Partial<Traffic>]>([
    ["Paid Search", "gclid", {}],
    ["Paid Search", "gbraid", {}],
    ["Paid Search", "wbraid", {}],
    ["Paid Search", "msclkid", {}],
    ["Display", "dclid", {}],
    ["Organic Social", "fbclid", {}],
    ["Paid Social", "ttclid", {}],
    ["Paid Social", "twclid", {}],
    ["Paid Social", "li_fat_id", {}],
    ["Paid Social", "epik", {}],
    ["Paid Social", "sccid", {}],
    ["Paid Social", "rdt_cid", {}],
    ["Paid Search", "gclid", { source: "partner" }],
    ["Paid Video", "gclid", { source: "youtube" }],
    ["Paid Shopping", "gclid", { campaign: "shopping" }],
    ["Cross-network", "gclid", { campaign: "cross-network" }],
    ["Organic Social", "fbclid", { source: "partner" }],
    ["Email", "gclid", { medium: "email" }],
    ["Paid Social", "fbclid", { source: "facebook", medium: "paid" }],
    ["Organic Search", "newid", {}],
  ])("is %s for the click id %s with %j", (expected, clickId, stated) => {
    expect(channel({ clickId, referrer: "www.google.com/", ...stated })).toBe(expected);
  });
});
