import { describe, expect, it } from "vitest";
import type { Draft } from "../draft";
import { accepted, viewed } from "../testing/prepare-one";

describe("where it happened", () => {
  const on = (page: object, more: object = {}): Draft => accepted({ ...viewed, context: { page, ...more } });

  it("is host, path and query of the address; credentials never get in", () => {
    const draft = on({ url: "https://ada:secret@shop.example:8443/p/tea?size=xl#top", title: "Tea" });
    expect(draft).toMatchObject({
      host: "shop.example:8443",
      path: "/p/tea",
      query: "?size=xl",
      title: "Tea",
    });
    const { raw, ...stored } = draft;
    expect(JSON.stringify(stored)).not.toContain("secret");
  });

  it.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "not an address",
    7,
    null,
  ])("is nowhere when the address is %j", (url) => {
    expect(on({ url })).toMatchObject({ host: null, path: null, query: null });
  });

  it("loses parameters that open doors or name people, and keeps the others", () => {
    const of = (search: string) => on({ url: `https://shop.example/p${search}` }).query;
    const secrets =
      "token=1&reset_token=2&id_token=3&password=4&api_key=5&session_id=6&sig=7&email=8&_tb=9&tributary=internal";
    expect(of(`?size=xl&${secrets}&color=red`)).toBe("?size=xl&color=red");
    expect(of("?who=ada%40example.org&q=tea")).toBe("?q=tea");
    expect(of("?TOKEN=1")).toBeNull();
    expect(of("?design=1&keyboard=2&author=ada&utm_source=mail")).toBe(
      "?design=1&keyboard=2&author=ada&utm_source=mail",
    );
    expect(of("?%74oken=1&a=b")).toBe("?a=b");
    expect(on({ path: "/p", search: "?token=1&a=b" })).toMatchObject({ path: "/p", query: "?a=b" });
    expect(on({ path: "/p?token=1#token=2" })).toMatchObject({ path: "/p", query: null });
  });

  it("is read in little time, whatever the address", { timeout: 20_000 }, () => {
    for (let n = 0; n < 500; n++) {
      on({ url: `https://shop.example/${n}?${"&".repeat(2_000)}` });
      on({ url: `https://shop.example/${n}?mail=1&q=${"a".repeat(2_000)}` });
      on({ url: `https://shop.example/${n}?q=${"a".repeat(1_000)}@${"b".repeat(1_000)}` });
    }
  });

  it("may be a page behind the hash, but not an anchor", () => {
    expect(on({ url: "https://shop.example/app#/cart?token=1" })).toMatchObject({
      path: "/app#/cart",
      query: null,
    });
    expect(on({ url: "https://shop.example/app?a=1#reviews" })).toMatchObject({
      path: "/app",
      query: "?a=1",
    });
  });

  it("may be an app, which has addresses of its own", () => {
    expect(on({ url: "myapp://product/42?size=xl" })).toMatchObject({
      host: "product",
      path: "/42",
      query: "?size=xl",
    });
  });

  it("cuts an address at 2,048 characters", () => {
    const { host, path } = on({ url: `https://shop.example/${"x".repeat(50_000)}` });
    expect(host).toBe("shop.example");
    expect(path).toHaveLength(2_048 - "https://shop.example".length);
  });

  it("names the foreign page that led here, never a page of its own", () => {
    const url = "https://shop.example/p";
    expect(on({ url, referrer: "https://www.search.example/find?q=private" }).referrer).toBe(
      "www.search.example/find",
    );
    expect(on({ url, referrer: "https://shop.example/" }).referrer).toBeNull();
    expect(on({ url, referrer: "javascript:alert(1)" }).referrer).toBeNull();
  });

  it("takes the campaign that is stated, else the parameters of the address; of click ids only the name", () => {
    const url = "https://shop.example/?utm_source=mail&utm_medium=email&gclid=private";
    const draft = on({ url }, { campaign: { name: "autumn" } });
    expect(draft).toMatchObject({
      utmSource: "mail",
      utmMedium: "email",
      utmCampaign: "autumn",
      utmTerm: null,
      clickId: "gclid",
    });
  });
});
