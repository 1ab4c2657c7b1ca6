import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type IngestionRoute, ingestionRoute } from "./ingestion-paths";

const segment = (type: string | null): IngestionRoute => ({ kind: "segment", type });
const id = "0197f3c2-0000-7000-8000-000000000001";

const routes: [path: string, route: IngestionRoute][] = [
  ["/v1/batch", segment(null)],
  ["/v1/b", segment(null)],
  ["/v1/import", segment(null)],
  ["/v1/track", segment("track")],
  ["/v1/t", segment("track")],
  ["/v1/page", segment("page")],
  ["/v1/p", segment("page")],
  ["/v1/screen", segment("screen")],
  ["/v1/s", segment("screen")],
  ["/v1/identify", segment("identify")],
  ["/v1/i", segment("identify")],
  ["/v1/group", segment("group")],
  ["/v1/g", segment("group")],
  ["/v1/alias", segment("alias")],
  ["/v1/a", segment("alias")],
  ["/v1/m", { kind: "metrics" }],
  ["/v1/linker", { kind: "linker" }],
  ["/v1/projects/tb_pk_1/settings", { kind: "settings", key: "tb_pk_1" }],
];
const foreign: [path: string, route: IngestionRoute][] = [
  ["/m", { kind: "metrics" }],
  ["/beacon/v1/batch", segment(null)],
  ["/e", { kind: "posthog" }],
  ["/i/v0/e", { kind: "posthog" }],
  ["/batch", { kind: "posthog" }],
  ["/capture", { kind: "posthog" }],
  ["/track", { kind: "posthog" }],
  ["/decide", { kind: "posthogFlags" }],
  ["/flags", { kind: "posthogFlags" }],
  ["/array/tb_pk_1/config", { kind: "posthogConfig", key: "tb_pk_1", asScript: false }],
  ["/array/tb_pk_1/config.js", { kind: "posthogConfig", key: "tb_pk_1", asScript: true }],
  [`/hooks/shopify/${id}`, { kind: "shopify", projectId: id }],
];

const everywhere = [...routes, ...routes.map(([at, route]) => [`/api${at}`, route] as const), ...foreign];

describe.each(everywhere)("%s", (at, route) => {
  it("is taken, with and without a slash at its end", () => {
    expect(ingestionRoute(at)).toEqual(route);
    expect(ingestionRoute(`${at}/`)).toEqual(route);
  });

  it("has a route of Next, for hosts that run nothing else", () => {
    const app = path.resolve("app");
    const fits = (folder: string, [first, ...rest]: string[]): boolean => {
      if (first === undefined) return fs.existsSync(path.join(folder, "route.ts"));
      if (fs.existsSync(path.join(folder, first)) && fits(path.join(folder, first), rest)) return true;
      return ["[...path]", "[projectId]"].some((name) => {
        const left = name === "[...path]" ? [] : rest;
        return fs.existsSync(path.join(folder, name)) && fits(path.join(folder, name), left);
      });
    };
    expect(fits(app, at.slice(1).split("/"))).toBe(true);
  });
});

it.each([
  "/",
  "/v1",
  "/v1/",
  "/v1/reports",
  "/v2/track",
  "/v1/track/more",
  "/v1/track//",
  "/v1/constructor",
  "/v1/TRACK",
  "/v1/projects//settings",
  "/acme/v1/t",
  "/hooks/shopify/a/b",
  "/array/config",
])("%s is none of ours", (at) => {
  expect(ingestionRoute(at)).toBeUndefined();
});
