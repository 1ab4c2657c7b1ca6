import { afterEach, expect, it, vi } from "vitest";
import { countryOf, countryOfAddress } from "./country-of";

afterEach(() => vi.unstubAllEnvs());

const asking = (headers: Record<string, string>) => ({
  method: "POST",
  query: "",
  socketAddress: null,
  isEncrypted: false,
  header: (name: string) => headers[name] ?? null,
  body: () => Promise.resolve(Buffer.alloc(0)),
});

it.each([
  ["8.8.8.8", "US"],
  ["193.99.144.80", "DE"],
  ["2a02:8109::1", "DE"],
  ["127.0.0.1", null],
  ["10.1.2.3", null],
  ["::1", null],
])("%s lies in %s, each time it is asked", (address, country) => {
  expect([countryOfAddress(address), countryOfAddress(address)]).toEqual([country, country]);
});

it.each(["cf-ipcountry", "x-vercel-ip-country", "cloudfront-viewer-country", "x-country-code"])(
  "%s counts behind a trusted proxy only",
  (name) => {
    expect(countryOf(asking({ [name]: "FR" }), "8.8.8.8")).toBe("US");
    vi.stubEnv("TRUSTED_PROXIES", "1");
    expect(countryOf(asking({ [name]: "fr" }), "8.8.8.8")).toBe("FR");
  },
);

it.each(["XX", "T1", "France", "", "<script>"])("what a proxy says as %j is not taken", (said) => {
  vi.stubEnv("TRUSTED_PROXIES", "1");
  expect(countryOf(asking({ "cf-ipcountry": said }), "8.8.8.8")).toBe("US");
  expect(countryOf(asking({ "cf-ipcountry": said }), null)).toBeNull();
});
