import { describe, expect, it } from "vitest";
import { accepted, viewed } from "../testing/prepare-one";

describe("what it happened on", () => {
  const crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
  const phone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

  it("is read from the browser's own words", () => {
    expect(accepted(viewed, { source: "write", userAgent: phone })).toMatchObject({
      device: "mobile",
      browser: "Safari",
      os: "iOS",
      bot: false,
    });
  });

  it("is a short name, never the whole of what an unknown browser says about itself", () => {
    const userAgent = `Mozilla/5.0 ${"a/1 ".repeat(4_000)}`;
    const { browser } = accepted(viewed, { source: "write", userAgent });
    expect(browser?.length).toBeLessThanOrEqual(80);
    expect(accepted({ ...viewed, context: { locale: "-de" } }).language).toBeNull();
  });

  it("is a bot only with a public key: a server that holds a secret key is none", () => {
    expect(accepted(viewed, { source: "write", userAgent: crawler }).bot).toBe(true);
    expect(accepted({ ...viewed, context: { userAgent: crawler } }).bot).toBe(false);
    expect(accepted(viewed, { source: "secret", userAgent: crawler })).toMatchObject({
      bot: false,
      browser: null,
    });
  });

  it("believes in countries and passive events only from servers", () => {
    const raw = { ...viewed, context: { country: "de", passive: true } };
    expect(accepted(raw)).toMatchObject({ country: "DE", passive: true });
    expect(accepted(raw, { source: "write" })).toMatchObject({ country: null, passive: false });
  });

  it.each(["curl/8.5.0", "node", "python-requests/2.32", "axios/1.7"])(
    "is no bot where %s sent it with a public key: that is somebody's server, and says nothing of a device",
    (userAgent) => {
      expect(accepted(viewed, { source: "write", userAgent })).toMatchObject({
        bot: false,
        device: null,
        browser: null,
      });
    },
  );
});
