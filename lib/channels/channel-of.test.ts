import { describe, expect, it } from "vitest";
import { channelOf } from "./channel-of";

/** Traffic stated briefly: "cpc" of "google" is `{ source: "google", medium: "cpc" }`. */
const channel = (traffic: Partial<Parameters<typeof channelOf>[0]>) =>
  channelOf({ referrer: null, source: null, medium: null, campaign: null, clickId: null, ...traffic });

describe("channelOf", () => {
  // The rows of Google Analytics' published default channel group, in its order, with where each one ends.
  it.each([
    ["Direct", "(direct)", "(none)", null],
    ["Direct", "(direct)", "(not set)", null],
    ["Cross-network", "google", "cpc", "summer cross-network"],
    ["Paid Shopping", "amazon", "cpc", null],
    ["Paid Shopping", "google", "cpc", "Shopping DE"],
    ["Paid Shopping", "newsletter", "paid-mail", "e-shop"],
    ["Paid Search", "google", "cpc", "workshop"],
    ["Paid Search", "bing", "ppc", null],
    ["Paid Search", "www.google.de", "cpm", null],
    ["Paid Social", "facebook", "paid_social", null],
    ["Paid Social", "m.facebook.com", "cpc", null],
    ["Paid Social", "instagram", "retargeting", null],
    ["Paid Video", "youtube", "cpv-cpc", null],
    ["Display", "partner", "banner", null],
    ["Display", "partner", "cpm", null],
    ["Display", "google", "display", null],
    ["Paid Other", "partner", "cpc", null],
    ["Paid Other", null, "paid", null],
    ["Organic Shopping", "etsy", null, null],
    ["Organic Shopping", "partner", "link", "shop opening"],
    ["Organic Social", "partner", "social-media", null],
    ["Organic Social", "linkedin.com", "post", null],
    ["Organic Video", "vimeo", null, null],
    ["Organic Video", "partner", "longvideo", null],
    ["Organic Search", "duckduckgo", null, null],
    ["Organic Search", "partner", "organic", null],
    ["Affiliates", "partner", "affiliate", null],
    ["Email", "spring-news", "e-mail", null],
    ["Email", "email", "spring", null],
    ["Referral", "partner", "referral", "workshop"],
    ["Referral", "partner", "link", null],
    ["Audio", "partner", "audio", null],
    ["SMS", "sms", null, null],
    ["SMS", "partner", "sms", null],
    ["Push", "partner", "web-push", null],
    ["Push", "partner", "mobile-app", null],
    ["Push", "firebase", null, null],
    ["Unassigned", "partner", "print", null],
    ["Unassigned", "partner", null, null],
  ])("is %s for source %s, medium %s, campaign %s", (expected, source, medium, campaign) => {
    expect(channel({ source, medium, campaign })).toBe(expected);
    const upper = (text: string | null) => text?.toUpperCase() ?? null;
    expect(channel({ source: upper(source), medium: upper(medium), campaign: upper(campaign) })).toBe(
      expected,
    );
  });

  it.each([
    ["Direct", null],
    ["Organic Search", "www.google.de/search"],
    ["Organic Search", "duckduckgo.com/"],
    ["Organic Social", "l.facebook.com/l.php"],
    ["Organic Social", "t.co/abc"],
    ["Organic Video", "youtu.be/"],
    ["Organic Shopping", "www.amazon.de/dp/1"],
    ["Referral", "blog.example/google.com"],
    ["Referral", "notgoogle.example/"],
    ["Referral", "tax.com/"],
  ])("without tags is %s when %s led here", (expected, referrer) => {
    expect(channel({ referrer })).toBe(expected);
  });

  it("believes tags before the page that led here", () => {
    const newsletter = { source: "spring-news", medium: "email" };
    expect(channel({ ...newsletter, referrer: "mail.google.com/" })).toBe("Email");
    expect(channel({ source: "partner", medium: "referral", referrer: "www.facebook.com/" })).toBe(
      "Referral",
    );
  });

  it.each([
    ["Paid Search", "gclid", null],
    ["Paid Search", "msclkid", null],
    ["Display", "dclid", null],
    ["Organic Social", "fbclid", null],
    ["Paid Social", "ttclid", null],
    ["Email", "gclid", "email"],
    ["Paid Social", "fbclid", "paid"],
  ])("is %s for the click id %s with medium %s", (expected, clickId, medium) => {
    const source = medium === "paid" ? "facebook" : null;
    expect(channel({ clickId, medium, source, referrer: medium ? null : "www.google.com/" })).toBe(expected);
  });
});
