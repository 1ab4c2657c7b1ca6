import { expect, it } from "vitest";
import { campaignOf, mediumOf, sourceOf, type Traffic } from "./traffic";

const none: Traffic = { referrer: null, source: null, medium: null, campaign: null, clickId: null };

it.each<[Partial<Traffic>, source: string, medium: string]>([
  [{}, "(direct)", "(none)"],
  [{ source: " ", medium: "" }, "(direct)", "(none)"],
  [{ source: "Google", medium: "CPC" }, "google", "cpc"],
  [{ source: "partner" }, "partner", "(not set)"],
  [{ source: "partner", referrer: "www.google.com/" }, "partner", "(not set)"],
  [{ medium: "email" }, "(not set)", "email"],
  [{ campaign: "spring" }, "(not set)", "(not set)"],
  [{ medium: "email", referrer: "mail.google.com/" }, "gmail", "email"],
  [{ referrer: "www.google.de/search" }, "google", "organic"],
  [{ referrer: "mail.google.com/" }, "gmail", "email"],
  [{ referrer: "l.facebook.com/l.php" }, "facebook", "referral"],
  [{ referrer: "chatgpt.com/" }, "chatgpt", "referral"],
  [{ referrer: "www.Blog.example/post" }, "blog.example", "referral"],
  [{ referrer: "com.google.android.gm/" }, "gmail", "email"],
  [{ referrer: "/" }, "(direct)", "(none)"],
  [{ clickId: "gclid" }, "google", "cpc"],
  [{ clickId: "gclid", referrer: "www.partner.example/" }, "google", "cpc"],
  [{ clickId: "dclid" }, "google", "display"],
  [{ clickId: "msclkid", source: "bing-ads" }, "bing-ads", "cpc"],
  [{ clickId: "gclid", medium: "email" }, "google", "email"],
  [{ clickId: "fbclid" }, "facebook", "referral"],
  [{ clickId: "fbclid", referrer: "l.instagram.com/" }, "instagram", "referral"],
  [{ clickId: "fbclid", referrer: "www.google.com/" }, "facebook", "referral"],
  [{ clickId: "newid", referrer: "www.google.com/" }, "google", "organic"],
])("of %j the source is %s, the medium %s", (traffic, source, medium) => {
  expect([sourceOf({ ...none, ...traffic }), mediumOf({ ...none, ...traffic })]).toEqual([source, medium]);
});

it("keeps a campaign as it is written", () => {
  expect(campaignOf({ ...none, campaign: " Spring Sale " })).toBe("Spring Sale");
  expect(campaignOf(none)).toBe("");
});
